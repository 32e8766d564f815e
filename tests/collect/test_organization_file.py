"""An organization from a file: what AWS would answer, and what the file does not say."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.collect.files import FileReader, open_files
from ringwall.collect.organization_file import OrganizationFile
from ringwall.collect.unit import Unit, collect_unit
from ringwall.model.coverage import Coverage
from ringwall.model.errors import CallFailed, NotInSource
from ringwall.model.table import Row

DOCS = Path(__file__).parents[2] / "docs"
MANAGEMENT, PROD = "111111111111", "222222222222"
ARN = f"arn:aws:organizations::{MANAGEMENT}:"
DENY = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
TYPES = [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]
DOCUMENT: Row = {
    "Organization": {
        "Id": "o-1",
        "Arn": f"{ARN}organization/o-1",
        "FeatureSet": "ALL",
        "MasterAccountId": MANAGEMENT,
    },
    "Roots": [{"Id": "r-1", "Arn": f"{ARN}root/o-1/r-1", "Name": "Root", "PolicyTypes": TYPES}],
    "OrganizationalUnits": [
        {"Id": "ou-1", "Arn": f"{ARN}ou/o-1/ou-1", "Name": "Prod", "ParentId": "r-1"}
    ],
    "Accounts": [
        {"Id": id_, "Arn": f"{ARN}account/o-1/{id_}", "Status": "ACTIVE", "ParentId": parent}
        for id_, parent in ((MANAGEMENT, "r-1"), (PROD, "ou-1"))
    ],
    "Policies": [
        {
            "Id": "p-1",
            "Arn": f"{ARN}policy/o-1/service_control_policy/p-1",
            "Name": "deny",
            "Type": "SERVICE_CONTROL_POLICY",
            "Content": DENY,
            "TargetIds": ["ou-1"],
        }
    ],
}
Collected = tuple[dict[str, list[Row]], list[Coverage]]


def collect(document: Row) -> Collected:
    """Return the rows of AWS Organizations by table, and the gaps."""
    reader = FileReader(MANAGEMENT, {}, organization=OrganizationFile(document, "org.json"))
    tables = tuple(t for t in load_tables().values() if t.service == "organizations")
    rows: dict[str, list[Row]] = defaultdict(list)
    unit = Unit(MANAGEMENT, "global", "organizations", tables)
    source = open_files({MANAGEMENT: reader})
    coverage = collect_unit(unit, source, lambda name, more: rows[name].extend(more))
    return rows, [row for row in coverage if row.status != "ok"]


def without(name: str) -> Row:
    return {key: value for key, value in DOCUMENT.items() if key != name}


def test_a_whole_organization_is_read() -> None:
    rows, gaps = collect(DOCUMENT)
    (organization,) = rows["organizations_organization"]
    assert organization["enabled_policy_types"] == ["SERVICE_CONTROL_POLICY"]
    placed = {r["id"]: (r["path"], r["scp_ids"]) for r in rows["organizations_account"]}
    assert placed == {MANAGEMENT: ("Root", []), PROD: ("Root/Prod", ["p-1"])}
    (policy,) = rows["organizations_policy"]
    assert policy["target_ids"] == ["ou-1"]
    assert {row["policy_type"] for row in rows["policy_statement"]} == {"scp"}
    assert {(gap.table_name, gap.aspect, gap.status) for gap in gaps} == {
        ("organizations_organization", "ServiceAccess", "not_collected"),
        ("organizations_delegated_administrator", "list", "not_collected"),
    }


@pytest.mark.parametrize("nothing", [None, {}, ""])
def test_no_organization_is_an_answer(nothing: Any) -> None:
    rows, gaps = collect({"Organization": nothing})
    assert (dict(rows), gaps) == ({}, [])


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("Accounts", "organizations_account"),
        ("Policies", "organizations_policy"),
        ("OrganizationalUnits", "organizations_organizational_unit"),
        ("Roots", "organizations_organizational_unit"),
    ],
)
def test_a_section_that_the_file_lacks_is_not_collected(name: str, table: str) -> None:
    _, gaps = collect(without(name))
    assert (table, "list", "not_collected") in {(g.table_name, g.aspect, g.status) for g in gaps}


def test_accounts_without_a_parent_are_in_an_unknown_place() -> None:
    accounts = [{k: v for k, v in a.items() if k != "ParentId"} for a in DOCUMENT["Accounts"]]
    rows, _ = collect({**DOCUMENT, "Accounts": accounts})
    assert {row["id"] for row in rows["organizations_account"]} == {MANAGEMENT, PROD}
    assert {row["scp_ids"] is None for row in rows["organizations_account"]} == {True}


@pytest.mark.parametrize(
    "hostile",
    [
        {
            "OrganizationalUnits": [
                {"Id": "ou-1", "Name": "x", "ParentId": p} for p in ("r-1", "ou-1")
            ]
        },
        {"OrganizationalUnits": 7},
        {"OrganizationalUnits": [7]},
        {"Policies": [{"Id": "p-1"}]},
        {"Policies": {}},
        {"Accounts": [None]},
        {"Roots": [{}]},
    ],
)
def test_a_strange_section_is_a_gap_and_ends(hostile: Row) -> None:
    _, gaps = collect({**DOCUMENT, **hostile})
    assert "failed" in {gap.status for gap in gaps}


def test_other_calls_are_not_in_the_file() -> None:
    file = OrganizationFile(DOCUMENT, "org.json")
    assert file.management == MANAGEMENT
    with pytest.raises(NotInSource, match=r"organizations.list_handshakes is not in org\.json"):
        file.answer("organizations.list_handshakes")
    with pytest.raises(CallFailed):
        file.answer("organizations.describe_policy", PolicyId="p-404")


def test_the_file_of_the_howto_is_read() -> None:
    page = (DOCS / "howto" / "collect_from_files.md").read_text(encoding="utf-8")
    example = page.partition("```json\n")[2].partition("```")[0]
    rows, gaps = collect(json.loads(example))
    assert {row["path"] for row in rows["organizations_account"]} == {"Root/Prod"}
    assert [row["scp_ids"] for row in rows["organizations_account"]] == [["p-FullAWSAccess"]]
    assert {gap.status for gap in gaps} == {"not_collected"}
