"""Wanted rows that are there under another name."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.blueprint.wanted import Join, Ref
from ringwall.plan.adoption.pairing import pair_rows, part_misnamed
from ringwall.plan.reconciliation.catalog import Catalog


def pair(shelf: Any, wanted: Any, *rows: Any, catalog: Any = None) -> Any:
    """Return a bench where rows were paired, and the trial with them."""
    bench = shelf.bench(lambda _: wanted, *rows)
    if catalog:
        bench.comparer = replace(bench.comparer, catalog=catalog)
    return bench, pair_rows(bench, bench.attempt(shelf.settings))


def test_what_is_the_same_but_for_its_name_is_the_row(shelf: Any) -> None:
    wanted = shelf.want("box", name="acme-x", size=3, rules={"a": 1})
    theirs = shelf.box("theirs", size=3, rules={"a": 1})
    bench, trial = pair(shelf, [wanted], theirs, shelf.box("other", size=4))
    assert bench.pairs == {wanted.key: theirs["arn"]}
    assert trial.comparison.rows[wanted.key].row == theirs
    assert trial.comparison.cost == (pytest.approx(-1.2), 0)


@pytest.mark.parametrize(
    "others",
    [
        [{"size": 3}, {"size": 3}],  # which of them?
        [{"size": 4}],
        [{"size": 3, "state": "going"}],
        [],
    ],
)
def test_nothing_is_paired_where_none_or_several_are_the_same(shelf: Any, others: Any) -> None:
    wanted = shelf.want("box", name="acme-x", size=3)
    boxes = [shelf.box(f"b{number}", **columns) for number, columns in enumerate(others)]
    bench, trial = pair(shelf, [wanted], *boxes)
    assert bench.pairs == {}
    assert trial.comparison.rows[wanted.key].standing == "absent"


def test_a_row_that_says_nothing_but_its_name_may_not_be_anything(shelf: Any) -> None:
    bench, _ = pair(shelf, [shelf.want("box", name="acme-x")], shelf.box("theirs"))
    assert bench.pairs == {}


def test_what_is_another_row_already_is_not_taken_twice(shelf: Any) -> None:
    first = shelf.want("box", name="theirs", size=3)
    second, third = (shelf.want("box", each, name=f"acme-{each}", size=3) for each in "yz")
    bench, _ = pair(shelf, [first, second, third], shelf.box("theirs", size=3))
    assert bench.pairs == {}
    bench, _ = pair(shelf, [second, third], shelf.box("theirs", size=3))
    assert list(bench.pairs) == [second.key]


@pytest.mark.parametrize("joined", [False, True])
def test_what_a_row_refers_to_is_the_row_however_much_it_differs(
    shelf: Any, *, joined: bool
) -> None:
    box = shelf.key("box")
    wanted = [
        shelf.want("box", name="acme-x", size=3, rules={"a": 1}, state=""),
        shelf.want("setting", light=Join(("in ", Ref(box, "id"), "!")) if joined else
                   Ref(box, "id"), height=1),
    ]  # fmt: skip
    theirs = shelf.box("theirs", size=3, rules={"b": 2})
    says = "in b-theirs!" if joined else "b-theirs"
    rows = (theirs, shelf.box("other", size=4), shelf.setting(says))
    bench, trial = pair(shelf, wanted, *rows)
    assert bench.pairs == {box: theirs["arn"]}
    assert trial.comparison.rows[box].differing == ("rules",)
    assert trial.comparison.rows[shelf.key("setting")].differing == ()


@pytest.mark.parametrize(
    "says", ["in b-none!", "in !", "on b-theirs!", "in b-theirs?", "b-theirs", None]
)
def test_a_reference_to_something_else_pairs_nothing(shelf: Any, says: str | None) -> None:
    box = shelf.key("box")
    wanted = [
        shelf.want("box", name="acme-x", size=3),
        shelf.want("setting", light=Join(("in ", Ref(box, "id"), "!")), height=1),
    ]
    bench, _ = pair(shelf, wanted, shelf.box("theirs", size=4), shelf.setting(says))
    assert bench.pairs == {}


def test_two_values_that_are_not_known_are_not_the_same(shelf: Any) -> None:
    wanted = [
        shelf.want("box", name="acme-x", size=3),
        shelf.want("setting", light=Ref(shelf.key("box"), "id"), height=1),
    ]
    bench, _ = pair(shelf, wanted, shelf.box("theirs", size=4, id=None), shelf.setting(None))
    assert bench.pairs == {}


def test_a_row_that_is_named_by_more_than_a_name_keeps_it(shelf: Any) -> None:
    wanted = [shelf.want("note", box_id="b-x", title="acme-t", body="same")]
    bench, _ = pair(shelf, wanted, shelf.note("theirs", "b-x", "same"))
    assert bench.pairs == {}
    # What it is part of is a row of its own: that may be another one.
    box = shelf.want("box", name="x", size=1)
    part = shelf.want("note", box_id=Ref(box.key, "id"), title="acme-t", body="same")
    theirs = shelf.note("theirs", "b-x", "same")
    bench, _ = pair(shelf, [box, part], shelf.box("x"), theirs)
    assert bench.pairs == {part.key: theirs["arn"]}
    bench, _ = pair(shelf, [box, part], shelf.box("x"), shelf.note("theirs", "b-y", "same"))
    assert bench.pairs == {}


def test_pairs_that_become_possible_by_others_are_made_too(shelf: Any) -> None:
    box = shelf.want("box", name="acme-x", size=3)
    note = shelf.want("note", box_id=Ref(box.key, "id"), title="acme-t", body="same")
    theirs, part = shelf.box("theirs", size=3), shelf.note("theirs", "b-theirs", "same")
    bench, trial = pair(shelf, [note, box], part, theirs)
    assert bench.pairs == {box.key: theirs["arn"], note.key: part["arn"]}
    assert all(row.standing == "there" for row in trial.comparison.rows.values())


def test_what_has_no_name_at_all_is_paired_too(shelf: Any) -> None:
    wanted = shelf.want("box", size=3, rules={"a": 1})
    lifecycle = shelf.catalog.lifecycles["shelf_box"]
    nameless = replace(lifecycle, identity=(), named_by=(), by_tag_alone=True)
    catalog = Catalog(shelf.catalog.tables, {"shelf_box": nameless})
    theirs = shelf.box("theirs", size=3, rules={"a": 1})
    bench, _ = pair(shelf, [wanted], theirs, catalog=catalog)
    assert bench.pairs == {wanted.key: theirs["arn"]}


def part(shelf: Any, box: Any, *others: Any, there: Any = ()) -> set[str]:
    """Return the names of the rows that are still paired, where the box was with another."""
    theirs = shelf.box("theirs", size=3)
    bench, trial = pair(shelf, [box, *others], theirs, *there)
    assert box.key in bench.pairs
    after = part_misnamed(bench, trial)
    assert {row.wanted.key.name for row in after.comparison.rows.values() if row.arn} == {
        key.name for key in bench.pairs
    }
    return {key.name for key in bench.pairs}


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("arn:::acme-x/*", set()),
        ({"Statement": [{"Resource": ["arn:::acme-x"]}]}, set()),
        ("arn:::theirs", {"x"}),
        (5, {"x"}),
    ],
)
def test_a_pair_is_undone_where_another_row_holds_the_wanted_name(
    shelf: Any, body: Any, kept: set[str]
) -> None:
    box = shelf.want("box", name="acme-x", size=3)
    note = shelf.want("note", box_id="b", title="t", body=body)
    assert part(shelf, box, note) == kept


def test_a_pair_is_undone_where_its_own_values_hold_the_wanted_name(shelf: Any) -> None:
    box = shelf.want("box", name="acme-x", size=3)
    assert part(shelf, box) == {"x"}
    theirs = {"to": "acme-x"}
    own = shelf.want("box", name="acme-x", size=3, rules=theirs)
    bench = shelf.bench(lambda _: [own], shelf.box("theirs", size=3, rules=theirs))
    trial = pair_rows(bench, bench.attempt(shelf.settings))
    assert bench.pairs
    assert part_misnamed(bench, trial).comparison.rows[own.key].standing == "absent"
    assert bench.pairs == {}


def test_a_name_that_is_not_the_blueprints_says_nothing(shelf: Any) -> None:
    box = shelf.want("box", name="default", size=3)
    assert part(shelf, box, shelf.want("note", box_id="b", title="default", body="")) == {"x"}


def test_a_name_that_is_given_is_a_name_too(shelf: Any) -> None:
    """As that of a topic: the call that makes it has the name, and no column."""
    box = shelf.want("box", name="acme-x", size=3, given={"topic_name": "acme-topic"})
    assert part(shelf, box) == {"x"}
    other = shelf.want("note", box_id="b", title="t", given={"topic": "arn:acme-topic"})
    assert part(shelf, box, other) == set()


def test_a_given_name_that_it_has_holds_nothing_against_it(shelf: Any) -> None:
    box = shelf.want("box", name="acme-x", size=3, given={"topic_name": "acme-topic"})
    note = shelf.want("note", box_id="b", title="t", body="arn:acme-topic")
    bench, trial = pair(shelf, [box, note], shelf.box("acme-topic", size=3))
    assert box.key in bench.pairs
    part_misnamed(bench, trial)
    assert box.key in bench.pairs


def test_a_pair_whose_row_nobody_wants_any_more_is_forgotten(shelf: Any) -> None:
    box = shelf.want("box", name="acme-x", size=3)
    bench, trial = pair(shelf, [box], shelf.box("theirs", size=3))
    bench.want = lambda _: []
    trial = bench.attempt(trial.settings)
    assert part_misnamed(bench, trial).comparison.rows == {}
    assert bench.pairs == {}
