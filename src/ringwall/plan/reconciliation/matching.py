"""Which row of the estate is the one that a blueprint wants, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ringwall.model.blueprint.wanted import OWNER_TAG, RowKey, Wanted
from ringwall.model.lifecycle import Lifecycle
from ringwall.model.reference import find_references
from ringwall.model.table import Row
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.estate import Estate, EstateTable, is_of_organization

Standing = Literal["absent", "ours", "foreign", "several", "unknown"]
"""Whether there is such a row: none; one that Ringwall may change; one of somebody else's; more
than one; or one of which it is not known."""


@dataclass(frozen=True)
class Match:
    """The row that was found for a wanted row, and what it is."""

    standing: Standing
    row: Row | None = None
    why: str = ""


def match_row(
    lifecycle: Lifecycle,
    wanted: Row,
    owner: str,
    rows: tuple[Row, ...],
    *,
    adopted: str | None = None,
) -> Match:
    """Return the row of a place that a wanted row is about.

    `owner` is the value of the tag that Ringwall gives it. What has the tag is ours, whatever it is
    called; else what has the same identity is the same thing, and ours only if the blueprint says
    so, or where the table's rows cannot have an owner. Where there is at most one row, any is the
    same thing. `adopted` is what the blueprint says: the ARN of what it is, whatever that is
    called; '' where it is what has its identity; None where it says nothing.
    """
    known = [row for row in rows if adopted and row["arn"] == adopted]
    if known or lifecycle.owner == "none":
        return Match("ours", known[0]) if known else _match_identity(lifecycle, wanted, rows)
    tagged = [row for row in rows if (row["tags"] or {}).get(OWNER_TAG) == owner]
    if len(tagged) > 1:
        arns = ", ".join(row["arn"] for row in tagged)
        return Match("several", why=f"{arns} have the tag {OWNER_TAG} = {owner}; keep one")
    if tagged:
        return Match("ours", tagged[0])
    if lifecycle.by_tag_alone:
        return _match_tags(rows)
    match = _match_identity(lifecycle, wanted, rows)
    return match if match.row is None or adopted is not None else _tell_foreign(match.row)


def is_ending(row: Row, ending: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a row counts as erased, by the values with which it does."""
    return any(row[name] in values for name, values in ending.items())


def _match_tags(rows: tuple[Row, ...]) -> Match:
    """Return that none of the rows is it, which is not known where tags were not read."""
    unread = [row["arn"] for row in rows if row["tags"] is None]
    return _unread_tags(unread[0]) if unread else Match("absent")


def _tell_foreign(row: Row) -> Match:
    return _unread_tags(row["arn"]) if row["tags"] is None else Match("foreign", row)


def _unread_tags(arn: str) -> Match:
    return Match("unknown", why=f"the tags of {arn} were not read: it is not known whose it is")


def _match_identity(lifecycle: Lifecycle, wanted: Row, rows: tuple[Row, ...]) -> Match:
    if any(any(find_references(wanted.get(name))) for name in lifecycle.identity):
        return Match("absent")  # what it is part of is not there yet
    same = [row for row in rows if all(row[n] == wanted.get(n) for n in lifecycle.identity)]
    if len(same) > 1:
        arns = ", ".join(row["arn"] for row in same)
        return Match("several", why=f"{arns} are all called so; keep one")
    if same:
        return Match("ours", same[0])
    unknown = [row["arn"] for row in rows if any(row[n] is None for n in lifecycle.identity)]
    if unknown:
        return Match("unknown", why=f"it is not known what {unknown[0]} is called")
    return Match("absent")


def find_match(
    key: RowKey,
    columns: Row,
    whose: tuple[str, Any],
    estate: Estate,
    catalog: Catalog,
    *,
    adopted: str | None,
) -> Match:
    """Return the row that is there for a wanted one, whose values are known as far as they are.

    `whose`: the value of the owner's tag, and the id of the account: of one that is not there yet,
    nothing is.
    """
    owner, account_id = whose
    if not isinstance(account_id, str):
        return Match("absent")
    table, lifecycle = estate.get(key.table, EstateTable()), catalog.of(key)
    if gap := table.gap(account_id, key.region):
        return Match("unknown", why=gap)
    everywhere = is_of_organization(key.table, catalog.tables)
    index = table.index(None if everywhere else (account_id, key.region), lifecycle.identity)
    rows = index.find(columns, owner, adopted)
    there = tuple(row for row in rows if not is_ending(row, lifecycle.ending))
    return match_row(lifecycle, columns, owner, there, adopted=adopted)


def find_adopted(key: RowKey, adopted: Mapping[str, str]) -> str | None:
    """Return the ARN that a blueprint has for a row, '' for its own name, None where it has none.

    What is said of one account and Region goes before what is said of all.
    """
    for name in (str(key), f"{key.table}/{key.name}"):
        if name in adopted:
            return adopted[name]
    return None


def find_missing(wanted: Wanted, account_id: object, estate: Estate) -> str:
    """Return what the blueprint names for a row and is not there, or is not known to be."""
    if not isinstance(account_id, str):  # an account that is not there yet
        return ""
    for table, column, value in wanted.expects:
        read = estate.get(table, EstateTable())
        place = (account_id, wanted.key.region)
        if not any(row[column] == value for row in read.at(*place)):
            where = f"account {wanted.key.account} has none in {wanted.key.region}"
            return f"the blueprint names {value}: {read.gap(*place) or where}"
    return ""
