"""Coverage counts calls that went the same way once, and names what a failure touches."""

import pytest

from ringwall.collect.shared import NotShared
from ringwall.collect.source import Listing, Location, ResourceDocument
from ringwall.collect.tally import CallTally
from ringwall.model.coverage import Coverage
from ringwall.model.errors import AccessDenied, CallFailed, Throttled
from ringwall.model.table import Call, Derived, Shared, Table

HERE = Location("111111111111", "eu-west-1")
TABLE = Table(
    name="key",
    doc="A key.",
    columns=(),
    calls=(Call("kms.get_policy", into="Policy"), Call("kms.get_rotation", into="Rotation")),
    shared=(Shared("Aliases", lambda _: {}, "Id"),),
    derived=(
        Derived("statement", lambda *_: (), "Policy"),
        Derived("alias", lambda *_: (), "Aliases"),
    ),
)
DENIED = AccessDenied("no", "AccessDenied")
OLD = NotShared("nothing on k-1")
Row = tuple[str, str, str, str, int, str]


@pytest.fixture
def tally() -> CallTally:
    return CallTally(HERE)


def rows(tally: CallTally) -> set[Row]:
    return {(c.table_name, c.aspect, c.status, c.resource, c.calls, c.error) for c in tally.rows()}


def listing(problem: CallFailed | None = None, shared: CallFailed | None = None) -> Listing:
    return Listing((), "aws", "kms.list_keys", problem, {"Aliases": shared})


def test_calls_that_went_the_same_way_are_one_row(tally: CallTally) -> None:
    for _ in range(3):
        tally.note("key", "Policy")
    tally.note("key", "Policy", "denied", "k-1", "no")
    assert list(tally.rows()) == [
        Coverage("111111111111", "eu-west-1", "key", "Policy", "ok", calls=3),
        Coverage("111111111111", "eu-west-1", "key", "Policy", "denied", "k-1", 1, "no"),
    ]


def test_an_error_is_short_and_can_be_stored(tally: CallTally) -> None:
    tally.note("key", "list", "failed", error="\ud800\x00" + "x" * 5_000)
    (row,) = tally.rows()
    assert row.error == "\ufffd\ufffd" + "x" * 298


def test_a_list_counts_for_what_is_derived_from_it(tally: CallTally) -> None:
    tally.note_listing(TABLE, listing())
    assert rows(tally) == {
        ("key", "list", "ok", "", 1, ""),
        ("statement", "key", "ok", "", 1, ""),
        ("alias", "key", "ok", "", 1, ""),
        ("key", "Aliases", "ok", "", 1, ""),
    }


def test_a_list_that_failed_leaves_what_is_derived_unknown(tally: CallTally) -> None:
    tally.note_listing(TABLE, listing(Throttled("slow down")))
    failed = {("key", "list"), ("statement", "key"), ("alias", "key")}
    assert {row[:2] for row in rows(tally) if row[2] == "throttled"} == failed


def test_a_shared_read_that_failed_is_counted_once(tally: CallTally) -> None:
    tally.note_listing(TABLE, listing(shared=DENIED))
    for arn in ("k-1", "k-2"):
        tally.note_document(TABLE, arn, ResourceDocument({}, {"Aliases": DENIED}))
    aliases = {row for row in rows(tally) if row[1] == "Aliases"}
    assert aliases == {("key", "Aliases", "denied", "", 1, "no")}
    assert {row[3] for row in rows(tally) if row[0] == "alias" and row[2] == "denied"} == {
        "k-1",
        "k-2",
    }


def test_a_document_counts_each_call_that_was_made(tally: CallTally) -> None:
    tally.note_document(
        TABLE, "k-1", ResourceDocument({}, {"Policy": DENIED}, frozenset({"Rotation"}))
    )
    tally.note_document(TABLE, "k-2", ResourceDocument({}))
    assert rows(tally) == {
        ("key", "Policy", "denied", "k-1", 1, "no"),
        ("statement", "key", "denied", "k-1", 1, "no"),
        ("key", "Policy", "ok", "", 1, ""),
        ("key", "Rotation", "ok", "", 1, ""),
    }


def test_a_document_that_a_shared_read_does_not_name_is_a_gap_of_its_own(tally: CallTally) -> None:
    tally.note_document(TABLE, "k-1", ResourceDocument({}, {"Aliases": OLD}, frozenset()))
    gaps = {row for row in rows(tally) if row[2] != "ok"}
    assert gaps == {
        ("key", "Aliases", "failed", "k-1", 1, "nothing on k-1"),
        ("alias", "key", "failed", "k-1", 1, "nothing on k-1"),
    }
