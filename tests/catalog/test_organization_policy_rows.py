"""Rows of policies, their types and attachments, as a blueprint wants them."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from small_landscape import ORGANIZATION, make_landscape, unit_key

from ringwall.catalog.loader import load_sections
from ringwall.catalog.organizations.policy_library import load_policies
from ringwall.catalog.organizations.policy_rows import place_policies, want_policy_rows
from ringwall.model.blueprint.landscape import LandscapeUnit
from ringwall.model.blueprint.policies import OrganizationPolicies
from ringwall.model.blueprint.wanted import Ref, Wanted, find_refs
from ringwall.model.errors import BadInput
from ringwall.reason.iam.cases.access import read_case, run_case

DENY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Action": "a:B", "Resource": "*"}],
}


def want(landscape: Any = None, **policies: Any) -> list[Wanted]:
    found = msgspec.convert(policies, OrganizationPolicies)
    return list(want_policy_rows(landscape or make_landscape(), found))


def of(rows: Iterable[Wanted], table: str) -> dict[str, Wanted]:
    return {row.key.name: row for row in rows if row.key.table == f"organizations_{table}"}


def place(landscape: Any = None, **policies: Any) -> dict[str, tuple[str, ...]]:
    found = msgspec.convert(policies, OrganizationPolicies)
    placed = place_policies(landscape or make_landscape(), found)
    return {policy.name: policy.targets for policy in placed}


def test_baseline_attaches_what_its_level_has() -> None:
    levels = {policy.name: policy.level for policy in load_policies().values()}
    assert {levels[name] for name in place()} == {"baseline"}
    assert place()["deny_root_user"] == ("root",)
    assert place()["sandbox"] == ("Sandbox",)
    assert "suspended" not in place()  # the blueprint has no such unit


def test_strict_attaches_more() -> None:
    more = place(make_landscape("strict")).keys() - place().keys()
    assert more == {
        "block_public_secrets",
        "identity_perimeter",
        "require_encryption",
        "require_imdsv2",
        "require_mfa",
    }


def test_rows_refer_to_what_they_are_attached_to() -> None:
    rows = want()
    root = Ref(ORGANIZATION, "root_id")
    policies, attachments = of(rows, "policy"), of(rows, "policy_attachment")
    targets = {row.columns["target_id"] for row in attachments.values()}
    assert targets == {root, Ref(unit_key(("Sandbox",)), "id")}
    for row in attachments.values():
        policy = row.columns["policy_id"].key
        assert policies[policy.name].key == policy
        assert row.columns["policy_id"].column == "id"
    assert all(row.given == {"root_id": root} for row in of(rows, "policy_type").values())


def test_policies_need_their_type() -> None:
    rows = want()
    types = of(rows, "policy_type")
    for row in of(rows, "policy").values():
        assert row.needs == (types[row.columns["type"]].key,)
    assert "GUARDDUTY_POLICY" not in types


def test_content_waits_for_the_organization() -> None:
    rows = of(want(), "policy")
    with_id = [name for name, row in rows.items() if any(find_refs(row.columns["content"]))]
    assert with_id == ["acme-rcp-root-1"]
    known = of(want(make_landscape(organization_id="o-1234567890")), "policy")
    assert '"o-1234567890"' in str(known["acme-rcp-root-1"].columns["content"]).replace("'", '"')


def test_names_and_descriptions_are_as_aws_takes_them() -> None:
    small = ("quarantine", "suspended")
    library: dict[str, Any] = {name: {"targets": ["root"]} for name in small}
    library |= {"restrict_regions": {"enabled": False}, "require_mfa": {"enabled": True}}
    library["protect_security_services"] = {"enabled": False}
    rows = of(want(make_landscape("strict"), library=library), "policy").values()
    assert max(len(row.why) for row in rows) > 512
    for row in rows:
        assert len(row.columns["name"]) <= 128
        assert 0 < len(row.columns["description"]) <= 512


def test_no_policy_of_aws_is_a_row() -> None:
    assert not any("FullAWSAccess" in str(row) for row in want())


def test_nothing_is_wanted_where_policies_are_off() -> None:
    assert want(enabled=False) == []


def test_a_policy_is_turned_off_and_on() -> None:
    placed = place(library={"deny_root_user": {"enabled": False}, "guardduty": {"enabled": True}})
    assert "deny_root_user" not in placed
    assert placed["guardduty"] == ("root",)


def test_targets_are_chosen() -> None:
    library = {
        "deny_iam_users": {"targets": ["Workloads/Prod"]},
        "quarantine": {"also": ["Security"]},
    }
    placed = place(library=library)
    assert placed["deny_iam_users"] == ("Workloads/Prod",)
    assert placed["quarantine"] == ("Security",)


def test_a_unit_is_left_out() -> None:
    placed = place(library={"deny_iam_users": {"excluded": ["Workloads/Prod"]}})
    assert placed["deny_iam_users"] == ("Security", "account lab", "Sandbox")
    rows = of(
        want(library={"deny_iam_users": {"excluded": ["Workloads/Prod"]}}), "policy_attachment"
    )
    ids = {row.columns["target_id"] for name, row in rows.items() if name.endswith("account lab")}
    assert ids == {"000000000005"}


def test_a_target_that_is_left_out_itself_is_gone() -> None:
    assert "sandbox" not in place(library={"sandbox": {"excluded": ["Sandbox"]}})
    assert "deny_iam_users" not in place(library={"deny_iam_users": {"excluded": ["root"]}})


def test_units_have_other_names() -> None:
    landscape = make_landscape()
    lab = LandscapeUnit(("Labs",), "ou-1")
    landscape = replace(landscape, units=(*landscape.units, lab))
    assert place(landscape, units={"sandbox": ["Labs"]})["sandbox"] == ("Labs",)


def test_a_parameter_that_a_policy_needs() -> None:
    strict = make_landscape("strict")
    assert "trusted_oidc_providers" not in place(strict)
    subjects = {"token.actions.githubusercontent.com": ["repo:acme/*"]}
    assert "trusted_oidc_providers" in place(strict, oidc_subjects=subjects)


def test_without_roles_to_protect_there_is_nothing_to_attach() -> None:
    assert "protect_platform_roles" not in place(platform_roles=[])


def test_types_that_a_partition_lacks_are_left_out() -> None:
    assert "ai_services_opt_out" in place()
    assert "ai_services_opt_out" not in place(make_landscape(partition="aws-cn"))


def test_settings_reach_the_documents() -> None:
    rows = want(exempt_roles=["team/security"], region_exempt_actions=["bedrock:InvokeModel"])
    text = str([row.columns["content"] for row in of(rows, "policy").values()])
    assert "arn:aws:iam::*:role/team/security" in text
    assert "bedrock:InvokeModel" in text
    assert "'eu-central-1', 'eu-west-1'" in text
    assert "000000000003" in text  # the log archive


def test_a_policy_of_ones_own_is_a_row_of_its_name() -> None:
    own = {
        "mine": {"type": "SERVICE_CONTROL_POLICY", "targets": ["Workloads"], "document": DENY},
        "deny_root_user": {
            "type": "SERVICE_CONTROL_POLICY",
            "targets": ["root"],
            "document": DENY,
            "description": "Ours.",
        },
    }
    rows = want(own=own)
    policies = of(rows, "policy")
    assert policies["mine"].columns["content"] == DENY
    assert policies["deny_root_user"].columns["description"] == "Ours."
    assert "mine Workloads" in of(rows, "policy_attachment")


@pytest.mark.parametrize(
    ("policies", "message"),
    [
        (
            {"library": {"deny_rot_user": {}}},
            "library has no policy deny_rot_user; did you mean deny_root_user",
        ),
        ({"library": {"sandbox": {"also": ["Sandbx"]}}}, "no unit Sandbx; did you mean Sandbox"),
        ({"library": {"sandbox": {"excluded": ["Lab"]}}}, "library.sandbox: there is no unit Lab"),
        (
            {"library": {"trusted_oidc_providers": {"enabled": True}}},
            "trusted_oidc_providers: it needs accounts.policies.oidc_subjects",
        ),
        (
            {"own": {"mine": {"type": "S3_POLICY", "targets": ["root"], "document": DENY}}},
            "own.mine: Version is no key of a S3_POLICY",
        ),
        (
            {"own": {"mine": {"type": "S3_POLICY", "targets": ["root"]}}},
            "own.mine: it has no document",
        ),
        (
            {"own": {"mine": {"type": "S3_POLICY", "targets": ["Nix"], "document": DENY}}},
            "own.mine: there is no unit Nix",
        ),
    ],
)
def test_what_is_wrong_is_named(policies: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        want(**policies)


def test_a_type_that_the_partition_lacks_is_an_error_where_it_is_asked_for() -> None:
    with pytest.raises(BadInput, match="GUARDDUTY_POLICY are only in aws"):
        want(make_landscape(partition="aws-us-gov"), library={"guardduty": {"enabled": True}})


def test_the_section_wants_these_rows() -> None:
    parts = [part for part in load_sections() if part.section == "accounts.policies"]
    landscape = make_landscape()
    assert [row for part in parts for row in part.wants(landscape)] == want(landscape)


ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


@pytest.mark.parametrize("level", ["baseline", "strict"])
@pytest.mark.parametrize(
    ("role", "expected"),
    [("OrganizationAccountAccessRole", "allowed"), ("ringwall-apply", "allowed"), ("a", "denied")],
)
@pytest.mark.parametrize(
    "action",
    [
        *("config:PutConfigurationRecorder", "guardduty:UpdateDetector", "account:EnableRegion"),
        *("ec2:EnableEbsEncryptionByDefault", "s3:PutAccountPublicAccessBlock"),
    ],
)
def test_nobody_but_the_platform_does_what_a_blueprint_needs(
    level: str, role: str, expected: str, action: str
) -> None:
    rows = of(want(make_landscape(level)), "policy").values()
    scps = [r.columns["content"] for r in rows if r.columns["type"] == "SERVICE_CONTROL_POLICY"]
    case = {
        "request": {
            "principal": f"arn:aws:iam::000000000004:role/{role}",
            "action": action,
            "resource": "*",
            "context": {"aws:RequestedRegion": "us-west-2"},
        },
        "identity_policies": [ALL],
        "scp_levels": [[ALL, *(scp for scp in scps if "DenyPurchases" not in str(scp))]],
        "expect": expected,
    }
    assert run_case(read_case(json.dumps(case))).is_as_expected


def test_the_role_that_enters_accounts_is_never_locked_out() -> None:
    landscape = make_landscape()
    accounts = msgspec.structs.replace(landscape.settings.accounts, role_name="OpsEntry")
    settings = msgspec.structs.replace(landscape.settings, accounts=accounts)
    rows = of(want(replace(landscape, settings=settings)), "policy").values()
    scps = [row for row in rows if row.columns["type"] == "SERVICE_CONTROL_POLICY"]
    assert any("role/OpsEntry" in json.dumps(row.columns["content"], default=str) for row in scps)
