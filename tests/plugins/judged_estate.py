"""An estate and every verdict on it, judged again after a change: only what the change touches."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, Self, cast

from recorded_estate import Taken

from ringwall.audit.evaluate import Audit, TrackedResource
from ringwall.audit.gaps import Gaps
from ringwall.audit.unknowns import Unknowns
from ringwall.audit.verdict_query import looks_into_other_accounts
from ringwall.catalog.loader import load_facts, load_judged, load_logs, load_rules, load_tables
from ringwall.model.coverage import COVERAGE, Coverage
from ringwall.model.finding import Answer
from ringwall.model.rule import Rule
from ringwall.model.table import Row, Table
from ringwall.reason.facts.compute import compute_facts
from ringwall.store.engine.embedded import OURS, EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.reads import find_primaries, find_reads

CHUNK = 250
Key = tuple[str, str]
"""A rule and a resource."""
Answers = dict[Key, Answer | None]
"""What is said of each resource: None where it is gone, and nothing hides it."""
PLACE = ("arn", "account_id", "region")
"""The columns by which an audit places what it judges."""
Group = tuple[Any, ...]
"""The values that rows of a table have in common, which come and go together."""


def _plain(value: Any) -> Any:
    return json.dumps(value, default=str) if isinstance(value, dict) else value


class ListeningEngine:
    """Hands queries on to an engine, and remembers which columns they read."""

    def __init__(self, engine: EmbeddedEngine, tables: Iterable[Table]) -> None:
        self._engine = engine
        self._tables = tuple(tables)
        self.read: dict[str, set[str]] = {}

    def rows(self, sql: str, parameters: object = None) -> list[Row]:
        for name, columns in find_reads(sql, self._tables).items():
            self.read.setdefault(name, set()).update(columns)
        return self._engine.rows(sql, parameters)

    def __getattr__(self, name: str) -> Any:
        """Return everything else of the engine."""
        return getattr(self._engine, name)


class HeldTable:
    """A table in an engine, of which only those rows are written anew that changed."""

    def __init__(self, engine: EmbeddedEngine, table: Table, group: tuple[str, ...]) -> None:
        self._engine = engine
        self._table = table
        self._group = group
        self._names = [column.name for column in table.all_columns]
        self._held: dict[Group, list[str]] = {}
        self._first: dict[Group, list[str]] | None = None
        engine.create(table)

    def show(self, rows: Iterable[tuple[str, Row]]) -> bool:
        """Hold rows, each beside what it says; return whether they say anything else than first."""
        found: dict[Group, list[tuple[str, Row]]] = {}
        for print_, row in rows:
            found.setdefault(tuple(row.get(name) for name in self._group), []).append((print_, row))
        said = {group: sorted(print_ for print_, _ in some) for group, some in found.items()}
        changed = [
            group
            for group in said.keys() | self._held.keys()
            if said.get(group) != self._held.get(group)
        ]
        self._delete([group for group in changed if group in self._held])
        self._insert([row for group in changed for _, row in found.get(group, ())])
        self._held = said
        self._first = said if self._first is None else self._first
        return said != self._first

    def _delete(self, groups: list[Group]) -> None:
        where = " and ".join(f'"{name}" is not distinct from ?' for name in self._group)
        sql = f"delete from {self._table.full_name} where {where}"
        for group in groups:
            self._engine.execute(sql, list(group))

    def _insert(self, rows: list[Row]) -> None:
        """Insert many rows at once: by itself, each takes a millisecond."""
        marks = f"({', '.join('?' * len(self._names))})"
        for start in range(0, len(rows), CHUNK):
            some = rows[start : start + CHUNK]
            sql = f"insert into {self._table.full_name} values {', '.join([marks] * len(some))}"
            values = [_plain(row.get(name)) for row in some for name in self._names]
            self._engine.execute(sql, values)


class JudgedEstate:
    """Holds an estate in an engine; `judge` says what becomes of each verdict after a change."""

    def __init__(self, taken: Taken) -> None:
        self._engine = EmbeddedEngine(threads=1, limits=OURS)
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
            self._engine.create(table)
        self._used: dict[str, set[str]] = {}
        """The columns that a rule or the reasoner reads."""
        for reads in self._reads.values():
            for name, columns in reads.items():
                self._used.setdefault(name, set(PLACE)).update(columns)
        self._facts = {n: table for n, table in load_facts().items() if n in self._used}
        for table in load_facts().values():
            self._engine.create(table)
        self._listening = ListeningEngine(self._engine, (*self._estate.values(), COVERAGE))
        self._tables = {
            name: HeldTable(self._engine, table, PLACE if table.enveloped else ())
            for name, table in self._estate.items()
        }
        self._made = {
            name: HeldTable(self._engine, table, ("arn",)) for name, table in self._facts.items()
        }
        coverage = ("account_id", "region", "table_name")
        self._coverage = HeldTable(self._engine, COVERAGE, coverage)
        self._facts_of: dict[str, dict[str, list[Row]]] = {}
        self._columns_of: dict[str, tuple[str, ...]] = {}
        self._looks_elsewhere = {
            rule.id
            for rule in self._rules.values()
            if looks_into_other_accounts(self._engine, rule)
        }
        self._learn(taken)
        self._show(taken)
        self._gaps = self._touching()
        self._places = {
            row["arn"]: (row["account_id"], row["region"])
            for rows in (*taken.tables.values(), *next(iter(self._facts_of.values())).values())
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

    @property
    def used(self) -> Mapping[str, Collection[str]]:
        """The columns of each table that a rule, or the reasoner of facts, reads."""
        return self._used

    def find_lost(self, taken: Taken) -> Answers:
        """Return the failures that are neither failures nor unknown now; many ask for the same."""
        said = {name: self._say(name, taken) for name in self._estate}
        state = _fingerprint(taken.coverage, said)
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

    def _learn(self, taken: Taken) -> None:
        """Find out which columns the reasoner reads: what it is asked does not depend on rows."""
        for name, rows in taken.tables.items():
            self._tables[name].show((repr(row), row) for row in rows)
        compute_facts(cast("Engine", self._listening), self._estate.values())
        for name, columns in self._listening.read.items():
            self._used.setdefault(name, set(PLACE)).update(columns)
        for name, table in self._tables.items():
            table.show(())
            self._tables[name] = HeldTable(
                self._engine, self._estate[name], PLACE if self._estate[name].enveloped else ()
            )

    def _say(self, name: str, taken: Taken) -> list[tuple[str, Row]]:
        """Return the rows of a table, each beside what it says in the columns that are read."""
        used = tuple(sorted(self._used.get(name, ())))
        return [one for unit in taken.units.values() for one in unit.say(name, used)]

    def _show(self, taken: Taken) -> set[str]:
        """Hold the rows of an estate; return the tables whose rows are others than at first."""
        said = {name: self._say(name, taken) for name in self._estate}
        changed = {name for name, rows in said.items() if self._tables[name].show(rows)}
        self._coverage.show((repr(row), vars(row)) for row in taken.coverage)
        told = [row for row in taken.coverage if row.table_name in {"*", *self._listening.read}]
        state = _fingerprint(told, {n: said[n] for n in self._listening.read.keys() & said.keys()})
        if state not in self._facts_of:
            rows = compute_facts(self._engine, self._estate.values())
            self._facts_of[state] = {name: list(rows[name]) for name in self._facts}
        made = self._facts_of[state]
        return changed | {
            name
            for name, table in self._made.items()
            if table.show([(repr(row), row) for row in made[name]])
        }

    def _touching(self) -> dict[str, Unknowns]:
        gaps = Gaps(self._engine, self._judged)
        return {
            id_: gaps.find_unknowns(
                reads, self._primaries[id_], looks_elsewhere=id_ in self._looks_elsewhere
            )
            for id_, reads in self._reads.items()
        }

    def _track(self, rule: Rule) -> Iterable[TrackedResource]:
        for row in self._engine.rows(rule.sql):
            arn = row["resource"]
            parts = arn.split(":")
            yield TrackedResource(arn, *self._places.get(arn, (parts[4], parts[3])))


def _fingerprint(coverage: Iterable[Coverage], said: Mapping[str, list[tuple[str, Row]]]) -> str:
    """Return what tells one state of tables, and of how they were read, from another."""
    told = sorted({repr(replace(row, calls=0, error="")) for row in coverage})
    rows = [(name, sorted(print_ for print_, _ in said[name])) for name in sorted(said)]
    return sha256(repr((told, rows)).encode()).hexdigest()
