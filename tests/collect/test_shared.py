"""Shared reads: made once, served to every document, unknown where they fail or fall silent."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from ringwall.collect.api import ApiSource
from ringwall.collect.unit import Unit, collect_unit
from ringwall.model.coverage import Coverage
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import Call, Reader, Row, Shared, Table, boolean, text

UNIT = Unit("111111111111", "global", "iam", ())


class Desk:
    """A reader with two users and a report that may be denied or old; it counts its calls."""

    account_id = "111111111111"
    region = "us-east-1"
    partition = "aws"

    def __init__(self, report: Mapping[str, Any] | None) -> None:
        self.report = report
        self.calls: list[str] = []

    def call(self, operation: str, **_: Any) -> Row:
        self.calls.append(operation)
        if self.report is None:
            raise AccessDenied("no report for you", "AccessDenied")
        return dict(self.report)

    def items(self, operation: str, path: str, **_: Any) -> Iterable[Row]:
        self.calls.append(f"{operation} {path}")
        return [{"Arn": "a"}, {"Arn": "b"}]

    def at(self, region: str) -> Reader:
        del region
        return self


def _table(*, sparse: bool = False) -> Table:
    return Table(
        name="user",
        doc="A user.",
        scope="account",
        list=Call("iam.list_users", "Users"),
        arn="Arn",
        shared=(Shared("Report", lambda r: r.call("iam.get_report"), "Arn", sparse=sparse),),
        columns=(text("name", "Arn", "Name."), boolean("mfa", "Report.mfa", "Has MFA.")),
    )


def _collect(desk: Desk, table: Table) -> tuple[list[Row], tuple[Coverage, ...]]:
    rows: list[Row] = []
    unit = replace(UNIT, tables=(table,))
    coverage = collect_unit(unit, ApiSource(lambda *_: desk), lambda _, more: rows.extend(more))
    return rows, coverage


def test_one_read_serves_every_row() -> None:
    desk = Desk({"a": {"mfa": True}, "b": {"mfa": False}})
    rows, coverage = _collect(desk, _table())
    assert {row["arn"]: row["mfa"] for row in rows} == {"a": True, "b": False}
    assert desk.calls.count("iam.get_report") == 1
    assert {(c.aspect, c.status, c.calls) for c in coverage} == {
        ("list", "ok", 1),
        ("Report", "ok", 1),
    }


def test_a_denied_read_leaves_the_rows_and_hides_its_columns() -> None:
    rows, coverage = _collect(Desk(None), _table())
    assert [(row["name"], row["mfa"]) for row in rows] == [("a", None), ("b", None)]
    gaps = [c for c in coverage if c.status != "ok"]
    assert [(g.aspect, g.status, g.resource, g.calls) for g in gaps] == [
        ("Report", "denied", "", 1)
    ]


@pytest.mark.parametrize(("sparse", "mfa"), [(False, None), (True, False)])
def test_a_key_that_the_answer_lacks_is_unknown_unless_sparse(
    *, sparse: bool, mfa: bool | None
) -> None:
    rows, coverage = _collect(Desk({"a": {"mfa": True}}), _table(sparse=sparse))
    assert {row["arn"]: row["mfa"] for row in rows} == {"a": True, "b": mfa}
    gaps = [c.resource for c in coverage if c.status != "ok"]
    assert gaps == ([] if sparse else ["b"])


def test_a_call_that_depends_on_a_failed_one_is_not_absent() -> None:
    class Keys(Desk):
        def call(self, operation: str, **_: Any) -> Row:
            if operation == "kms.describe_key":
                raise AccessDenied("no", "AccessDenied")
            return {"On": True}

    table = Table(
        name="key",
        doc="A key.",
        list=Call("kms.list_keys", "Keys"),
        arn="Arn",
        calls=(
            Call("kms.describe_key", into="Metadata"),
            Call("kms.get_key_rotation_status", into="Rotation", when="Metadata.Enabled"),
        ),
        columns=(boolean("rotates", "Rotation.On", "Rotates."),),
    )
    rows, coverage = _collect(Keys({}), table)
    assert [row["rotates"] for row in rows] == [None, None]
    assert {c.aspect for c in coverage if c.status == "denied"} == {"Metadata", "Rotation"}


def test_what_is_about_another_of_the_same_name_is_not_known() -> None:
    report = {"a": {"mfa": True, "of": "a"}, "b": {"mfa": True, "of": "an older b"}}
    shared = Shared(
        "Report",
        lambda reader: reader.call("iam.get_report"),
        "Arn",
        belongs=lambda document, row: bool(row["of"] == document["Arn"]),
    )
    rows, coverage = _collect(Desk(report), replace(_table(), shared=(shared,)))
    assert [row["mfa"] for row in rows] == [True, None]
    (gap,) = (row for row in coverage if row.status != "ok")
    assert (gap.aspect, gap.resource) == ("Report", "b")
    assert "had the same name before" in gap.error


def test_what_cannot_be_read_of_one_has_its_reason() -> None:
    bad = CallFailed("line 3 is too short", "BadRow")
    rows, coverage = _collect(Desk({"a": {"mfa": True}, "b": bad}), _table())
    assert [row["mfa"] for row in rows] == [True, None]
    assert [row.error for row in coverage if row.resource == "b"] == ["Report: line 3 is too short"]
