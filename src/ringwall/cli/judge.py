"""One audit of a snapshot, recorded in the ledger: what audit, report, fix and demo share."""

import fnmatch
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ringwall.audit.evaluate import Audit, Count, Watched
from ringwall.catalog.loader import load_playbooks, load_requirements
from ringwall.cli.say import show_progress
from ringwall.hub.record import Recorded, record
from ringwall.model.errors import BadInput
from ringwall.model.finding import Answer
from ringwall.model.layer import Layer
from ringwall.model.rule import Rule
from ringwall.model.table import Row, Table
from ringwall.store.engine import Engine
from ringwall.store.ledger import Ledger
from ringwall.store.snapshot import Snapshot, attach_snapshot

MEMORY = "1GB"


@dataclass(frozen=True)
class Judged:
    """What one audit said. `gaps` are the rows of `estate.coverage` that are not ok."""

    counts: tuple[Count, ...]
    recorded: Recorded
    gaps: tuple[Row, ...]

    @property
    def failed(self) -> int:
        """How many verdicts are failures."""
        return sum(count.failed for count in self.counts)

    @property
    def unknown(self) -> int:
        """How many verdicts are unknown."""
        return sum(count.unknown for count in self.counts)


def judge(
    snapshot: Snapshot,
    tables: Mapping[str, Table],
    rules: Mapping[str, Rule],
    ledger: Ledger,
) -> Judged:
    """Evaluate rules over a snapshot, merge the verdicts into the ledger, and return the counts."""
    with Engine(memory=MEMORY) as engine, show_progress("audit") as bar:
        attach_snapshot(engine, snapshot, tables.values())
        task = bar.add_task("", total=len(rules))
        watched: dict[str, list[Watched]] = {}
        for place in ledger.open_places():
            watched.setdefault(place.rule, []).append(
                Watched(place.resource, place.account_id, place.region)
            )
        audit = Audit(
            engine,
            tables,
            rules.values(),
            watched,
            step=lambda rule: bar.update(task, advance=1, description=rule.id),
        )

        def outcome(rule: str, resources: Collection[str]) -> Mapping[str, Answer | None]:
            answers = audit.outcomes.get(rule, {})
            return {resource: answers[resource] for resource in resources if resource in answers}

        recorded = record(
            ledger,
            rules,
            audit.verdicts(),
            outcome,
            snapshot=snapshot.id,
            now=int(time.time() * 1000),
            compliance=name_requirements(),
            playbooks=name_playbooks(),
        )
        return Judged(tuple(audit.counts), recorded, read_gaps(engine))


def choose_rules(
    known: Mapping[str, Rule], patterns: Collection[str], layer: Layer | None = None
) -> dict[str, Rule]:
    """Return the controls that match a pattern (`s3.*`); BadInput where one matches none."""
    chosen: dict[str, Rule] = {}
    for pattern in patterns or ("*",):
        found = {id_: rule for id_, rule in known.items() if fnmatch.fnmatchcase(id_, pattern)}
        if not found:
            raise BadInput(f"no rule matches {pattern}; `ringwall rules list` names them all")
        chosen |= found
    return {
        id_: rule
        for id_, rule in sorted(chosen.items())
        if rule.kind == "control" and layer in {None, rule.layer}
    }


def name_requirements() -> dict[str, tuple[str, ...]]:
    """Return the requirements that each rule answers, as `framework/requirement`."""
    found: dict[str, list[str]] = {}
    for requirement in load_requirements():
        if requirement.rule:
            found.setdefault(requirement.rule, []).append(
                f"{requirement.framework}/{requirement.id}"
            )
    return {rule: tuple(names) for rule, names in found.items()}


def name_playbooks() -> dict[str, str]:
    """Return the playbook that mends each rule's findings."""
    return {rule: p.id for p in load_playbooks().values() for rule in p.answers}


def read_gaps(engine: Engine) -> tuple[Row, ...]:
    """Return what was not read, one row per account, region, table and reason."""
    rows = engine.rows(
        """
        select account_id, region, table_name, aspect, status, min(error) as error,
          count(distinct resource) as resources, sum(calls) as calls
        from estate.coverage
        where status <> 'ok'
        group by account_id, region, table_name, aspect, status
        order by account_id, region, table_name, aspect, status
        """
    )
    return tuple(rows)
