"""Whose a resource is, what an ARN is a part of, and who belongs to the organization."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.policy_set import UnreadPolicy

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, MANAGEMENT, STRANGER = "111111111111", "222222222222", "999999999999", "333333333333"
TABLE = f"arn:aws:dynamodb:us-east-1:{A}:table/orders"
FUNCTION = f"arn:aws:lambda:us-east-1:{A}:function:f"


def allow(action: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*", **more}


def trust(**principal: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}


def whole_of(estate: Estate, arn: str) -> str | None:
    found = estate.read().find_resource(arn)
    return found.arn if found else None


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("arn:aws:s3:::data", "arn:aws:s3:::data"),
        ("arn:aws:s3:::data/k", "arn:aws:s3:::data"),
        ("arn:aws:s3:::data/a/b:c/d", "arn:aws:s3:::data"),
        ("arn:aws:s3:::data2/k", None),
        ("arn:aws:s3:::dat", None),
        (f"{TABLE}/index/by-date", TABLE),
        (f"{TABLE}/stream/2024-01-01T00:00:00.000", TABLE),
        (f"{TABLE}s/index/by-date", None),
        (f"{FUNCTION}:7", FUNCTION),
        (f"{FUNCTION}:live", FUNCTION),
        ("*", None),
        ("", None),
    ],
)
def test_a_part_belongs_to_its_whole(estate: Estate, part: str, whole: str | None) -> None:
    estate.bucket("data")
    estate.add("dynamodb_table", TABLE, resource_policy={})
    estate.add("lambda_function", FUNCTION, policy={})
    assert whole_of(estate, part) == whole


def test_a_buckets_policy_guards_its_objects_over_accounts(estate: Estate) -> None:
    ann = estate.user("ann", allow("s3:*"))
    names = {"Principal": {"AWS": ann}}
    estate.bucket("open", allow("s3:GetObject", **names), account=B)
    estate.bucket("shut", account=B)
    assert estate.ask(ann, "s3:GetObject", "arn:aws:s3:::open/k").verdict == "always"
    assert estate.ask(ann, "s3:GetObject", "arn:aws:s3:::shut/k").verdict == "never"


def test_who_belongs_to_the_organization_is_known_where_it_was_listed(estate: Estate) -> None:
    estate.organization(A)
    organization = estate.read()
    assert (organization.id, organization.management_account) == ("o-1", MANAGEMENT)
    assert [organization.is_member(a) for a in (MANAGEMENT, A, STRANGER)] == [True, True, False]


def test_nobody_knows_who_belongs_to_an_organization_that_was_not_collected(
    estate: Estate,
) -> None:
    estate.bucket("data")
    for table in ("organization", "account", "policy"):
        estate.cover(f"organizations_{table}", A, "denied")
    organization = estate.read()
    assert (organization.id, organization.members) == (None, None)
    assert organization.is_member(STRANGER) is None


def test_an_account_that_was_collected_is_not_a_member_for_that(estate: Estate) -> None:
    estate.organization(A)
    estate.bucket("data", account=STRANGER)
    assert estate.read().is_member(STRANGER) is False


def test_an_account_outside_does_not_have_the_organizations_id(estate: Estate) -> None:
    estate.organization(A)
    ours = {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}
    queue = estate.queue("jobs", allow("sqs:*", Principal="*", **ours))
    eve = estate.user("eve", allow("sqs:*"), account=STRANGER)
    assert estate.ask(eve, "sqs:SendMessage", queue).verdict in {"never", "unknown"}
    assert "SCPs" not in str(estate.ask(eve, "sqs:SendMessage", queue).unknown)


def test_roles_are_listed_by_account(estate: Estate) -> None:
    one, two = estate.role("one"), estate.role("two", account=B)
    estate.user("ann")
    organization = estate.read()
    assert {role.arn for role in organization.roles()} == {one, two}
    assert {role.arn for role in organization.roles(B)} == {two}
    assert {p.kind for p in organization.by_account[A]} == {"role", "user", "root"}


def test_an_account_that_was_not_collected_is_bound_by_nothing_known(estate: Estate) -> None:
    estate.organization(A)
    account = estate.read().account(STRANGER)
    assert (account.id, account.path, account.scp_levels, account.rcp_levels) == (
        (STRANGER, (), (), ())
    )


def test_levels_that_are_not_known_are_one_unknown_policy(estate: Estate) -> None:
    estate.organization(A)
    estate.cover("organizations_policy", A, "denied")
    account = estate.read().account(A)
    assert [account.scp_levels, account.rcp_levels] == [
        ((UnreadPolicy(f"the {kind}s of account {A} (not collected)"),),) for kind in ("SCP", "RCP")
    ]


def test_levels_are_compiled_from_the_root_down(estate: Estate) -> None:
    estate.organization(A)
    estate.scp("guard", {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}, at=["ou-1"])
    account = estate.read().account(A)
    assert [[p.policy.name for p in level if p] for level in account.scp_levels] == [
        ["FullAWSAccess"],
        ["FullAWSAccess", "guard"],
        ["FullAWSAccess"],
    ]
    assert account.scp_levels is account.scp_levels


def test_only_policies_that_may_speak_of_a_request_are_asked(estate: Estate) -> None:
    queue = estate.managed("queue", allow("sqs:*"))
    data = estate.managed("data", allow("s3:Get*"))
    user = estate.user("ann", managed_policy_arns=[queue, data])
    principal = estate.read().principals[user]
    about = principal.attached_about("s3:getobject", "arn:aws:s3:::data/k")
    assert [policy.name for policy in about] == [data]
    (compiled,) = principal.policies_about("s3:getobject", "arn:aws:s3:::data/k")
    assert compiled is about[0].compiled
    assert [policy is not None for policy in principal.policies] == [True, True]


@pytest.mark.parametrize(
    ("arn", "name", "partition", "kind"),
    [
        (f"arn:aws:iam::{A}:user/team/ann", "ann", "aws", "user"),
        (f"arn:aws-us-gov:iam::{A}:role/app", "app", "aws-us-gov", "role"),
    ],
)
def test_a_principal_is_known_by_its_arn(
    estate: Estate, arn: str, name: str, partition: str, kind: str
) -> None:
    estate.add(f"iam_{kind}", arn, policies=[], managed_policy_arns=[], permissions_boundary="",
               groups=[], assume_role_policy_document={}, instance_profile_arns=[])  # fmt: skip
    principal = estate.read().principals[arn]
    assert (principal.name, principal.partition) == (name, partition)
    assert (principal.kind, principal.requester.kind) == (kind, kind)
    assert principal.boundaries == ()
