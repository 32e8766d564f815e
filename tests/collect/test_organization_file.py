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
            "Id": "p-FullAWSAccess",
            "Arn": "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
            "Name": "FullAWSAccess",
            "Type": "SERVICE_CONTROL_POLICY",
            "TargetIds": ["r-1", "ou-1", MANAGEMENT, PROD],
        },
        {
            "Id": "p-1",
            "Arn": f"{ARN}policy/o-1/service_control_policy/p-1",
            "Name": "deny",
            "Type": "SERVICE_CONTROL_POLICY",
            "Content": DENY,
            "TargetIds": ["ou-1"],
        },
    ],
}
Collected = tuple[dict[str, list[Row]], list[Coverage]]


def collect(document: Row, *accounts: str) -> Collected:
    """Return the rows of AWS Organizations by table, and the gaps."""
    file = OrganizationFile(document, "org.json", accounts)
    reader = FileReader(MANAGEMENT, {}, organization=file)
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
    assert placed == {
        MANAGEMENT: ("Root", ["p-FullAWSAccess"]),
        PROD: ("Root/Prod", ["p-1", "p-FullAWSAccess"]),
    }
    targets = {row["id"]: row["target_ids"] for row in rows["organizations_policy"]}
    assert targets == {
        "p-FullAWSAccess": sorted(["r-1", "ou-1", MANAGEMENT, PROD]),
        "p-1": ["ou-1"],
    }
    assert {row["policy_type"] for row in rows["policy_statement"]} == {"scp"}
    attached = {
        (row["policy_id"], row["target_id"], row["target_type"], row["aws_managed"])
        for row in rows["organizations_policy_attachment"]
    }
    assert attached == {
        ("p-FullAWSAccess", "r-1", "ROOT", True),
        ("p-FullAWSAccess", "ou-1", "ORGANIZATIONAL_UNIT", True),
        ("p-FullAWSAccess", MANAGEMENT, "ACCOUNT", True),
        ("p-FullAWSAccess", PROD, "ACCOUNT", True),
        ("p-1", "ou-1", "ORGANIZATIONAL_UNIT", False),
    }
    assert {gap.status for gap in gaps} == {"not_collected"}
    assert {(gap.table_name, gap.aspect) for gap in gaps} == {
        ("organizations_organization", "ServiceAccess"),
        ("organizations_service_access", "organizations_organization"),
        ("organizations_delegated_administrator", "list"),
        ("organizations_delegated_service", "organizations_delegated_administrator"),
        ("organizations_resource_policy", "list"),
        ("organizations_account", "Tags"),
        ("organizations_organizational_unit", "Tags"),
        ("organizations_policy", "Tags"),
    }


def test_no_organization_is_an_answer() -> None:
    rows, gaps = collect({"Organization": None})
    assert (dict(rows), gaps) == ({}, [])


def change_policies(*, without_targets: str = "", drop: str = "") -> Row:
    """Return the organization, FullAWSAccess detached from a target, or a policy left out."""
    full, guard = DOCUMENT["Policies"]
    full = {**full, "TargetIds": [t for t in full["TargetIds"] if t != without_targets]}
    policies = [policy for policy in (full, guard) if policy["Id"] != drop]
    return {**DOCUMENT, "Policies": policies}


@pytest.mark.parametrize(
    ("document", "unknown"),
    [
        (change_policies(drop="p-FullAWSAccess"), {MANAGEMENT, PROD}),
        (change_policies(without_targets="r-1"), {MANAGEMENT, PROD}),
        (change_policies(without_targets="ou-1"), set()),  # p-1 is there
        (change_policies(without_targets=PROD), {PROD}),
        (change_policies(without_targets=MANAGEMENT), {MANAGEMENT}),
        ({**DOCUMENT, "Policies": []}, {MANAGEMENT, PROD}),
    ],
)
def test_below_a_level_without_an_scp_it_is_not_known_what_applies(
    document: Row, unknown: set[str]
) -> None:
    rows, gaps = collect(document)
    accounts = rows["organizations_account"]
    assert {r["id"] for r in accounts if r["scp_ids"] is None} == unknown
    assert {r["id"] for r in accounts if r["scp_narrowed"] is None} == unknown
    said = [gap.error for gap in gaps if gap.aspect == "Placement"]
    assert len(said) == len(unknown)
    assert all("no SERVICE_CONTROL_POLICY is attached to" in error for error in said)


@pytest.mark.parametrize("types", [[], [{"Type": TYPES[0]["Type"], "Status": "PENDING_ENABLE"}]])
def test_where_scps_are_not_enabled_none_needs_to_be_there(types: list[Row]) -> None:
    roots = [{**DOCUMENT["Roots"][0], "PolicyTypes": types}]
    rows, gaps = collect({**DOCUMENT, "Roots": roots, "Policies": []})
    assert [row["scp_ids"] for row in rows["organizations_account"]] == [[], []]
    assert not [gap for gap in gaps if gap.aspect == "Placement"]


def test_where_rcps_are_enabled_one_is_at_every_level() -> None:
    types = [*TYPES, {"Type": "RESOURCE_CONTROL_POLICY", "Status": "ENABLED"}]
    roots = [{**DOCUMENT["Roots"][0], "PolicyTypes": types}]
    rows, gaps = collect({**DOCUMENT, "Roots": roots})
    assert {row["rcp_ids"] is None for row in rows["organizations_account"]} == {True}
    assert "no RESOURCE_CONTROL_POLICY is attached to r-1" in str(gaps)
    rcp = {
        "Id": "p-RCPFullAWSAccess",
        "Arn": "arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess",
        "Name": "RCPFullAWSAccess",
        "Type": "RESOURCE_CONTROL_POLICY",
        "TargetIds": ["r-1", "ou-1", MANAGEMENT, PROD],
    }
    rows, _ = collect({**DOCUMENT, "Roots": roots, "Policies": [*DOCUMENT["Policies"], rcp]})
    assert {str(row["rcp_ids"]) for row in rows["organizations_account"]} == {
        "['p-RCPFullAWSAccess']"
    }
    assert {row["policy_type"] for row in rows["policy_statement"]} == {"scp", "rcp"}


def test_an_account_with_a_file_that_is_not_listed_is_a_gap() -> None:
    rows, gaps = collect(DOCUMENT, PROD, "333333333333")
    assert {row["id"] for row in rows["organizations_account"]} == {MANAGEMENT, PROD}
    (gap,) = [
        gap for gap in gaps if gap.table_name == "organizations_account" and gap.aspect == "row"
    ]
    assert gap.status == "failed"
    assert gap.error.startswith("333333333333 is not in Accounts of org.json")


def test_what_aws_wrote_itself_is_known_without_its_content() -> None:
    rows, _ = collect(DOCUMENT)
    (full,) = [row for row in rows["organizations_policy"] if row["id"] == "p-FullAWSAccess"]
    assert json.loads(full["content"])["Statement"] == [
        {"Effect": "Allow", "Action": "*", "Resource": "*"}
    ]


def test_policies_are_read_as_the_aws_cli_prints_them() -> None:
    policies: list[Row] = []
    for policy in DOCUMENT["Policies"]:
        summary = {key: policy[key] for key in ("Id", "Arn", "Name", "Type")}
        targets = [{"TargetId": id_, "Type": "ROOT"} for id_ in policy["TargetIds"]]
        described = {"PolicySummary": summary, "Content": json.dumps(policy.get("Content", ""))}
        policies.append({"Policy": described, "TargetIds": targets})
    policies[0] = {**policies[0].pop("Policy"), **policies[0]}
    policies[0].pop("Content")
    rows, _ = collect({**DOCUMENT, "Policies": policies})
    expected, _ = collect(DOCUMENT)
    names = ("id", "name", "type", "target_ids", "content")
    assert [[row[n] for n in names] for row in rows["organizations_policy"]] == [
        [row[n] for n in names] for row in expected["organizations_policy"]
    ]


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"Type": "SERVICE_CONTROL_POLICY"}, "Policies[0] of org.json has no Id"),
        ({"Id": "p-1"}, "Policies[0] of org.json has no Type"),
        ("p-1", "Policies[0] of org.json is not an object"),
        ({"PolicySummary": {}}, "Policies[0] of org.json has no Id"),
    ],
)
def test_a_policy_that_cannot_be_read_is_named(policy: Any, said: str) -> None:
    _, gaps = collect({**DOCUMENT, "Policies": [policy]})
    assert said in str([gap.error for gap in gaps if gap.table_name == "organizations_policy"])


@pytest.mark.parametrize("targets", [None, "r-1", [7], [{"Id": "r-1"}], {"TargetId": "r-1"}])
def test_targets_that_cannot_be_read_leave_it_open_what_applies(targets: Any) -> None:
    policies = [{**policy, "TargetIds": targets} for policy in DOCUMENT["Policies"]]
    rows, gaps = collect({**DOCUMENT, "Policies": policies})
    assert {row["scp_ids"] is None for row in rows["organizations_account"]} == {True}
    assert {row["target_ids"] is None for row in rows["organizations_policy"]} == {True}
    assert "TargetIds of p-FullAWSAccess" in str(gaps)


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
