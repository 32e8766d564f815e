"""The organization after a change: SCPs and RCPs attached and detached, policies replaced."""

from typing import Any

import pytest

from ringwall.model.errors import BadInput
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.change import (
    Attach,
    Detach,
    PolicyChange,
    Replace,
    apply_changes,
    find_target,
)
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.question.question import make_question

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, MANAGEMENT = "111111111111", "222222222222", "999999999999"
SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
GUARD_ARN = f"arn:aws:organizations::{MANAGEMENT}:policy/o-1/guard"
ALLOW = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DENY = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}


def document(*statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def scp(*statements: Any) -> AttachedPolicy:
    return AttachedPolicy(document(*statements), "new", "scp")


def names(organization: Organization, account: str, kind: str = "scps") -> list[list[str]]:
    """Return the names of the SCPs or RCPs of an account, level by level."""
    levels = getattr(organization.account(account), kind)
    return [[policy.name for policy in level.attached] for level in levels]


def verdict(organization: Organization, arn: str, action: str = "s3:GetObject") -> str:
    principal = organization.principals[arn]
    question = make_question(organization, principal, action, "arn:aws:s3:::data/k")
    return question.decide_over_contexts().verdict


def test_an_scp_is_attached_at_its_target_alone(estate: Estate) -> None:
    estate.organization(A, B)
    before = estate.read()
    after = apply_changes(before, [Attach("scp", scp(DENY), A)])
    assert names(after, A) == [["FullAWSAccess"], ["FullAWSAccess"], ["FullAWSAccess", "new"]]
    assert names(after, B) == [["FullAWSAccess"]] * 3
    assert names(before, A) == [["FullAWSAccess"]] * 3


@pytest.mark.parametrize(("target", "bound"), [("r-1", {A, B}), ("ou-1", {A, B}), (A, {A})])
def test_an_scp_binds_every_account_below_its_target(
    estate: Estate, target: str, bound: set[str]
) -> None:
    estate.organization(A, B)
    estate.bucket("data", account=A)
    estate.bucket("far", account=B)
    people = {account: estate.user("ann", ALLOW, account=account) for account in (A, B)}
    after = apply_changes(estate.read(), [Attach("scp", scp(DENY), target)])
    denied = {account for account, arn in people.items() if _reads_own(after, arn) == "never"}
    assert denied == bound


def _reads_own(organization: Organization, arn: str) -> str:
    principal = organization.principals[arn]
    bucket = "arn:aws:s3:::data" if principal.account_id == A else "arn:aws:s3:::far"
    question = make_question(organization, principal, "s3:ListBucket", bucket)
    return question.decide_over_contexts().verdict


def test_the_first_scp_comes_with_full_access_at_every_level(estate: Estate) -> None:
    estate.organization(A, types=[RCP])
    assert estate.read().account(A).scps == ()
    after = apply_changes(estate.read(), [Attach("scp", scp(DENY), "ou-1")])
    assert names(after, A) == [["FullAWSAccess"], ["FullAWSAccess", "new"], ["FullAWSAccess"]]


def test_the_first_rcp_comes_alone(estate: Estate) -> None:
    estate.organization(A, types=[SCP])
    perimeter = AttachedPolicy(document({**DENY, "Principal": "*"}), "perimeter", "rcp")
    after = apply_changes(estate.read(), [Attach("rcp", perimeter, A)])
    assert names(after, A, "rcps") == [[], [], ["perimeter"]]
    assert names(after, A) == [["FullAWSAccess"]] * 3


def test_nothing_is_attached_to_the_management_account(estate: Estate) -> None:
    estate.organization(A)
    after = apply_changes(estate.read(), [Attach("scp", scp(DENY), "r-1")])
    assert after.account(MANAGEMENT).scps == ()
    with pytest.raises(BadInput, match="SCPs apply to no account"):
        apply_changes(estate.read(), [Attach("scp", scp(DENY), MANAGEMENT)])


@pytest.mark.parametrize("name", ["guard", GUARD_ARN])
def test_an_scp_is_detached_by_name_or_arn(estate: Estate, name: str) -> None:
    estate.organization(A)
    estate.scp("guard", DENY, at=["r-1", A])
    ann = estate.user("ann", ALLOW)
    estate.bucket("data")
    after = apply_changes(estate.read(), [Detach("scp", name, "r-1")])
    assert names(after, A) == [["FullAWSAccess"], ["FullAWSAccess"], ["FullAWSAccess", "guard"]]
    assert verdict(after, ann) == "never"
    free = apply_changes(after, [Detach("scp", name, A)])
    assert verdict(free, ann) == "always"


def test_without_full_access_nothing_is_allowed(estate: Estate) -> None:
    estate.organization(A)
    ann = estate.user("ann", ALLOW)
    estate.bucket("data")
    assert verdict(estate.read(), ann) == "always"
    assert verdict(apply_changes(estate.read(), [Detach("scp", "FullAWSAccess", A)]), ann) == (
        "never"
    )


def test_changes_are_applied_in_their_order(estate: Estate) -> None:
    estate.organization(A)
    attach, detach = Attach("scp", scp(DENY), A), Detach("scp", "new", A)
    assert names(apply_changes(estate.read(), [attach, detach]), A) == [["FullAWSAccess"]] * 3
    with pytest.raises(BadInput, match="no policy new is attached"):
        apply_changes(estate.read(), [detach, attach])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Detach("scp", "gone", A), f"no policy gone is attached to {A}"),
        (Attach("scp", scp(DENY), "ou-9"), "ou-9: SCPs apply to no account in it"),
        (Detach("rcp", "gone", "r-9"), "r-9: RCPs apply to no account in it"),
        (Replace("arn:aws:s3:::gone", document(ALLOW)), "no resource with a policy and no"),
    ],
)
def test_what_does_not_exist_cannot_be_changed(
    estate: Estate, change: PolicyChange, message: str
) -> None:
    estate.organization(A)
    with pytest.raises(BadInput, match=message):
        apply_changes(estate.read(), [change])


def test_an_organization_that_was_not_collected_cannot_be_changed(estate: Estate) -> None:
    estate.organization(A)
    estate.cover("organizations_policy", A, "denied")
    with pytest.raises(BadInput, match="or the organization was not collected"):
        apply_changes(estate.read(), [Attach("scp", scp(DENY), A)])


def test_a_resources_policy_is_replaced(estate: Estate) -> None:
    ann = estate.user("ann", account=B)
    eve = estate.user("eve", {**ALLOW, "Action": "s3:*"}, account=B)
    bucket = estate.bucket("data")
    before = estate.read()
    named = {"Effect": "Allow", "Principal": {"AWS": [ann, eve]}, "Action": "s3:GetObject"}
    policy = document({**named, "Resource": "arn:aws:s3:::data/*"})
    after = apply_changes(before, [Replace(bucket, policy)])
    assert [verdict(found, eve) for found in (before, after)] == ["never", "always"]
    assert verdict(after, ann) == "never"


def test_a_roles_trust_policy_is_replaced_and_its_permissions_stay(estate: Estate) -> None:
    estate.bucket("data")
    ann = estate.user("ann")
    role = estate.role("app", ALLOW)
    before = estate.read()
    trust = {"Effect": "Allow", "Principal": {"AWS": ann}, "Action": "sts:AssumeRole"}
    after = apply_changes(before, [Replace(role, document(trust))])
    assert [_assumes(found, ann, role) for found in (before, after)] == ["never", "always"]
    assert after.principals[role].trust is after.resources[role].attached
    assert verdict(after, role) == "always"


def _assumes(organization: Organization, arn: str, role: str) -> str:
    question = make_question(organization, organization.principals[arn], "sts:AssumeRole", role)
    return question.decide_over_contexts().verdict


def test_a_managed_policy_is_replaced_wherever_it_is_attached(estate: Estate) -> None:
    estate.bucket("data")
    team = estate.managed("team", {**ALLOW, "Action": "sqs:*"})
    ann = estate.user("ann", managed_policy_arns=[team])
    bob = estate.user("bob", ALLOW, permissions_boundary=team)
    eve = estate.user("eve", ALLOW)
    before = estate.read()
    after = apply_changes(before, [Replace(team, document({**ALLOW, "Action": "s3:*"}))])
    assert [verdict(before, arn) for arn in (ann, bob, eve)] == ["never", "never", "always"]
    assert [verdict(after, arn) for arn in (ann, bob, eve)] == ["always", "always", "always"]
    assert after.managed[A, team].document == document({**ALLOW, "Action": "s3:*"})
    assert after.principals[eve] is before.principals[eve]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("r-1", "r-1"), ("ou-1", "ou-1"), (A, A), ("root", "r-1"), ("ROOT", "r-1"), ("shop", B),
     ("ou-2", "ou-2"), ("Prod", "ou-2"), ("Root/Prod", "ou-2")],
)  # fmt: skip
def test_a_target_is_found_by_id_name_or_path(estate: Estate, wanted: str, expected: str) -> None:
    assert find_target(_tree(estate), wanted) == expected


def _tree(estate: Estate) -> Organization:
    estate.organization(A)
    arn = f"arn:aws:organizations::{MANAGEMENT}:account/o-1/{B}"
    estate.add("organizations_account", arn, B, id=B, account_name="shop",
               parent_ids=["r-1", "ou-2"])  # fmt: skip
    for unit, path in (("ou-2", "Root/Prod"), ("ou-3", "Root/A/Dev"), ("ou-4", "Root/B/Dev")):
        arn = f"arn:aws:organizations::{MANAGEMENT}:ou/o-1/{unit}"
        estate.add("organizations_organizational_unit", arn, MANAGEMENT, id=unit, path=path)
    found: Organization = estate.read()
    return found


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (
            "nowhere",
            f"no root, unit or account is named nowhere; use an ID: {A}, {B}, {MANAGEMENT}",
        ),
        ("Dev", "2 units or accounts are named Dev; use an ID"),
        ("", "no root, unit or account is named"),
    ],
)
def test_a_target_that_is_not_one_is_refused(estate: Estate, wanted: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        find_target(_tree(estate), wanted)
