"""Chains with known answers: the shortest way to an administrator, and into other accounts."""

import json
from random import Random
from typing import Any

import pytest

from ringwall.reason.iam.escalation.chains import Chain, find_escalation

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
ANY = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def allow(action: Any, resource: Any = "*", **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {**found, "Condition": condition} if condition else found


def trust(**principal: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}


def chain(estate: Estate, origin: str, goal: str = "admin") -> Chain | None:
    found = [c for c in find_escalation(estate.read()).chains if c.origin == origin]
    wanted = [c for c in found if c.goal == goal]
    assert len(wanted) <= 1
    return wanted[0] if wanted else None


def way(found: Chain | None) -> list[str]:
    """Return the paths of a chain's edges."""
    return [edge.path.id for edge in found.edges] if found else []


def test_two_hops_lead_to_an_administrator(estate: Estate) -> None:
    middle = f"arn:aws:iam::{A}:role/middle"
    admin = estate.role("admin", ANY, trust=trust(AWS=middle))
    estate.role("middle", allow("sts:AssumeRole", admin), trust=trust(AWS=A))
    ann = estate.user("ann", allow("sts:AssumeRole", middle))
    found = chain(estate, ann)
    assert found is not None
    assert (way(found), found.end, found.account_id) == (["sts-001", "sts-001"], admin, A)
    assert [edge.to for edge in found.edges] == [middle, admin]
    assert found.verdict == "always"


def test_a_passed_role_is_a_hop_like_any_other(estate: Estate) -> None:
    build = f"arn:aws:iam::{A}:role/build"
    estate.role("build", allow("iam:PutUserPolicy"), trust=trust(Service="lambda.amazonaws.com"))
    role = [allow("iam:PassRole", build), allow(["lambda:CreateFunction", "lambda:InvokeFunction"])]
    ann = estate.user("ann", *role)
    admin = estate.user("root-like", ANY)
    estate.role("other", trust=trust(AWS=build))
    assert way(chain(estate, ann)) == []
    estate.role(
        "build2",
        allow("iam:CreateAccessKey", admin),
        trust=trust(Service="lambda.amazonaws.com"),
    )
    bob = estate.user("bob", allow(["iam:PassRole", "lambda:*"]))
    found = chain(estate, bob)
    assert (way(found), found and found.end) == (["lambda-001", "iam-002"], admin)


def test_the_shorter_way_is_told(estate: Estate) -> None:
    middle = f"arn:aws:iam::{A}:role/middle"
    estate.role("middle", allow("iam:PutRolePolicy", middle), trust=trust(AWS=A))
    ann = estate.user("ann", allow("sts:AssumeRole"), allow("iam:AttachUserPolicy"))
    found = chain(estate, ann)
    assert (way(found), found and found.end) == (["iam-008"], ann)


def test_of_ways_as_long_the_one_with_the_fewest_requests_is_told(estate: Estate) -> None:
    estate.user("bob")
    others = ["iam:PutUserPolicy", "iam:CreateAccessKey", "iam:AttachUserPolicy"]
    ann = estate.user("ann", allow(others, f"arn:aws:iam::{A}:user/bob"))
    assert way(chain(estate, ann)) == ["iam-015"]
    eve = estate.user("eve", allow(["sts:AssumeRole", *others]))
    estate.role("admin", ANY, trust=trust(AWS=eve))
    assert way(chain(estate, eve)) == ["iam-007"]


def test_a_longer_certain_way_is_told_before_a_doubtful_one(estate: Estate) -> None:
    middle = f"arn:aws:iam::{A}:role/middle"
    admin = estate.role("admin", ANY, trust=trust(AWS=middle, Service="sagemaker.amazonaws.com"))
    # Whether some notebook runs as the administrator's role was not collected.
    notebook = allow("sagemaker:CreatePresignedNotebookInstanceUrl")
    doubtful = estate.user("doubtful", notebook)
    assert way(chain(estate, doubtful)) == ["sagemaker-004"]
    estate.role("middle", allow("sts:AssumeRole", admin), trust=trust(AWS=A))
    ann = estate.user("ann", notebook, allow("sts:AssumeRole", middle))
    found = chain(estate, ann)
    assert (way(found), found and found.verdict) == (["sts-001", "sts-001"], "always")


def test_the_weakest_edge_is_the_chains_verdict(estate: Estate) -> None:
    mfa = {"aws:MultiFactorAuthPresent": "true"}
    middle = f"arn:aws:iam::{A}:role/middle"
    estate.role("middle", allow("iam:PutRolePolicy", middle), trust=trust(AWS=A))
    ann = estate.user("ann", allow("sts:AssumeRole", middle, Bool=mfa))
    found = chain(estate, ann)
    assert (way(found), found and found.verdict) == (["sts-001", "iam-005"], "conditional")


def test_a_chain_leads_into_another_account_and_to_its_administrator(estate: Estate) -> None:
    estate.organization(A, B)
    deploy = f"arn:aws:iam::{B}:role/deploy"
    ci = estate.role("ci", allow("sts:AssumeRole", deploy), trust=trust(AWS=A))
    estate.role("deploy", allow("iam:PutRolePolicy", deploy), trust=trust(AWS=A), account=B)
    ann = estate.user("ann", allow("sts:AssumeRole", ci))
    into = chain(estate, ann, "account")
    assert into is not None
    assert (into.account_id, into.end, way(into)) == (B, deploy, ["sts-001", "sts-001"])
    admin = chain(estate, ann)
    assert admin is not None
    assert (admin.account_id, way(admin)) == (B, ["sts-001", "sts-001", "iam-005"])


def test_an_administrators_way_into_another_account_is_told(estate: Estate) -> None:
    ops = estate.role("ops", ANY)
    role = estate.role("ops", ANY, trust=trust(AWS=A), account=B)
    found = find_escalation(estate.read())
    assert [(edge.origin, edge.to) for edge in found.edges if edge.origin == ops] == [(ops, role)]
    assert found.chains == ()


def test_self_escalation_under_a_boundary_ends_at_no_administrator(estate: Estate) -> None:
    limit = estate.managed("limit", allow(["s3:*", "iam:PutUserPolicy"]))
    kept = estate.user("kept", allow("iam:PutUserPolicy"), permissions_boundary=limit)
    wide = estate.managed("wide", ANY)
    free = estate.user("free", allow("iam:PutUserPolicy"), permissions_boundary=wide)
    assert [e for e in find_escalation(estate.read()).edges if e.origin == kept] == []
    assert chain(estate, kept) is None
    assert way(chain(estate, free)) == ["iam-007"]


def test_roles_that_become_each_other_end_the_search(estate: Estate) -> None:
    one, two = (f"arn:aws:iam::{A}:role/{name}" for name in ("one", "two"))
    estate.role("two", allow("sts:AssumeRole"), trust=trust(AWS=one))
    ann = estate.user("ann", allow("sts:AssumeRole", one))
    estate.role("one", allow("sts:AssumeRole"), trust=[trust(AWS=two), trust(AWS=ann)])
    found = find_escalation(estate.read())
    assert {(e.origin, e.to) for e in found.edges} == {(one, two), (two, one), (ann, one)}
    assert found.chains == ()


def test_joining_the_administrators_group_makes_an_administrator(estate: Estate) -> None:
    admins = estate.group("admins", ANY)
    ann = estate.user("ann", allow("iam:AddUserToGroup", admins))
    assert way(chain(estate, ann)) == ["iam-013"]


def test_what_a_group_allows_leads_on(estate: Estate) -> None:
    group = estate.group("developers", allow("iam:PutUserPolicy"))
    ann = estate.user("ann", allow("iam:AddUserToGroup", group))
    assert way(chain(estate, ann)) == ["iam-013", "iam-007"]


def test_a_boundary_that_leaves_iam_open_is_no_limit(estate: Estate) -> None:
    limit = estate.managed("limit", allow("iam:*"))
    ann = estate.user("ann", allow("iam:*"), permissions_boundary=limit)
    # She makes another user, whom no boundary limits.
    assert chain(estate, ann) is not None


def bounded(estate: Estate, *extra: Any, limit: Any = None) -> str:
    """Add an administrator whom a boundary keeps to S3 and to what is given."""
    held = estate.managed("limit", *(limit or [allow(["s3:*", *extra])]))
    return str(estate.user("ann", allow("*"), permissions_boundary=held))


@pytest.mark.parametrize(
    ("extra", "path"),
    [
        ("iam:DeleteUserPermissionsBoundary", "iam-delete-user-boundary"),
        ("iam:PutUserPermissionsBoundary", "iam-put-user-boundary"),
        ("iam:CreatePolicyVersion", "iam-boundary-version"),
        ("iam:DeleteRolePermissionsBoundary", None),
    ],
)
def test_who_takes_off_its_boundary_is_what_it_limited(
    estate: Estate, extra: str, path: str | None
) -> None:
    ann = bounded(estate, extra)
    found = chain(estate, ann)
    assert [edge.path.id for edge in found.edges] == [path] if found else path is None
    assert found is None or found.end == f"{ann} without its permissions boundary"


def test_without_its_boundary_it_goes_on(estate: Estate) -> None:
    limit = estate.managed("limit", allow(["s3:*", "iam:DeleteUserPermissionsBoundary"]))
    may = allow(["iam:DeleteUserPermissionsBoundary", "iam:PutUserPolicy"])
    ann = estate.user("ann", may, permissions_boundary=limit)
    assert way(chain(estate, ann)) == ["iam-delete-user-boundary", "iam-007"]


@pytest.mark.parametrize(
    ("action", "is_managed", "by_group", "expected"),
    [
        ("iam:DetachUserPolicy", True, False, True),
        ("iam:DetachUserPolicy", True, True, False),
        ("iam:DetachUserPolicy", False, False, False),
        ("iam:DeleteUserPolicy", True, False, False),
    ],
)
def test_who_takes_off_a_denial_is_what_it_denied(
    estate: Estate, action: str, *, is_managed: bool, by_group: bool, expected: bool
) -> None:
    no = {"Effect": "Deny", "NotAction": ["s3:*", action], "Resource": "*"}
    denial = [estate.managed("no", no)]
    estate.group("team", managed_policy_arns=denial)
    held = denial if is_managed and not by_group else []
    own = [allow("*")] if is_managed else [allow("*"), no]
    ann = estate.user("ann", *own, managed_policy_arns=held, groups=["team"] if by_group else [])
    assert (chain(estate, ann) is not None) is expected


@pytest.mark.parametrize(
    ("path", "is_found"),
    [
        ("", True),
        ("aws-reserved/sso.amazonaws.com/", True),
        ("aws-service-role/x.amazonaws.com/", False),
    ],
)
def test_nobody_can_act_on_what_a_service_linked_role_may_do(
    estate: Estate, path: str, *, is_found: bool
) -> None:
    """A role of Identity Center is one that people have: its permission set can be changed."""
    role = estate.role(f"{path}wide", allow(["iam:PutUserPolicy", "iam:CreateAccessKey"]))
    estate.user("root-like", ANY)
    assert bool(way(chain(estate, role))) is is_found
    steps = find_escalation(estate.read())
    assert any(edge.origin == role for edge in steps.edges) is is_found


@pytest.mark.parametrize("action", ["iam:PutRolePolicy", "iam:AttachRolePolicy"])
@pytest.mark.parametrize("path", ["", "aws-reserved/sso.amazonaws.com/"])
def test_a_role_of_identity_center_cannot_change_itself(
    estate: Estate, action: str, path: str
) -> None:
    role = estate.role(f"{path}ops", allow(action))
    assert bool(way(chain(estate, role))) is (not path)


@pytest.mark.parametrize("path", ["", "aws-reserved/sso.amazonaws.com/"])
def test_the_trust_of_a_role_of_identity_center_cannot_be_changed(
    estate: Estate, path: str
) -> None:
    admin = estate.role(f"{path}admin", ANY)
    ann = estate.user("ann", allow(["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"], admin))
    assert bool(way(chain(estate, ann))) is (not path)


@pytest.mark.parametrize("count", [3, 9])
def test_one_way_to_each_principal_is_enough(estate: Estate, count: int) -> None:
    """The ways grow with the principals and their targets, and not with the published paths."""
    services = [f"{name}.amazonaws.com" for name in ("lambda", "ec2", "glue", "codebuild")]
    run = ["iam:PassRole", "lambda:*", "glue:*", "codebuild:*"]
    for number in range(count):
        estate.role(f"r{number}", allow(run), trust=trust(Service=services))
    organization = estate.read()
    found = find_escalation(organization)
    every = find_escalation(organization, every_way=True)
    certain = [edge for edge in found.edges if edge.is_certain]
    assert len(found.edges) == len(certain) == count * (count - 1)
    assert len([edge for edge in every.edges if edge.is_certain]) > 10 * len(certain)


ACTIONS = (
    *("iam:PassRole", "iam:*", "lambda:*", "ec2:*", "glue:*", "codebuild:CreateProject", "ssm:*"),
    *("iam:PutRolePolicy", "iam:AttachUserPolicy", "iam:CreateAccessKey", "sts:AssumeRole"),
    *("iam:CreatePolicyVersion", "iam:UpdateAssumeRolePolicy", "iam:AddUserToGroup", "sagemaker:*"),
    *("codebuild:StartBuild", "iam:PutUserPolicy", "iam:SetDefaultPolicyVersion", "*"),
)
CONDITIONS: tuple[dict[str, Any], ...] = (
    *({}, {}, {}, {"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
    {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
    {"StringEquals": {"aws:ResourceTag/team": "a"}},
    {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}},
    {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
)


def fill(estate: Estate, dice: Random) -> None:
    """Fill an estate with people and roles of two accounts, as chance has it."""

    own = f"arn:aws:iam::{A}"
    names = [f"{own}:role/r1", f"{own}:role/*", "arn:aws:iam::*:user/u*", f"{own}:policy/*"]
    names += ["*", f"arn:aws:lambda:eu-west-1:{A}:function:dev-*"]

    def say() -> dict[str, Any]:
        actions = dice.sample(ACTIONS, dice.randint(1, 4))
        found = allow(actions, dice.choice(names), **dice.choice(CONDITIONS))
        return {**found, "Effect": "Deny"} if dice.random() < 0.15 else found

    def say_some() -> list[dict[str, Any]]:
        return [say() for _ in range(dice.randint(1, 3))]

    def hold(account: str) -> dict[str, Any]:
        boundary = dice.choice(("", "", "", f"arn:aws:iam::{account}:policy/p"))
        attached = [f"arn:aws:iam::{account}:policy/p"] if dice.random() < 0.3 else []
        team = {"team": dice.choice("ab")}
        held = {"permissions_boundary": boundary, "managed_policy_arns": attached}
        return {"account": account, "tags": team, **held}

    for account in (A, B):
        versions = dice.choice(([], [say()], None))
        estate.managed("p", say(), say(), account=account, versions=versions)
        group = estate.group("g", say(), account=account)
        for number in range(dice.randint(2, 4)):
            services = dice.sample(("lambda", "ec2", "glue", "codebuild", "sagemaker"), 2)
            who = dice.choice(({"Service": [f"{s}.amazonaws.com" for s in services]}, {"AWS": A}))
            profile = [f"arn:aws:iam::{account}:instance-profile/r{number}"]
            more = {**hold(account), "instance_profile_arns": profile}
            estate.role(f"r{number}", *say_some(), trust=trust(**who), **more)
        for number in range(dice.randint(1, 3)):
            groups = ["g"] if group and dice.random() < 0.3 else []
            estate.user(f"u{number}", *say_some(), groups=groups, **hold(account))
    estate.organization(A, B)
    if dice.random() < 0.5:
        estate.scp("guard", {**say(), "Effect": "Deny"}, at=["r-1"])


def outline(estate: Estate, *, every_way: bool) -> dict[Any, Any]:
    """Return who can get where, how certain that is, and in how many steps."""
    found = find_escalation(estate.read(), every_way=every_way)
    return {
        (c.origin, c.goal, c.end if c.goal == "account" else ""): (
            c.verdict == "unknown",
            len(c.edges),
        )
        for c in found.chains
    }


@pytest.mark.parametrize("seed", range(12))
def test_one_way_tells_the_same_as_every_way(make_estate: Any, seed: int) -> None:
    estate = make_estate()
    fill(estate, Random(seed))  # noqa: S311 - made-up estates
    assert outline(estate, every_way=False) == outline(estate, every_way=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12, 400))
def test_one_way_tells_the_same_as_every_way_on_many_estates(make_estate: Any, seed: int) -> None:
    estate = make_estate()
    fill(estate, Random(seed))  # noqa: S311 - made-up estates
    assert outline(estate, every_way=False) == outline(estate, every_way=True)


SET = "iam:SetDefaultPolicyVersion"
OLDER = [
    (ANY, "always"),
    (allow(["iam:PutUserPolicy", "iam:PutRolePolicy"]), "always"),
    (allow("s3:*"), None),
    (None, "unknown"),
]
"""Statements of an older version, and whether whoever sets it in force is an administrator."""


@pytest.mark.parametrize(("older", "verdict"), OLDER)
def test_an_older_version_of_an_own_policy_can_be_set_in_force(
    estate: Estate, older: Any, verdict: str | None
) -> None:
    versions = None if older is None else [older]
    own = estate.managed("own", allow(SET), versions=versions)
    ann = estate.user("ann", managed_policy_arns=[own])
    found = chain(estate, ann)
    assert (found.verdict if found else None) == verdict
    bob = estate.user("bob", allow("s3:*"), managed_policy_arns=[])
    assert chain(estate, bob) is None


@pytest.mark.parametrize(("older", "verdict"), OLDER)
def test_an_older_version_of_the_policy_of_an_assumed_role_can_be_set_in_force(
    estate: Estate, older: Any, verdict: str | None
) -> None:
    own = estate.managed("own", allow("s3:*"), versions=None if older is None else [older])
    role = estate.role("app", trust=trust(AWS=A), managed_policy_arns=[own])
    ann = estate.user("ann", allow(SET), allow("sts:AssumeRole", role))
    found = chain(estate, ann)
    assert (found.verdict if found else None) == verdict


def test_an_older_version_of_the_boundary_can_be_set_in_force(estate: Estate) -> None:
    limit = estate.managed("limit", allow([SET, "s3:*"]), versions=[ANY])
    ann = estate.user("ann", ANY, permissions_boundary=limit)
    assert way(chain(estate, ann)) == ["iam-set-boundary-version"]
    assert chain(estate, estate.user("bob", allow("s3:*"), permissions_boundary=limit)) is None


def test_a_version_without_its_denial_can_be_set_in_force(estate: Estate) -> None:
    denial = {**allow(["iam:Put*", "iam:Create*", "iam:Attach*"]), "Effect": "Deny"}
    own = estate.managed("own", denial, versions=[allow("s3:*")])
    role = estate.role(
        "app", ANY, trust=trust(Service="x.amazonaws.com"), managed_policy_arns=[own]
    )
    found = chain(estate, role)
    assert found is not None
    assert found.edges[0].commands == (
        f"aws iam set-default-policy-version --policy-arn {own} --version-id v1",
    )


def test_nobody_sets_the_version_of_a_policy_of_aws(estate: Estate) -> None:
    arn = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
    versions = json.dumps([{"VersionId": "v1", "Document": {"Statement": [ANY]}}])
    document = {"Statement": [allow("s3:*")]}
    estate.add("iam_policy", arn, policy_document=document, other_versions=versions)
    ann = estate.user("ann", allow(SET), managed_policy_arns=[arn])
    assert chain(estate, ann) is None


@pytest.mark.parametrize(
    ("table", "statement", "path"),
    [
        ("iam_group", allow("iam:AddUserToGroup"), "iam-013"),
        ("iam_group", allow("iam:AddUserToGroup", f"arn:aws:iam::{A}:group/team-*"), "iam-013"),
        ("iam_user", allow("iam:CreateAccessKey"), "iam-002"),
        ("iam_user", allow("iam:UpdateLoginProfile", f"arn:aws:iam::{A}:user/boss"), "iam-006"),
        ("iam_role", allow("sts:AssumeRole"), "sts-001"),
        # The trust policy of a role in the account alone may let a principal in.
        ("iam_role", allow("s3:ListAllMyBuckets"), "sts-001"),
    ],
)
@pytest.mark.parametrize("aspect", ["list", "row"])
def test_whoever_was_not_read_may_be_an_administrator(
    estate: Estate, table: str, statement: Any, path: str, aspect: str
) -> None:
    ann = estate.user("ann", statement)
    assert chain(estate, ann) is None
    estate.cover(table, A, "failed", aspect=aspect)
    found = chain(estate, ann)
    assert found is not None
    assert (way(found), found.verdict) == ([path], "unknown")
    assert any("were not all collected" in doubt for doubt in found.edges[0].unknown)


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("iam_group", allow("iam:CreateAccessKey")),
        ("iam_group", allow("iam:AddUserToGroup", f"arn:aws:iam::{A}:group/known")),
        ("iam_user", allow("iam:AddUserToGroup")),
        ("iam_role", {**allow("sts:*"), "Effect": "Deny"}),
    ],
)
def test_what_was_not_read_leaves_other_ways_as_they_are(
    estate: Estate, table: str, statement: Any
) -> None:
    estate.group("known")
    ann = estate.user("ann", allow("s3:*"), statement)
    estate.cover(table, A, "failed")
    estate.cover(table, B, "failed")
    assert chain(estate, ann) is None


def test_a_role_that_was_not_read_is_passed_and_run_as(estate: Estate) -> None:
    run = [allow(["lambda:CreateFunction", "lambda:InvokeFunction"]), allow("iam:PassRole")]
    ann = estate.user("ann", *run, {**allow("sts:*"), "Effect": "Deny"})
    function = f"arn:aws:lambda:us-east-1:{A}:function:f"
    estate.add("lambda_function", function, role=f"arn:aws:iam::{A}:role/lost", policy={})
    bob = estate.user("bob", allow("lambda:*"), {**allow("sts:*"), "Effect": "Deny"})
    assert chain(estate, ann) is None
    assert chain(estate, bob) is None
    estate.cover("iam_role", A, "failed", aspect="row")
    for name in (ann, bob):
        found = chain(estate, name)
        assert found is not None
        assert found.verdict == "unknown"


NO_IAM = {**allow("iam:PutUserPolicy"), "Effect": "Deny"}


@pytest.mark.parametrize(
    ("action", "kind", "path"),
    [
        ("iam:RemoveUserFromGroup", "inline", "iam-leave-group"),
        ("iam:RemoveUserFromGroup", "managed", "iam-leave-group"),
        ("iam:DeleteGroupPolicy", "inline", "iam-delete-group-denial"),
        ("iam:PutGroupPolicy", "inline", "iam-011"),
        ("iam:DetachGroupPolicy", "managed", "iam-detach-group-denial"),
        ("iam:CreatePolicyVersion", "managed", "iam-001"),
        ("iam:SetDefaultPolicyVersion", "managed", "iam-set-default-policy-version"),
    ],
)
def test_a_denial_by_a_group_is_lifted(estate: Estate, action: str, kind: str, path: str) -> None:
    no = estate.managed("no", NO_IAM, versions=[allow("s3:ListAllMyBuckets")])
    if kind == "inline":
        estate.group("strict", NO_IAM)
    else:
        estate.group("strict", managed_policy_arns=[no])
    estate.group("other")
    ann = estate.user("ann", allow(["iam:PutUserPolicy", action]), groups=["other", "strict"])
    bob = estate.user("bob", allow("iam:PutUserPolicy"), groups=["strict"])
    found = chain(estate, ann)
    assert found is not None
    assert found.verdict == "always"
    assert path in way(found)
    assert chain(estate, bob) is None


@pytest.mark.parametrize(
    ("own", "groups"),
    [
        # The policy is attached twice: what one group has lost, the other still has.
        ([], ["strict", "stricter"]),
        (["no"], ["strict"]),
        # The denial forbids to lift it.
        ([], ["strict", "locked"]),
    ],
)
def test_a_denial_by_a_group_that_is_left_elsewhere_stays(
    estate: Estate, own: list[str], groups: list[str]
) -> None:
    no = estate.managed("no", NO_IAM)
    for group in ("strict", "stricter"):
        estate.group(group, managed_policy_arns=[no])
    estate.group("locked", {**allow(["iam:RemoveUserFromGroup", "iam:Detach*"]), "Effect": "Deny"})
    leave = allow("iam:RemoveUserFromGroup", f"arn:aws:iam::{A}:group/strict")
    held = [no] if own else []
    ann = estate.user(
        "ann", allow("iam:PutUserPolicy"), leave, groups=groups, managed_policy_arns=held
    )
    assert chain(estate, ann) is None


@pytest.mark.parametrize("kind", ["User", "Role", "Group"])
def test_a_denial_is_overwritten_in_place(estate: Estate, kind: str) -> None:
    denial = {"Effect": "Deny", "NotAction": f"iam:Put{kind}Policy", "Resource": "*"}
    held = estate.managed("all", allow("*"))
    if kind == "Group":
        estate.group("strict", denial)
        name = estate.user("ann", groups=["strict"], managed_policy_arns=[held])
    else:
        add = estate.user if kind == "User" else estate.role
        name = add("ann", denial, managed_policy_arns=[held])
    found = chain(estate, name)
    assert way(found) == [f"iam-put-{kind.lower()}-denial"]


@pytest.mark.parametrize("groups", [["one", "two"], ["one", "two", "three"]])
def test_several_denials_are_lifted_one_after_another(estate: Estate, groups: list[str]) -> None:
    for group in groups:
        estate.group(group, {**allow("iam:Put*"), "Effect": "Deny"})
    may = allow(["iam:PutUserPolicy", "iam:RemoveUserFromGroup"])
    ann = estate.user("ann", may, groups=groups)
    found = chain(estate, ann)
    assert way(found) == [*["iam-leave-group"] * len(groups), "iam-007"]


def test_a_boundary_and_a_denial_are_both_taken_away(estate: Estate) -> None:
    limit = estate.managed("limit", allow(["iam:Delete*", "s3:*"]))
    deny = {**allow("iam:Put*"), "Effect": "Deny"}
    held = estate.managed("all", allow("*"))
    bound = {"permissions_boundary": limit, "managed_policy_arns": [held]}
    ann = estate.user("ann", deny, **bound)
    found = chain(estate, ann)
    assert found is not None
    assert {*way(found)} >= {"iam-delete-user-boundary"}


def test_a_group_that_is_joined_lets_assume_a_role(estate: Estate) -> None:
    admin = estate.role("admin", ANY, trust=trust(AWS=A))
    estate.group("ops", allow("sts:AssumeRole"))
    ann = estate.user("ann", allow("iam:AddUserToGroup"))
    found = chain(estate, ann)
    assert found is not None
    assert (way(found), found.end) == (["iam-013", "sts-001"], admin)


IF_ADMIN = {"aws:PrincipalTag/admin": "yes"}


@pytest.mark.parametrize("kind", ["User", "Role"])
@pytest.mark.parametrize("tags", [{}, {"admin": "no"}, {"team": "x"}])
def test_who_tags_itself_is_what_its_tags_allow(
    estate: Estate, kind: str, tags: dict[str, str]
) -> None:
    add = estate.user if kind == "User" else estate.role
    everything = allow("*", StringEquals=IF_ADMIN)
    ann = add("ann", allow(f"iam:Tag{kind}"), everything, tags=tags)
    bob = add("bob", everything, tags=tags)
    found = chain(estate, ann)
    assert found is not None
    assert found.edges[0].path.id.startswith("iam-tag-")
    assert found.verdict != "unknown"
    assert chain(estate, bob) is None


def test_a_denial_by_tag_is_escaped_by_another_tag(estate: Estate) -> None:
    denial = {**allow("iam:Put*", StringNotEquals=IF_ADMIN), "Effect": "Deny"}
    ann = estate.user("ann", allow(["iam:TagUser", "iam:PutUserPolicy"]), denial)
    assert way(chain(estate, ann)) == ["iam-tag-user", "iam-007"]


def test_a_role_that_trusts_by_tag_is_assumed_by_who_tags_itself(estate: Estate) -> None:
    trusted = {**trust(AWS=A), "Condition": {"StringEquals": IF_ADMIN}}
    estate.role("admin", ANY, trust=trusted)
    ann = estate.user("ann", allow("iam:TagUser"), allow("sts:AssumeRole"))
    bob = estate.user("bob", allow("sts:AssumeRole"))
    assert way(chain(estate, ann)) == ["iam-tag-user", "sts-001"]
    assert chain(estate, bob) is None


@pytest.mark.parametrize("key", ["aws:ResourceTag/x", "iam:ResourceTag/x"])
@pytest.mark.parametrize("tags", [{}, {"x": "n"}])
def test_a_role_is_tagged_so_that_it_may_be_assumed(
    estate: Estate, key: str, tags: dict[str, str]
) -> None:
    estate.role("admin", ANY, trust=trust(AWS=A), tags=tags)
    assume = allow("sts:AssumeRole", StringEquals={key: "y"})
    ann = estate.user("ann", allow("iam:TagRole"), assume)
    bob = estate.user("bob", assume)
    assert way(chain(estate, ann)) == ["iam-tag-role"]
    assert chain(estate, bob) is None
