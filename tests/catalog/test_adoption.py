"""What service folders know of an organization that is adopted: settings after the rows there."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from small_landscape import make_landscape

from ringwall.catalog.cloudtrail.adoption import adopt_trail
from ringwall.catalog.ec2.adoption import adopt_flow_logs
from ringwall.catalog.loader import load_adoptions, load_sections
from ringwall.catalog.organizations.adoption import adopt_delegation, adopt_policies
from ringwall.catalog.organizations.blueprint import want_delegation_policy
from ringwall.catalog.route53resolver.adoption import adopt_query_logs
from ringwall.catalog.sso.adoption import adopt_identity_center
from ringwall.model.blueprint.landscape import LandscapeUnit
from ringwall.model.blueprint.policies import OwnPolicy
from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.plan.adoption.trial import place_settings, put_setting

HOME = "eu-central-1"
IDS = {name: f"{n:012}" for n, name in
       enumerate(("management", "security", "log-archive", "shop", "lab"), 1)}  # fmt: skip
LANDSCAPE = replace(
    make_landscape(), root_id="r-1", units=(LandscapeUnit(("Workloads", "Prod"), "ou-1"),)
)


def adopt(part: Any, **tables: Iterable[dict[str, Any]]) -> list[Any]:
    return list(part.adopts(LANDSCAPE, lambda table: tables.get(table, ())))


def test_every_part_is_of_a_section_that_wants_rows() -> None:
    wanted = {part.section for part in load_sections()}
    parts = load_adoptions()
    assert {part.section for part in parts} <= wanted
    assert {adopt_trail, adopt_delegation, adopt_policies} <= set(parts)


def test_only_the_organizations_trail_at_home_has_its_name_taken() -> None:
    trail = {"region": HOME, "is_organization_trail": True, "account_id": IDS["management"]}
    others = ({"region": "eu-west-1"}, {"is_organization_trail": False}, {"account_id": "9" * 12})
    rows = [{**trail, **other, "trail_name": "no"} for other in others]
    found = adopt(adopt_trail, cloudtrail_trail=[*rows, {**trail, "trail_name": "theirs"}])
    assert found == [{"trail_name": "theirs"}]


def place(name: str, vpc: str) -> dict[str, str]:
    return {"account": name, "region": HOME, "vpc_id": vpc}


def test_vpcs_are_those_whose_flow_logs_go_to_one_bucket() -> None:
    log = {
        "account_id": IDS["shop"],
        "region": HOME,
        "logged_resource_id": "vpc-1",
        "log_destination_type": "s3",
        "log_destination": "arn:aws:s3:::b",
    }
    others = (
        {"account_id": "9" * 12},
        {"logged_resource_id": "subnet-1"},
        {"log_destination_type": "cloud-watch-logs"},
    )
    second = {**log, "account_id": IDS["lab"], "logged_resource_id": "vpc-2"}
    third = {**log, "logged_resource_id": "vpc-3", "log_destination": "arn:aws:s3:::a"}
    rows = [log, *({**log, **other} for other in others), second, third]
    in_a, in_b = [place("shop", "vpc-3")], [place("shop", "vpc-1"), place("lab", "vpc-2")]
    assert adopt(adopt_flow_logs, ec2_flow_log=rows) == [
        {"vpcs": in_a},
        {"vpcs": in_a, "s3_bucket_name": "a"},
        {"vpcs": in_b},
        {"vpcs": in_b, "s3_bucket_name": "b"},
    ]


def test_vpcs_are_those_whose_queries_go_to_one_bucket() -> None:
    table = "route53resolver_resolver_query_logging_config"
    configs = [
        {"id": "q-1", "destination_arn": "arn:aws:s3:::b"},
        {"id": "q-2", "destination_arn": "arn:aws:logs:eu-central-1:1:log-group:x"},
    ]
    known = {"account_id": IDS["shop"], "region": HOME}
    associations = [
        {**known, "resolver_query_log_config_id": "q-1", "vpc_id": "vpc-1"},
        {**known, "resolver_query_log_config_id": "q-2", "vpc_id": "vpc-2"},
        {**known, "resolver_query_log_config_id": "q-0", "vpc_id": "vpc-3"},
        {"account_id": "9" * 12, "region": HOME, "resolver_query_log_config_id": "q-1",
         "vpc_id": "vpc-4"},
    ]  # fmt: skip
    tables = {table: configs, f"{table}_association": associations}
    vpcs = [place("shop", "vpc-1")]
    assert adopt(adopt_query_logs, **tables) == [
        {"vpcs": vpcs},
        {"vpcs": vpcs, "s3_bucket_name": "b"},
    ]


def policy(name: str, **more: Any) -> dict[str, Any]:
    plain = {
        "id": f"p-{name}",
        "name": name,
        "type": "SERVICE_CONTROL_POLICY",
        "aws_managed": False,
        "description": "",
        "tags": {},
        "content": {"Statement": [{"Effect": "Deny"}]},
    }
    return {**plain, **more}


def test_policies_of_others_are_ones_own_by_names_that_fit() -> None:
    rows = [
        policy("Deny Alexa!", description="no voices"),
        policy("deny-alexa", id="p-2"),
        policy("2026"),
        policy("Full", aws_managed=True),
        policy("odd", type="SOME_NEW_POLICY"),
        policy("unread", content=None),
        policy("Ours", tags={OWNER_TAG: "acme/kept"}),
    ]
    targets = ("r-1", "ou-1", "ou-gone", IDS["shop"])
    attached = [{"policy_id": "p-Deny Alexa!", "target_id": target} for target in targets]
    found = adopt(
        adopt_policies, organizations_policy=rows, organizations_policy_attachment=attached
    )
    own = found[1]["own"]
    document = {"Statement": [{"Effect": "Deny"}]}
    assert own["deny-alexa"] == {
        "type": "SERVICE_CONTROL_POLICY",
        "name": "Deny Alexa!",
        "description": "no voices",
        "targets": ["Workloads/Prod", "root"],
        "document": document,
    }
    assert own["deny-alexa-2"]["name"] == "deny-alexa"
    assert set(own) == {"deny-alexa", "deny-alexa-2", "policy-2026", "kept"}
    for each in own.values():
        msgspec.convert(each, OwnPolicy)


def test_policies_of_the_library_are_on_where_all_of_their_statements_are_there() -> None:
    one = policy("acme-1", content={"Statement": {"Sid": "DenyRootUser"}})
    two = policy("acme-2", content={"Statement": [{"Sid": "ProtectTrail"}, {"Sid": "RequireMfa"}]})
    packed = [{**row, "tags": {OWNER_TAG: f"acme/{row['name']}"}} for row in (one, two)]
    empty, _, chosen, with_own, off, _ = adopt(adopt_policies, organizations_policy=packed)
    assert empty == {"library": {}}
    library = chosen["library"]
    assert "deny_root_user" not in library  # as the level says
    assert library["require_mfa"] == {"enabled": True}
    assert library["protect_trail"] == {"enabled": False}  # the half of it is there
    assert library["ec2_baseline"] == {"enabled": False}  # it has no statements, nor is its type
    assert with_own == {**chosen, "own": {}}
    assert off["library"]["deny_root_user"] == {"enabled": False}
    assert "require_mfa" not in off["library"]


def delegation(account: Any, types: Any, **more: Any) -> dict[str, Any]:
    condition = {"StringEquals": {"organizations:PolicyType": types}}
    return {"Effect": "Allow", "Principal": {"AWS": account}, "Condition": condition, **more}


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            [delegation(f"arn:aws:iam::{IDS['shop']}:root", ["TAG_POLICY"])],
            [{"account": "shop", "policy_types": ["TAG_POLICY"]}],
        ),
        (
            [{"Effect": "Allow"}, delegation(IDS["security"], "TAG_POLICY")],
            [{"account": None, "policy_types": ["TAG_POLICY"]}],
        ),
        # A statement that stands alone.
        (
            delegation(IDS["shop"], ["TAG_POLICY"]),
            [{"account": "shop", "policy_types": ["TAG_POLICY"]}],
        ),
        ([delegation("9" * 12, ["TAG_POLICY"])], []),
        ([delegation(IDS["shop"], [])], []),
        ([delegation(IDS["shop"], ["TAG_POLICY"], Principal="*")], []),
        ("odd", []),
    ],
)
def test_a_delegation_says_the_account_and_the_types(statement: Any, found: Any) -> None:
    rows: list[dict[str, Any]] = [{"content": {"Statement": statement}}, {"content": None}]
    landscape = place_settings(
        LANDSCAPE,
        msgspec.structs.replace(
            LANDSCAPE.settings,
            accounts=msgspec.structs.replace(LANDSCAPE.settings.accounts, security="security"),
        ),
    )
    assert list(adopt_delegation.adopts(landscape, lambda _: rows)) == found


def test_a_delegation_to_an_account_that_is_not_there_is_refused_as_a_candidate() -> None:
    settings = put_setting(
        msgspec.to_builtins(LANDSCAPE.settings),
        ("accounts", "delegation_policy"),
        {"account": "zz", "policy_types": ["TAG_POLICY"]},
    )
    landscape = place_settings(LANDSCAPE, msgspec.convert(settings, type(LANDSCAPE.settings)))
    with pytest.raises(KeyError, match="zz"):
        list(want_delegation_policy.wants(landscape))


INSTANCE = {
    "account_id": IDS["management"],
    "region": "eu-west-1",
    "arn": "arn:aws:sso:::instance/i",
}
EMPTY = {
    "instance_arn": INSTANCE["arn"],
    "description": None,
    "session_duration": "PT2H",
    "managed_policy_arns": None,
    "customer_managed_policies": None,
    "inline_policy": None,
    "permissions_boundary": None,
    "tags": None,
}


def test_permission_sets_are_taken_as_a_blueprint_says_them() -> None:
    rows: list[dict[str, Any]] = [
        {**EMPTY, "arn": "s-1", "name": "Plain"},
        {
            **EMPTY,
            "arn": "s-2",
            "name": "Full",
            "description": "All of it",
            "managed_policy_arns": ["arn:aws:iam::aws:policy/job-function/Billing"],
            "customer_managed_policies": [{"Path": "/ci/", "Name": "deploy"}, {"Name": "a"}],
            "inline_policy": {"Statement": []},
            "permissions_boundary": {"ManagedPolicyArn": "arn:aws:iam::aws:policy/Ro"},
            "tags": {"break-glass": "true"},
        },
        {**EMPTY, "arn": "s-3", "name": "Odd", "session_duration": "PT90M"},
        {**EMPTY, "arn": "s-4", "name": "Other", "instance_arn": "another"},
    ]
    found = adopt(
        adopt_identity_center,
        sso_instance=[{**INSTANCE, "account_id": "9" * 12}, INSTANCE],
        sso_permission_set=rows,
    )
    assert found[0] == {"region": "eu-west-1"}
    assert found[1] == {
        "region": "eu-west-1",
        "assignments": [],
        "permission_sets": {
            "Full": {
                "description": "All of it",
                "session_duration": "PT2H",
                "managed_policies": ["job-function/Billing"],
                "customer_managed_policies": ["a", "ci/deploy"],
                "inline_policy": {"Statement": []},
                "permissions_boundary": "Ro",
                "break_glass": True,
            },
            "Plain": {"session_duration": "PT2H"},
        },
    }
    assert found[2] == found[1]  # nobody has any
    assert len(found) == 3
    at_home = adopt(adopt_identity_center, sso_instance=[{**INSTANCE, "region": HOME}])
    assert at_home[0] == {"region": None}


def test_groups_have_permission_sets_in_accounts_or_everywhere() -> None:
    def assign(group: str, permission_set: str, account: str, **more: str) -> dict[str, str]:
        return {
            "instance_arn": INSTANCE["arn"],
            "principal_id": group,
            "principal_type": "GROUP",
            "permission_set_arn": permission_set,
            "target_id": account,
            **more,
        }

    found = adopt(
        adopt_identity_center,
        sso_instance=[INSTANCE],
        sso_permission_set=[
            {**EMPTY, "arn": f"s-{name}", "name": name} for name in ("Read", "Write")
        ],
        identitystore_group=[
            {"group_id": "g-1", "display_name": "Devs"},
            {"group_id": "g-2", "display_name": "Audit"},
        ],
        sso_assignment=[
            assign("g-1", "s-Write", IDS["shop"]),
            assign("g-1", "s-Write", IDS["lab"]),
            *(assign("g-2", "s-Read", id_) for id_ in IDS.values()),
            assign("g-0", "s-Read", IDS["lab"]),
            assign("g-1", "s-Gone", IDS["lab"]),
            assign("g-1", "s-Read", "9" * 12),
            assign("g-1", "s-Read", IDS["lab"], principal_type="USER"),
            assign("g-1", "s-Read", IDS["lab"], instance_arn="another"),
        ],
    )
    assert found[2]["assignments"] == [
        {"group": "Audit", "permission_set": "Read", "units": ["root"]},
        {"group": "Devs", "permission_set": "Write", "accounts": ["lab", "shop"]},
    ]
