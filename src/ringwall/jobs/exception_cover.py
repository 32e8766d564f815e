"""What exceptions cover in one snapshot: units and tags are read of it."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping

from ringwall.catalog.loader import load_judged
from ringwall.hub.exceptions.match import ExceptionCover, matches
from ringwall.model.exception import FindingException
from ringwall.model.rule import Rule
from ringwall.model.table import Table
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.reads import find_primaries
from ringwall.store.lake.snapshot import Snapshot

ACCOUNTS = "organizations_account"


def open_cover(
    engine: Engine, exceptions: Collection[FindingException], rules: Iterable[Rule]
) -> ExceptionCover:
    """Return what exceptions cover in the snapshot that an engine shows."""
    units: Mapping[str, Collection[str]] = {}
    if any(each.units for each in exceptions):
        sql = f"select id, parent_ids from estate.{ACCOUNTS} where parent_ids is not null"
        units = {row["id"]: frozenset(row["parent_ids"]) for row in engine.rows(sql)}
    tagging = [each for each in exceptions if each.tags]
    tagged = _find_tagged(engine, tagging, tuple(rules)) if tagging else {}
    return ExceptionCover(exceptions, units, tagged)


def _find_tagged(
    engine: Engine, exceptions: Collection[FindingException], rules: Collection[Rule]
) -> Mapping[str, Collection[str]]:
    """Return the ARNs of what has the tags of each exception, in the tables of its rules."""
    known = load_judged()
    found: dict[str, set[str]] = {each.id: set() for each in exceptions}
    asked: dict[str, list[FindingException]] = {}
    for rule in rules:
        wanting = [each for each in exceptions if any(matches(p, rule.id) for p in each.rules)]
        if wanting:
            for table in _find_tables(rule, known):
                asked.setdefault(table.full_name, []).extend(wanting)
    for name, wanting in asked.items():
        sql = f"select arn, tags from {name} where tags is not null and tags <> '{{}}'"
        for arn, tags in engine.stream(sql):
            for each in wanting:
                if has_tags(json.loads(tags), each.tags):
                    found[each.id].add(arn)
    return found


def _find_tables(rule: Rule, known: Mapping[str, Table]) -> Iterator[Table]:
    names = find_primaries(rule.sql, known.values())
    return (known[name] for name in names if known[name].tags)


def has_tags(tags: object, wanted: Mapping[str, str]) -> bool:
    """Whether a resource's tags are those that are wanted; `*` in a value is any text."""
    return isinstance(tags, dict) and all(
        isinstance(tags.get(key), str) and matches(value, tags[key])
        for key, value in wanted.items()
    )


def find_home_account(snapshot: Snapshot) -> str:
    """Return the account that findings about exceptions are filed under: the first one."""
    return min(snapshot.accounts, default="")
