"""organizations: the tree, and which policies reach each account through it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.session import get_session

from ringwall.model.errors import AccessDenied, CallFailed

MASTER = "111111111111"
PROD = "222222222222"
STRAY = "333333333333"
FULL = '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
OPEN = '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}'
DENY = (
    '{"Statement": [{"Effect": "Deny", "Action": "organizations:LeaveOrganization",'
    ' "Resource": "*"}]}'
)
CONTENTS = {"p-deny": DENY, "p-RCPFullAWSAccess": OPEN}
UNITS = {"r-1": [("ou-work", "Workloads")], "ou-work": [("ou-prod", "Prod")]}
HOMES = {"r-1": [MASTER, STRAY], "ou-prod": [PROD]}
POLICIES = {
    "SERVICE_CONTROL_POLICY": [("p-FullAWSAccess", True), ("p-deny", False), ("p-list", False)],
    "RESOURCE_CONTROL_POLICY": [("p-RCPFullAWSAccess", True)],
}
TARGETS = {
    "p-FullAWSAccess": ["r-1", "ou-work", MASTER, PROD, STRAY],
    "p-deny": ["ou-work"],
    "p-list": ["ou-prod"],
    "p-RCPFullAWSAccess": ["r-1", "ou-work", "ou-prod", MASTER, PROD, STRAY],
}


def _account(account_id: str) -> dict[str, Any]:
    return {
        "Id": account_id,
        "Arn": f"arn:aws:organizations::{MASTER}:account/o-1/{account_id}",
        "Name": f"name {account_id}",
        "Email": f"{account_id}@example.com",
        "Status": "ACTIVE",
        "JoinedMethod": "CREATED",
    }


def _units(ParentId: str) -> Any:  # noqa: N803 - AWS's own names, as below
    return {
        "OrganizationalUnits": [
            {"Id": id_, "Name": name, "Arn": f"arn:aws:organizations::{MASTER}:ou/o-1/{id_}"}
            for id_, name in UNITS.get(ParentId, ())
        ]
    }


def _homes(ParentId: str) -> Any:  # noqa: N803
    # Two pages, as for a large unit.
    found = [_account(id_) for id_ in HOMES.get(ParentId, ())]
    return [{"Accounts": found[:1]}, {"Accounts": found[1:]}]


def _policies(Filter: str) -> Any:  # noqa: N803
    return {
        "Policies": [
            {
                "Id": id_,
                "Arn": f"arn:aws:organizations::{MASTER}:policy/o-1/x/{id_}",
                "Name": id_,
                "Type": Filter,
                "AwsManaged": managed,
            }
            for id_, managed in POLICIES.get(Filter, ())
        ]
    }


ANSWERS: dict[str, Any] = {
    "organizations.describe_organization": {
        "Organization": {
            "Id": "o-1",
            "Arn": f"arn:aws:organizations::{MASTER}:organization/o-1",
            "FeatureSet": "ALL",
            "MasterAccountId": MASTER,
        }
    },
    "organizations.list_roots": {
        "Roots": [
            {
                "Id": "r-1",
                "Name": "Root",
                "PolicyTypes": [
                    {"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"},
                    {"Type": "TAG_POLICY", "Status": "PENDING_ENABLE"},
                ],
            }
        ]
    },
    "organizations.list_aws_service_access_for_organization": [
        {"EnabledServicePrincipals": [{"ServicePrincipal": "guardduty.amazonaws.com"}]},
        {"EnabledServicePrincipals": [{"ServicePrincipal": "config.amazonaws.com"}]},
    ],
    "organizations.list_accounts": [
        {"Accounts": [_account(MASTER), {**_account(PROD), "State": "SUSPENDED"}]},
        {"Accounts": [_account(STRAY)]},
    ],
    "organizations.list_organizational_units_for_parent": _units,
    "organizations.list_accounts_for_parent": _homes,
    "organizations.list_policies": _policies,
    "organizations.list_targets_for_policy": lambda PolicyId: {  # noqa: N803
        "Targets": [{"TargetId": target, "Type": "ACCOUNT"} for target in TARGETS[PolicyId]]
    },
    "organizations.describe_policy": lambda PolicyId: {  # noqa: N803
        "Policy": {"Content": CONTENTS.get(PolicyId, FULL)}
    },
    "organizations.list_tags_for_resource": lambda ResourceId: {  # noqa: N803
        "Tags": [{"Key": "of", "Value": ResourceId}]
    },
    "organizations.list_delegated_administrators": {"DelegatedAdministrators": [_account(PROD)]},
    "organizations.list_delegated_services_for_account": {
        "DelegatedServices": [
            {
                "ServicePrincipal": "guardduty.amazonaws.com",
                "DelegationEnabledDate": "2026-01-02T00:00:00Z",
            }
        ]
    },
}


def test_each_account_knows_what_reaches_it(collect: Callable[..., Any], canned: type[Any]) -> None:
    reader = canned(ANSWERS)
    rows, gaps = collect(reader, "organizations_account")
    assert gaps == []
    accounts = {row["account_id"]: row for row in rows["organizations_account"]}
    assert accounts[PROD]["path"] == "Root/Workloads/Prod"
    assert accounts[PROD]["parent_ids"] == ["r-1", "ou-work", "ou-prod"]
    assert accounts[PROD]["scp_ids"] == ["p-FullAWSAccess", "p-deny", "p-list"]
    assert accounts[PROD]["scp_narrowed"] is True
    assert accounts[PROD]["state"] == "SUSPENDED"
    assert accounts[STRAY]["scp_ids"] == ["p-FullAWSAccess"]
    assert accounts[STRAY]["rcp_ids"] == ["p-RCPFullAWSAccess"]
    assert accounts[STRAY]["scp_narrowed"] is False
    assert accounts[STRAY]["state"] == "ACTIVE"
    assert {id_: row["is_management"] for id_, row in accounts.items()} == {
        MASTER: True,
        PROD: False,
        STRAY: False,
    }
    # The tree is walked once, not once per account.
    operations = [operation for operation, _ in reader.calls]
    assert operations.count("organizations.list_accounts_for_parent") == 3
    assert operations.count("organizations.list_targets_for_policy") == 4
    assert operations.count("organizations.list_accounts") == 1


@pytest.mark.parametrize(
    ("targets", "is_narrowed"),
    [
        ({}, None),
        ({"p-FullAWSAccess": ["r-1"]}, None),  # no level is without an SCP
        ({"p-FullAWSAccess": ["r-1"], "p-list": [STRAY]}, True),
        ({"p-FullAWSAccess": ["r-1", STRAY]}, False),
    ],
    ids=str,
)
def test_an_account_is_narrowed_by_what_is_attached_alone(
    collect: Callable[..., Any],
    canned: type[Any],
    targets: dict[str, list[str]],
    *,
    is_narrowed: bool | None,
) -> None:
    def attached(PolicyId: str) -> Any:  # noqa: N803
        return {"Targets": [{"TargetId": one} for one in targets.get(PolicyId, ())]}

    changed = ANSWERS | {"organizations.list_targets_for_policy": attached}
    rows, gaps = collect(canned(changed), "organizations_account")
    found = {row["account_id"]: row["scp_narrowed"] for row in rows["organizations_account"]}
    assert found[STRAY] is is_narrowed
    assert ("Placement" in {gap.aspect for gap in gaps}) is (None in found.values())


@pytest.mark.parametrize("garbled", [{}, {"MasterAccountId": {}}, {"MasterAccountId": ""}, []])
def test_without_the_management_account_none_is_known_to_be_it(
    collect: Callable[..., Any], canned: type[Any], garbled: Any
) -> None:
    changed = ANSWERS | {"organizations.describe_organization": {"Organization": garbled}}
    rows, gaps = collect(canned(changed), "organizations_account")
    assert {row["is_management"] for row in rows["organizations_account"]} == {None}
    assert gaps


def test_disabled_scps_narrow_nothing(collect: Callable[..., Any], canned: type[Any]) -> None:
    """AWS detaches them all: full access is attached nowhere, and everything is allowed."""
    changed = ANSWERS | {
        "organizations.list_roots": {"Roots": [{"Id": "r-1", "Name": "Root", "PolicyTypes": []}]},
        "organizations.list_targets_for_policy": {"Targets": []},
    }
    rows, gaps = collect(canned(changed), "organizations_account")
    assert {row["scp_narrowed"] for row in rows["organizations_account"]} == {False}
    assert gaps == []


def test_accounts_stay_where_the_tree_is_denied(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    denied = ANSWERS | {"organizations.list_roots": AccessDenied("no", "AccessDeniedException")}
    rows, gaps = collect(canned(denied), "organizations_account")
    assert len(rows["organizations_account"]) == 3
    assert {str(row["scp_ids"]) for row in rows["organizations_account"]} == {"None"}
    assert rows["organizations_account"][0]["is_management"] is True
    assert [(gap.aspect, gap.status) for gap in gaps] == [("Placement", "denied")]


def test_the_organization_tells_what_is_in_force(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    rows, gaps = collect(
        canned(ANSWERS), "organizations_organization", "organizations_organizational_unit"
    )
    (organization,) = rows["organizations_organization"]
    assert gaps == []
    assert organization["account_id"] == MASTER
    assert organization["feature_set"] == "ALL"
    assert organization["enabled_policy_types"] == ["SERVICE_CONTROL_POLICY"]
    assert organization["trusted_services"] == ["guardduty.amazonaws.com", "config.amazonaws.com"]
    assert [row["service_principal"] for row in rows["organizations_service_access"]] == [
        "guardduty.amazonaws.com",
        "config.amazonaws.com",
    ]
    assert [row["type"] for row in rows["organizations_policy_type"]] == ["SERVICE_CONTROL_POLICY"]
    units = {row["id"]: row for row in rows["organizations_organizational_unit"]}
    assert {id_: row["path"] for id_, row in units.items()} == {
        "ou-work": "Root/Workloads",
        "ou-prod": "Root/Workloads/Prod",
    }
    assert units["ou-prod"]["parent_id"] == "ou-work"
    assert units["ou-prod"]["tags"] == {"of": "ou-prod"}


def test_policies_have_statements_and_targets(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    rows, gaps = collect(canned(ANSWERS), "organizations_policy")
    assert gaps == []
    policies = {row["resource_id"]: row for row in rows["organizations_policy"]}
    assert policies["p-deny"]["target_ids"] == ["ou-work"]
    assert policies["p-FullAWSAccess"]["aws_managed"] is True
    assert policies["p-deny"]["tags"] == {"of": "p-deny"}
    assert policies["p-FullAWSAccess"]["tags"] == {}
    attached = {
        (row["policy_id"], row["target_id"]): row for row in rows["organizations_policy_attachment"]
    }
    assert {target for policy, target in attached if policy == "p-list"} == {"ou-prod"}
    found = attached["p-list", "ou-prod"]
    assert (found["policy_type"], found["target_type"]) == ("SERVICE_CONTROL_POLICY", "ACCOUNT")
    assert found["arn"] == f"{policies['p-list']['arn']}/ou-prod"
    kinds = {row["arn"].split("/")[-1]: row["policy_type"] for row in rows["policy_statement"]}
    assert kinds == {
        "p-FullAWSAccess": "scp",
        "p-deny": "scp",
        "p-list": "scp",
        "p-RCPFullAWSAccess": "rcp",
    }


def test_a_type_of_policies_that_a_partition_lacks_has_none(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    def policies(Filter: str) -> Any:  # noqa: N803
        if Filter not in POLICIES:
            return CallFailed("no such type", "InvalidInputException")
        return _policies(Filter)

    rows, gaps = collect(
        canned(ANSWERS | {"organizations.list_policies": policies}), "organizations_policy"
    )
    assert gaps == []
    assert len(rows["organizations_policy"]) == 4


def test_policies_of_all_types_are_listed(collect: Callable[..., Any], canned: type[Any]) -> None:
    types: Any = get_session().get_service_model("organizations").shape_for("PolicyType")
    asked: list[str] = []

    def policies(Filter: str) -> Any:  # noqa: N803
        asked.append(Filter)
        return _policies(Filter)

    collect(canned(ANSWERS | {"organizations.list_policies": policies}), "organizations_policy")
    assert sorted(asked) == sorted(types.enum)


def test_the_delegation_policy_is_a_document(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    summary = {"Id": "rp-1", "Arn": f"arn:aws:organizations::{MASTER}:resourcepolicy/o-1/rp-1"}
    answer = {"ResourcePolicy": {"ResourcePolicySummary": summary, "Content": OPEN}}
    answers = ANSWERS | {"organizations.describe_resource_policy": answer}
    rows, gaps = collect(canned(answers), "organizations_resource_policy")
    (policy,) = rows["organizations_resource_policy"]
    assert gaps == []
    assert json.loads(policy["content"]) == json.loads(OPEN)
    assert policy["tags"] == {"of": "rp-1"}
    none = CallFailed("none", "ResourcePolicyNotFoundException")
    rows, gaps = collect(
        canned({"organizations.describe_resource_policy": none}), "organizations_resource_policy"
    )
    assert (dict(rows), gaps) == ({}, [])


def test_delegated_administrators_name_their_services(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    rows, gaps = collect(canned(ANSWERS), "organizations_delegated_administrator")
    (administrator,) = rows["organizations_delegated_administrator"]
    assert gaps == []
    assert administrator["account_id"] == PROD
    assert administrator["services"] == ["guardduty.amazonaws.com"]
    (service,) = rows["organizations_delegated_service"]
    assert service["arn"] == f"{administrator['arn']}/guardduty.amazonaws.com"
    assert service["administrator_id"] == PROD
    assert service["service_principal"] == "guardduty.amazonaws.com"
    assert service["delegation_enabled_date"] == datetime(2026, 1, 2, tzinfo=UTC)


def test_an_account_without_organization_has_no_rows_and_no_gap(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    nowhere = CallFailed("not in use", "AWSOrganizationsNotInUseException")
    reader = canned(dict.fromkeys(ANSWERS, nowhere))
    rows, gaps = collect(
        reader,
        "organizations_organization",
        "organizations_account",
        "organizations_delegated_administrator",
    )
    assert not any(rows.values())
    assert gaps == []
