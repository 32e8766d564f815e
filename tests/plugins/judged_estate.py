"""An estate and every verdict on it, judged again after a change: only what the change touches."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, Self

from recorded_estate import Taken

from ringwall.audit.evaluate import Audit, TrackedResource
from ringwall.audit.gaps import Gaps, expand_sources
from ringwall.audit.unknowns import Unknowns
from ringwall.catalog.loader import load_facts, load_judged, load_logs, load_rules, load_tables
from ringwall.model.coverage import COVERAGE
from ringwall.model.finding import Answer
from ringwall.model.rule import Rule
from ringwall.model.table import Row, Table
from ringwall.reason.facts.compute import compute_facts
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.reads import find_primaries, find_reads

CHUNK = 250
Key = tuple[str, str]
"""A rule and a resource."""
Answers = dict[Key, Answer | None]
"""What is said of each resource: None where it is gone, and nothing hides it."""


def _fingerprint(rows: Iterable[Row]) -> list[str]:
    return sorted(repr({k: v for k, v in row.items() if k != "captured_at"}) for row in rows)


def _plain(value: Any) -> Any:
    return json.dumps(value, default=str) if isinstance(value, dict) else value


class JudgedEstate:
    """Holds an estate in an engine; `judge` says what becomes of each verdict after a change."""

    def __init__(self, taken: Taken) -> None:
        self._engine = EmbeddedEngine(threads=1)
        self._estate = load_tables()
        self._judged = load_judged()
        self._rules = load_rules()
        self._reads = {
            rule.id: find_reads(rule.sql, self._judged.values()) for rule in self._rules.values()
        }
        self._primaries = {
            rule.id: find_primaries(rule.sql, self._judged.values())
            for rule in self._rules.values()
        }
        for table in load_logs().values():
            self._engine.create(table, ())
        read = {name for reads in self._reads.values() for name in reads}
        self._facts = {name: table for name, table in load_facts().items() if name in read}
        named = {source for table in self._facts.values() for source in table.sources}
        self._sources = set(expand_sources(named, self._estate))
        self._told: list[str] = []
        self._made: dict[str, list[Row]] = {}
        self._made_first: dict[str, list[Row]] = {}
        for table in load_facts().values():
            self._engine.create(table)
        self._before: dict[str, list[str]] = {}
        self._held: dict[str, list[str]] = {}
        self._show(taken)
        self._gaps = self._touching()
        self._places = {
            row["arn"]: (row["account_id"], row["region"])
            for rows in (*taken.tables.values(), *self._made.values())
            for row in rows
            if "account_id" in row
        }
        self._tracked = {rule.id: list(self._track(rule)) for rule in self._rules.values()}
        self.answers: Answers = {}
        self.reasons: dict[Key, str] = {}
        self._audit(self._rules.values(), self.answers)
        self._failing = {rule for (rule, _), answer in self.answers.items() if answer == "fail"}
        self._lost: dict[str, Answers] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()

    def find_lost(self, taken: Taken) -> Answers:
        """Return the failures that are neither failures nor unknown now; many ask for the same."""
        told = sorted({repr(replace(row, calls=0, error="")) for row in taken.coverage})
        rows = {name: _fingerprint(found) for name, found in taken.tables.items()}
        state = sha256(repr((told, rows)).encode()).hexdigest()
        if state not in self._lost:
            found = self._judge(taken, self._failing)
            self._lost[state] = {
                key: answer
                for key, answer in found.items()
                if self.answers.get(key) == "fail" and answer not in {"fail", "unknown"}
            }
        return self._lost[state]

    def judge(self, taken: Taken) -> Answers:
        """Return the answers that are others than those of the estate as it was."""
        found = self._judge(taken, self._rules.keys())
        return {key: answer for key, answer in found.items() if answer != self.answers.get(key)}

    def _judge(self, taken: Taken, rules: Collection[str]) -> Answers:
        changed = self._show(taken)
        gaps = self._touching()
        touched = [
            rule
            for rule in self._rules.values()
            if rule.id in rules
            and (changed & self._reads[rule.id].keys() or gaps[rule.id] != self._gaps[rule.id])
        ]
        found: Answers = {}
        self._audit(touched, found)
        return found

    def _audit(self, rules: Iterable[Rule], answers: Answers) -> None:
        audit = Audit(self._engine, self._judged, rules, self._tracked)
        for verdict in audit.verdicts():
            answers[verdict.rule, verdict.resource] = verdict.answer
            self.reasons[verdict.rule, verdict.resource] = verdict.reason
        for rule, outcomes in audit.outcomes.items():
            answers.update({(rule, resource): answer for resource, answer in outcomes.items()})

    def _show(self, taken: Taken) -> set[str]:
        """Hold the rows of an estate; return the tables whose rows are others than at first."""
        changed = self._hold(self._estate, taken.tables)
        self._fill(COVERAGE, [vars(row) for row in taken.coverage])
        told = sorted(repr(r) for r in taken.coverage if r.table_name in {"*", *self._sources})
        if changed & self._sources or told != self._told:
            self._told = self._told or told
            rows = compute_facts(self._engine, self._estate.values())
            self._made = {name: list(rows[name]) for name in self._facts}
        else:
            self._made = self._made_first
        self._made_first = self._made_first or self._made
        return changed | self._hold(self._facts, self._made)

    def _hold(self, declared: Mapping[str, Any], rows: Mapping[str, list[Row]]) -> set[str]:
        changed = set()
        for name, table in declared.items():
            found = _fingerprint(rows[name])
            if self._held.get(name) != found:
                self._held[name] = found
                self._fill(table, rows[name])
            if self._before.setdefault(name, found) != found:
                changed.add(name)
        return changed

    def _fill(self, table: Table, rows: list[Row]) -> None:
        """Hold rows as a table, many at once: `create` takes a millisecond for each."""
        self._engine.create(table)
        names = [column.name for column in table.all_columns]
        marks = f"({', '.join('?' * len(names))})"
        for start in range(0, len(rows), CHUNK):
            some = rows[start : start + CHUNK]
            sql = f"insert into {table.full_name} values {', '.join([marks] * len(some))}"
            self._engine.execute(sql, [_plain(row.get(name)) for row in some for name in names])

    def _touching(self) -> dict[str, Unknowns]:
        gaps = Gaps(self._engine, self._judged)
        return {
            id_: gaps.find_unknowns(reads, self._primaries[id_])
            for id_, reads in self._reads.items()
        }

    def _track(self, rule: Rule) -> Iterable[TrackedResource]:
        for row in self._engine.rows(rule.sql):
            arn = row["resource"]
            parts = arn.split(":")
            yield TrackedResource(arn, *self._places.get(arn, (parts[4], parts[3])))
