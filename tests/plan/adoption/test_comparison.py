"""Wanted rows held against what is there."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.blueprint.wanted import Join, Ref, RowKey
from ringwall.plan.adoption.comparison import ComparedRow, Comparer, EstateComparison
from ringwall.plan.reconciliation.estate import EstateTable


@pytest.mark.parametrize(
    ("standing", "columns", "differing", "misnamed", "loss", "lines"),
    [
        ("unknown", "ab", "", False, 0.0, 0),
        ("absent", "ab", "", False, 1.0, 1),
        ("there", "ab", "", False, -1.2, 0),
        ("there", "ab", "", True, -1.1, 0),
        ("there", "ab", "b", False, -1.0, 1),
        # As good as none.
        ("there", "ab", "ab", False, 1.0, 2),
        ("there", "", "", False, -1.0, 0),
    ],
)
def test_a_row_costs_what_is_not_as_wanted(
    shelf: Any, standing: Any, columns: str, differing: str, *, misnamed: bool, loss: float,
    lines: int,
) -> None:  # fmt: skip
    wanted = shelf.want("box", **dict.fromkeys(columns))
    row = ComparedRow(wanted, standing, differing=tuple(differing), is_misnamed=misnamed)
    assert row.loss == pytest.approx(loss)
    assert row.lines == lines


def test_a_comparison_costs_its_rows_then_its_lines(shelf: Any) -> None:
    found = shelf.compare(
        [shelf.want("box", name="x"), shelf.want("box", "y", name="y", size=2)],
        shelf.box("x"),
        shelf.box("y"),
    )
    assert found.cost == (pytest.approx(-1.1 - 1.0), 1)
    assert EstateComparison({}).cost == (0, 0)


def test_a_section_has_its_rows_and_a_layer_those_of_its_sections(shelf: Any) -> None:
    sections = ("detection.trail", "detection.trails", "identity.center")
    found = shelf.compare([shelf.want("box", each, section=each, name=each) for each in sections])

    def names(section: str) -> list[str]:
        return [row.wanted.key.name for row in found.of_section(section)]

    assert names("detection.trail") == ["detection.trail"]
    assert names("detection") == ["detection.trail", "detection.trails"]
    assert names("detect") == []


def test_a_row_is_there_with_what_differs_and_whose_it_is(shelf: Any) -> None:
    rows = [shelf.want("box", name, name=name, size=2, rules={}) for name in ("x", "y", "z")]
    found = shelf.compare(rows, shelf.box("x", "acme/x", size=2), shelf.box("y", "other/y", size=3))
    compared = [found.rows[row.key] for row in rows]
    assert [each.standing for each in compared] == ["there", "there", "absent"]
    assert [each.differing for each in compared] == [(), ("size",), ()]
    assert [each.is_own for each in compared] == [True, False, False]
    assert [bool(each.row) for each in compared] == [True, True, False]


def test_what_a_row_refers_to_is_read_where_it_is_there(shelf: Any) -> None:
    box, note = shelf.key("box"), shelf.key("note")
    wanted = [
        shelf.want("note", box_id=Ref(box, "id"), title="t", body=Join(("in ", Ref(box, "arn")))),
        shelf.want("box", name="x"),
    ]
    there = shelf.box("x")
    found = shelf.compare(wanted, there, shelf.note("t", "b-x", f"in {there['arn']}"))
    assert found.rows[note].differing == ()
    assert found.rows[note].values["box_id"] == "b-x"
    # What is in a box that is not there is not there either.
    assert shelf.compare(wanted, shelf.note("t", "b-x")).rows[note].standing == "absent"


@pytest.mark.parametrize("why", ["gap", "null", "policy", "needed", "column"])
def test_what_the_snapshot_does_not_tell_is_unknown(shelf: Any, why: str) -> None:
    first = shelf.want("box", name="x", size=1, satisfied_by="p" * (why == "policy"))
    second = shelf.want("note", title="t", box_id="b", needs=(first.key,))
    if why == "column":  # nobody read the id, and what is there is not made
        second = shelf.want("note", title="t", box_id=Ref(first.key, "id"))
    blind = why in ("null", "needed")
    rows = [shelf.box("x", **({"size": None} if blind else {"id": None}))]
    comparer = shelf.comparer(*rows, shelf.note("t", "b"))
    if why == "gap":
        gap = EstateTable({}, {(rows[0]["account_id"], rows[0]["region"]): "denied"})
        comparer = replace(comparer, estate={**comparer.estate, "shelf_box": gap})
    found = comparer.compare(shelf.landscape, [first, second], {})
    asked = second if why in ("needed", "column") else first
    assert found.rows[asked.key].standing == "unknown"
    assert found.rows[asked.key].loss == 0


def test_a_row_is_what_it_is_paired_with_whatever_that_is_called(shelf: Any) -> None:
    wanted = shelf.want("box", name="acme-x", size=1)
    there = shelf.box("theirs")
    found = shelf.compare([wanted], there, pairs={wanted.key: there["arn"]}).rows[wanted.key]
    assert (found.standing, found.row, found.arn) == ("there", there, there["arn"])
    assert found.differing == ()  # the name is none of its lines
    assert found.is_misnamed
    same = shelf.want("box", name="theirs", size=1)
    paired = shelf.compare([same], there, pairs={same.key: there["arn"]}).rows[same.key]
    assert not paired.is_misnamed
    assert paired.loss < found.loss


def test_rows_that_are_as_before_are_not_compared_again(shelf: Any) -> None:
    box, note = shelf.key("box"), shelf.key("note")
    wanted = [
        shelf.want("box", name="x", size=1),
        shelf.want("note", title="t", box_id=Ref(box, "id")),
        shelf.want("setting", light="on"),
    ]
    there = (shelf.box("x"), shelf.box("y"), shelf.note("t", "b-x"))
    first = shelf.compare(wanted, *there)
    again = shelf.compare(wanted, *there, before=first)
    assert all(again.rows[key] is first.rows[key] for key in first.rows)
    pairs = {box: there[1]["arn"]}
    paired = shelf.compare(wanted, *there, before=first, pairs=pairs)
    assert paired.rows == shelf.compare(wanted, *there, pairs=pairs).rows
    assert paired.rows[note].standing == "absent"  # there is none in the other box
    assert paired.rows[shelf.key("setting")] is first.rows[shelf.key("setting")]
    changed = [shelf.want("box", name="y", size=1), *wanted[1:]]
    renamed = shelf.compare(changed, *there, before=first)
    assert renamed.rows == shelf.compare(changed, *there).rows
    assert renamed.rows[note].standing == "absent"


def test_what_is_read_of_an_organization_is_found_whichever_account_it_names(shelf: Any) -> None:
    wanted = shelf.want("box", name="x")
    tables = shelf.catalog.tables
    of_all = {**tables, "shelf_box": replace(tables["shelf_box"], scope="organization")}
    elsewhere = {**shelf.box("x"), "account_id": "2" * 12, "region": "global"}
    comparer = shelf.comparer(elsewhere)
    whole = Comparer(comparer.estate, replace(shelf.catalog, tables=of_all))
    assert comparer.compare(shelf.landscape, [wanted], {}).rows[wanted.key].standing == "absent"
    assert whole.compare(shelf.landscape, [wanted], {}).rows[wanted.key].standing == "there"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("x", ()), ("x", ())), "two sections want payer"),
        ((("x", ("lost",)),), "box/x needs .*box/lost, which no section wants"),
        ((("x", ("y",)), ("y", ("x",))), "rows need each other"),
    ],
)
def test_rows_that_cannot_be_planned_are_refused(shelf: Any, rows: Any, said: str) -> None:
    def key(name: str) -> RowKey:
        return shelf.key("box", name)  # type: ignore[no-any-return]  # a fixture's

    wanted = [
        shelf.want("box", name, needs=tuple(map(key, needs)), name=name) for name, needs in rows
    ]
    with pytest.raises(ValueError, match=said):
        shelf.compare(wanted)
