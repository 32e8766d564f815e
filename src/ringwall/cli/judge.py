"""One audit of a snapshot, recorded in the ledger: what audit, report, fix and demo share."""

import fnmatch
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ringwall.audit.evaluate import Audit, TrackedResource
from ringwall.catalog.loader import (
    load_facts,
    load_judged,
    load_playbooks,
    load_requirements,
    load_rules,
    load_tables,
)
from ringwall.cli.facts import need_facts, prepare_facts
from ringwall.cli.say import make_console, show_progress
from ringwall.hub.compliance import map_requirements
from ringwall.hub.record import Recorded, record
from ringwall.hub.summary import Summary
from ringwall.model.coverage import Coverage
from ringwall.model.errors import BadInput
from ringwall.model.finding import Answer, VerdictCount
from ringwall.model.layer import Layer
from ringwall.model.rule import Rule
from ringwall.store.database.connection import open_database
from ringwall.store.database.ledger import Ledger
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.home import Home
from ringwall.store.lake.facts import attach_facts
from ringwall.store.lake.snapshot import Snapshot, attach_snapshot

MEMORY = "1GB"


@dataclass(frozen=True)
class Judged:
    """What one audit said. `gaps` is what `estate.coverage` has that is not ok, grouped."""

    counts: tuple[VerdictCount, ...]
    recorded: Recorded
    gaps: tuple[Coverage, ...]

    @property
    def failed(self) -> int:
        """How many verdicts are failures."""
        return sum(count.failed for count in self.counts)

    @property
    def unknown(self) -> int:
        """How many verdicts are unknown."""
        return sum(count.unknown for count in self.counts)


@contextmanager
def open_ledger(home: Home, snapshot: Snapshot) -> Iterator[Ledger]:
    """Open the ledger of a home; for a snapshot older than the last one judged, an empty one.

    History does not run backwards: what was mended since then would open again.
    """
    home.make()
    ledger = Ledger(open_database(home.database_url))
    if snapshot.id >= ledger.last_snapshot():
        yield ledger
        return
    make_console().print(f"{snapshot.id} is not the latest snapshot judged: nothing is recorded")
    with TemporaryDirectory() as folder:
        yield Ledger(open_database(Home(Path(folder)).own_database_url))


def judge(home: Home, snapshot: Snapshot, rules: Mapping[str, Rule], ledger: Ledger) -> Judged:
    """Evaluate rules over a snapshot, merge the verdicts into the ledger, and return the counts.

    Facts are made first where a rule reads them.
    """
    tables = load_judged()
    facts = prepare_facts(home, snapshot) if need_facts(rules.values()) else None
    with EmbeddedEngine(memory=MEMORY) as engine, show_progress("audit") as bar:
        attach_snapshot(engine, snapshot, load_tables().values())
        attach_facts(engine, facts, load_facts().values())
        engine.confine(snapshot.path, *([facts] if facts else []))
        task = bar.add_task("", total=len(rules))
        tracked: dict[str, list[TrackedResource]] = {}
        for place in ledger.open_places():
            tracked.setdefault(place.rule, []).append(
                TrackedResource(place.resource, place.account_id, place.region)
            )
        audit = Audit(
            engine,
            tables,
            rules.values(),
            tracked,
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
            compliance=map_requirements(load_requirements()),
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


def name_playbooks() -> dict[str, str]:
    """Return the playbook that mends each rule's findings."""
    return {rule: p.id for p in load_playbooks().values() for rule in p.answers}


def summarize(snapshot: Snapshot, judged: Judged, rules: Mapping[str, Rule]) -> Summary:
    """Return the audit on the whole, as reports show it."""
    return Summary(
        snapshot=snapshot.id,
        created_at=int(snapshot.created_at.timestamp() * 1000),
        accounts=snapshot.accounts,
        regions=snapshot.regions,
        counts=judged.counts,
        gaps=judged.gaps,
        rules=rules,
    )


def remember(ledger: Ledger) -> Summary:
    """Return what is known without an audit: the rules, and the snapshot that was judged last."""
    return Summary(snapshot=ledger.last_snapshot(), created_at=0, rules=load_rules())


def read_gaps(engine: Engine) -> tuple[Coverage, ...]:
    """Return what was not read, one row per account, region, table and reason."""
    rows = engine.rows(
        """
        select account_id, region, table_name, aspect, status,
          case when count(*) = 1 then min(resource) else '' end as resource,
          sum(calls)::bigint as calls, min(error) as error
        from estate.coverage
        where status <> 'ok'
        group by account_id, region, table_name, aspect, status
        order by account_id, region, table_name, aspect, status
        """
    )
    return tuple(Coverage(**row) for row in rows)
