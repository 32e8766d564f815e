"""The estate that a plan is made against: rows by place, and the places that are not known."""

from pathlib import Path
from typing import Any

from ringwall.catalog.loader import load_tables
from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.coverage import COVERAGE
from ringwall.plan.reconciliation.estate import (
    UNCOLLECTED,
    EstateTable,
    RowIndex,
    is_of_organization,
    read_estate,
    read_owned,
)
from ringwall.store.engine.embedded import EmbeddedEngine

PROD, HOME = "222222222222", "eu-west-1"
ROW = {"arn": "a", "account_id": PROD, "region": HOME, "tags": {"k": "v"}}


def read(desk: Any, folder: Path, coverage: list[dict[str, Any]]) -> EstateTable:
    tables = desk.catalog.tables
    with EmbeddedEngine(folder) as engine:
        for table in tables.values():
            engine.create(table, [])
        engine.create(tables["desk_drawer"], [{**ROW, "id": "d", "policy": {"Statement": []}}])
        engine.create(COVERAGE, coverage)
        columns = {"desk_drawer": {"id", "policy", "color"}}
        return read_estate(engine, columns, tables.values())["desk_drawer"]


def call(**columns: Any) -> dict[str, Any]:
    place = {"account_id": PROD, "region": HOME, "table_name": "desk_drawer", "aspect": "list"}
    return {**place, "status": "ok", "resource": "", "error": "", **columns}


def test_rows_have_the_columns_that_are_needed(desk: Any, tmp_path: Path) -> None:
    table = read(desk, tmp_path, [call()])
    assert table.at(PROD, HOME) == ({**ROW, "id": "d", "policy": {"Statement": []}, "color": None},)
    assert table.at(PROD, "us-east-1") == ()
    assert table.gap(PROD, HOME) == ""


def test_a_list_that_failed_is_a_gap_of_its_place(desk: Any, tmp_path: Path) -> None:
    table = read(desk, tmp_path, [call(status="denied", error="AccessDenied")])
    assert table.gap(PROD, HOME) == "estate.desk_drawer was not read: denied: AccessDenied"
    assert table.gap(PROD, "us-east-1") == ""


def test_a_detail_of_one_resource_is_no_gap_of_the_list(desk: Any, tmp_path: Path) -> None:
    table = read(desk, tmp_path, [call(), call(aspect="Policy", status="denied", resource="a")])
    assert table.gap(PROD, HOME) == ""


def test_a_region_that_is_off_is_no_gap(desk: Any, tmp_path: Path) -> None:
    coverage = [call(), call(region="us-east-1", status="region_disabled")]
    assert read(desk, tmp_path, coverage).gap(PROD, "us-east-1") == ""


def test_what_nobody_asked_for_is_a_gap(desk: Any, tmp_path: Path) -> None:
    table = read(desk, tmp_path, [call(table_name="desk_letter")])
    assert table.gap(PROD, HOME) == UNCOLLECTED


def test_a_derived_table_is_of_the_organization_where_its_owner_is() -> None:
    tables = load_tables()
    of_all = {name for name in tables if is_of_organization(name, tables)}
    assert {"organizations_account", "organizations_delegated_service"} <= of_all
    assert not {"iam_role", "iam_role_policy", "s3_bucket", "security_group_rule"} & of_all


def test_a_row_is_found_by_its_names_its_tag_or_its_arn_and_so_is_what_is_not_known() -> None:
    def row(arn: str, name: str | None, tags: Any) -> dict[str, Any]:
        return {"arn": arn, "name": name, "tags": tags}

    rows = (
        row("other", "b", {}),
        row("named", "a", {}),
        row("tagged", "c", {OWNER_TAG: "acme/x"}),
        row("adopted", "d", {}),
        row("unread", "e", None),
        row("nameless", None, {}),
    )
    index = RowIndex(rows, ("name",))

    def find(names: dict[str, Any], owner: str, arn: str | None) -> list[str]:
        return [found["arn"] for found in index.find(names, owner, arn)]

    assert find({"name": "a"}, "acme/x", "adopted") == [found["arn"] for found in rows[1:]]
    assert find({"name": "z"}, "acme/y", None) == ["unread", "nameless"]
    assert find({"name": {"$read": "c.id"}}, "acme/y", None) == ["unread", "nameless"]
    assert RowIndex(rows, ()).find({}, "acme/x", None) == rows


def test_rows_with_an_owner_are_read_alone(desk: Any, tmp_path: Path) -> None:
    tables = desk.catalog.tables
    ours = {**ROW, "arn": "b", "tags": {OWNER_TAG: "acme/x"}}
    with EmbeddedEngine(tmp_path) as engine:
        engine.create(tables["desk_drawer"], [ROW, ours, {**ROW, "arn": "c", "tags": None}])
        found = read_owned(engine, {"desk_drawer": ()}, tables.values())["desk_drawer"]
    assert found.at(PROD, HOME) == (ours,)
