"""A snapshot read into an organization: what is attached to whom, and what is not known."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.reason.facts.access import read_exposures
from ringwall.reason.facts.identity import read_chains, read_escalation, read_principals
from ringwall.reason.iam.escalation.chains import find_escalation
from ringwall.reason.iam.evaluation.policy_set import UnreadPolicy
from ringwall.reason.iam.organization.model import Principal

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, MANAGEMENT = "111111111111", "222222222222", "999999999999"
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
ALLOW = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DOCUMENT = {"Version": "2012-10-17", "Statement": [ALLOW]}
OPEN = {"Version": "2012-10-17", "Statement": [{**ALLOW, "Principal": "*"}]}


def find(estate: Estate, arn: str) -> Principal:
    found: Principal = estate.read().principals[arn]
    return found


def attached(estate: Estate, arn: str) -> dict[str, bool]:
    """Return the policies of a principal by name, and whether each was collected."""
    return {policy.name: policy.document is not None for policy in find(estate, arn).attached}


def test_inline_and_managed_policies_are_attached(estate: Estate) -> None:
    team = estate.managed("team", ALLOW)
    role = estate.role("app", ALLOW, managed_policy_arns=[team])
    assert attached(estate, role) == {team: True, f"{role}#own": True}
    own, inline = find(estate, role).attached
    assert (own.managed_arn, inline.managed_arn) == (team, "")


def unread(estate: Estate, arn: str) -> list[str]:
    """Return what is said of the policies of a principal that are not known."""
    every = (*find(estate, arn).policies, *find(estate, arn).boundaries)
    return [policy.what for policy in every if isinstance(policy, UnreadPolicy)]


def test_a_policy_that_is_not_known_says_what_aws_answered(estate: Estate) -> None:
    refused = f"arn:aws:iam::{A}:policy/refused"
    user = estate.user("ann", policies=None, groups=None, managed_policy_arns=[refused],
                       permissions_boundary=None)  # fmt: skip
    estate.cover("iam_user", A, "denied", aspect="Details", resource=user, error="AccessDenied")
    estate.cover("iam_policy", A, "denied", aspect="Document", resource=refused, error="Throttled")
    assert unread(estate, user) == [
        f"the policies of {user} (not collected: AccessDenied)",
        f"the identity policy {refused} (not collected: Throttled)",
        f"the groups of {user} (not collected: AccessDenied)",
        f"the permissions boundary of {user} (not collected: AccessDenied)",
    ]


def test_a_policy_that_was_read_and_is_invalid_says_so(estate: Estate) -> None:
    user = estate.user("ann", {"Effect": "Allow", "Resource": "*"})
    why = "cannot be read: a statement must have Action or NotAction"
    assert unread(estate, user) == [f"the identity policy {user}#own ({why})"]


def test_scps_that_are_not_known_say_which_and_why(estate: Estate) -> None:
    estate.organization(A)
    estate.scp("lost", at=[A])
    estate.scp("garbled", {"Effect": "Deny"}, at=[A])
    guard = estate.rows["organizations_policy"][1]
    assert guard["name"] == "lost"
    guard["content"] = None
    estate.cover(
        "organizations_policy", A, "denied", aspect="Content", resource=guard["arn"],
        error="AccessDeniedException",
    )  # fmt: skip
    ann = estate.user("ann", ALLOW)
    assert estate.ask(ann, "s3:GetObject", "arn:aws:s3:::b/k").unknown[1:3] == (
        "the SCP lost (not collected: AccessDeniedException)",
        "the SCP garbled (cannot be read: a statement must have Action or NotAction)",
    )


def test_a_managed_policy_that_is_not_in_the_snapshot_is_unknown(estate: Estate) -> None:
    user = estate.user("ann", managed_policy_arns=[f"arn:aws:iam::{A}:policy/gone"])
    assert attached(estate, user) == {f"arn:aws:iam::{A}:policy/gone": False}
    assert find(estate, user).policies == (
        UnreadPolicy(f"the identity policy arn:aws:iam::{A}:policy/gone (not collected)"),
    )


def test_a_customer_managed_policy_is_that_of_its_account(estate: Estate) -> None:
    ours = estate.managed("team", ALLOW)
    estate.managed("team", ALLOW, account=B)
    far = estate.user("far", managed_policy_arns=[ours], account=B)
    assert attached(estate, far) == {ours: False}


def test_aws_managed_policies_are_compiled_once_for_all_accounts(estate: Estate) -> None:
    for account in (A, B):
        estate.add("iam_policy", ADMIN, account, policy_document=DOCUMENT)
    people = [estate.user(n, managed_policy_arns=[ADMIN], account=n2)
              for n, n2 in (("ann", A), ("bob", B))]  # fmt: skip
    one, two = (find(estate, arn).attached[0] for arn in people)
    assert one is two
    assert one.compiled is not None


@pytest.mark.parametrize("column", ["policies", "managed_policy_arns"])
def test_policies_that_were_not_collected_are_one_unknown_policy(
    estate: Estate, column: str
) -> None:
    user = estate.user("ann", **{column: None})
    assert attached(estate, user) == {f"the policies of {user}": False}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not JSON", {"#cannot be read": False}),
        ("[" * 100_000, {"#cannot be read": False}),
        ('{"PolicyName": "own"}', {"#cannot be read": False}),
        ('["own", 5]', {"#cannot be read": False}),
        ("[null]", {"#cannot be read": False}),
        ("7", {"#cannot be read": False}),
        ('[{"PolicyName": "own", "PolicyDocument": "text"}]', {"#own": False}),
        ('[{"PolicyDocument": {"Statement": []}}]', {"#": True}),
        ("", {}),
    ],
)
def test_inline_policies_of_an_odd_form_are_unknown(
    estate: Estate, text: str, expected: dict[str, bool]
) -> None:
    user = estate.user("ann", policies=text)
    assert attached(estate, user) == {f"{user}{name}": known for name, known in expected.items()}


def test_a_boundary_is_a_managed_policy(estate: Estate) -> None:
    limit = estate.managed("limit", ALLOW)
    user = estate.user("ann", permissions_boundary=limit)
    boundary = find(estate, user).boundary
    assert boundary is estate.read().managed[A, limit]
    assert find(estate, estate.user("free", permissions_boundary="")).boundary is None


@pytest.mark.parametrize(("arn", "managed_arn"), [(None, ""), ("arn:aws:iam::aws:policy/x",) * 2])
def test_a_boundary_that_was_not_collected_is_unknown(
    estate: Estate, arn: str | None, managed_arn: str
) -> None:
    user = estate.user("ann", permissions_boundary=arn)
    boundary = find(estate, user).boundary
    assert boundary is not None
    assert (boundary.document, boundary.managed_arn) == (None, managed_arn)
    name = arn or f"of {user}"
    assert find(estate, user).boundaries == (
        UnreadPolicy(f"the permissions boundary {name} (not collected)"),
    )


def test_a_users_groups_bring_their_policies(estate: Estate) -> None:
    team = estate.managed("team", ALLOW)
    group = estate.group("dev", managed_policy_arns=[team])
    user = estate.user("ann", groups=["dev"])
    assert attached(estate, user) == {team: True}
    assert find(estate, user).groups == (group,)


def test_groups_that_were_not_collected_are_unknown_policies(estate: Estate) -> None:
    gone = estate.user("ann", groups=["gone"])
    open_ = estate.user("bob", groups=None)
    assert attached(estate, gone) == {"the policies of the group gone": False}
    assert attached(estate, open_) == {f"the groups of {open_}": False}
    assert (find(estate, gone).groups, find(estate, open_).groups) == ((), ())


def test_a_role_has_its_trust_policy_its_profiles_and_its_last_use(estate: Estate) -> None:
    profile = f"arn:aws:iam::{A}:instance-profile/app"
    role = estate.role("app", instance_profile_arns=[profile], last_used="2026-01-02 03:04:05")
    other = estate.role("other", instance_profile_arns=None, trust=None)
    found, unread = find(estate, role), find(estate, other)
    assert found.trust is not None
    assert found.trust.may_do("sts:assumerole")
    assert (found.instance_profiles, unread.instance_profiles) == ((profile,), None)
    assert found.last_used == datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - tables hold UTC
    assert unread.trust is not None
    assert unread.trust.compiled == UnreadPolicy(f"the trust policy of {other} (not collected)")


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"team": "web"}, {"team": "web"}),
        ("", {}),
        (None, None),
        ("not JSON", None),
        ("[1]", None),
        (json.dumps({"cost": 5}), {"cost": "5"}),
    ],
)
def test_tags_are_known_none_or_unknown(estate: Estate, tags: Any, expected: Any) -> None:
    user = estate.user("ann", tags=tags)
    bucket = estate.bucket("data", tags=tags)
    assert find(estate, user).tags == expected
    assert estate.read().resources[bucket].tags == expected


def test_each_account_has_a_root_user_in_its_partition(estate: Estate) -> None:
    estate.add("iam_user", f"arn:aws-cn:iam::{B}:user/bob", B, user_name="bob", user_id="AIDB",
               groups=[], policies=[], managed_policy_arns=[], permissions_boundary="")  # fmt: skip
    estate.cover("iam_user", A)
    roots = {p.arn for p in estate.read().principals.values() if p.kind == "root"}
    # An organization lies in one partition: that of whom it has.
    assert roots == {f"arn:aws-cn:iam::{account}:root" for account in (A, B)}


@pytest.mark.parametrize(
    ("policy", "document", "collected"),
    [
        (OPEN, OPEN, True),
        (DOCUMENT, DOCUMENT, False),  # a bucket's policy has principals
        ("", None, None),
        (None, None, False),
        ("{", None, False),
    ],
)
def test_a_resources_policy_is_known_none_or_unknown(
    estate: Estate, policy: Any, document: Any, *, collected: bool | None
) -> None:
    bucket = estate.bucket("data", policy=policy)
    resource = estate.read().resources[bucket]
    if collected is None:
        assert resource.attached is None
        assert resource.policies == ()
    else:
        assert resource.attached is not None
        assert resource.attached.document == document
        assert bool(*resource.policies) is collected


def test_a_role_is_a_resource_with_its_trust_policy(estate: Estate) -> None:
    role = estate.role("app")
    resource = estate.read().resources[role]
    assert resource.table == "iam_role"
    assert resource.attached is not None
    assert resource.attached.kind == "trust"


def test_a_resource_has_the_settings_that_share_it(estate: Estate) -> None:
    bucket = estate.bucket("data", object_ownership="ObjectWriter")
    facts = estate.read().resources[bucket].facts
    assert facts["object_ownership"] == "ObjectWriter"
    assert "policy" not in facts


def test_networks_units_and_time_are_read(estate: Estate) -> None:
    assert estate.read().captured_at is None
    vpc = f"arn:aws:ec2:us-east-1:{A}:vpc/vpc-1"
    endpoint = f"arn:aws:ec2:us-east-1:{A}:vpc-endpoint/vpce-1"
    unit = f"arn:aws:organizations::{MANAGEMENT}:ou/o-1/ou-1"
    estate.add("ec2_vpc", vpc)
    estate.add("ec2_vpc_endpoint", endpoint)
    estate.add("organizations_organizational_unit", unit, MANAGEMENT, id="ou-1", path="Root/Prod")
    estate.role("app", captured_at="2026-01-02 03:04:05")
    organization = estate.read()
    assert organization.networks == {"vpc-1", "vpce-1"}
    assert organization.units == {"ou-1": "Root/Prod"}
    assert organization.captured_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


HOSTILE = (
    *("x", ":", ":::::", "*", "{}", "arn:aws:iam::aws:role/x", "arn:aws:iam::*:role/*"),
    *(f"arn:aws:iam::{A}", f"arn:aws:iam::{A}:role", f"arn:aws:iam::{A}:role/", "arn:::::x"),
    *(
        f"arn:aws:sts::{A}:assumed-role/x/y",
        f"arn:aws:iam::{A}:oidc-provider/",
        "arn:\u00f6:a:b:c:d",
    ),
)
"""What is no user and no role."""


@pytest.mark.parametrize("arn", HOSTILE)
@pytest.mark.parametrize("table", ["iam_role", "iam_user"])
def test_a_row_that_is_no_principal_is_left_out_and_named(
    estate: Estate, table: str, arn: str
) -> None:
    ann = estate.user("ann", ALLOW)
    estate.add(table, arn, role_id="", user_id="", managed_policy_arns=[], policies=[])
    organization = estate.read()
    assert set(organization.principals) == {ann, f"arn:aws:iam::{A}:root"}
    assert organization.gaps == (f"{arn!r} is no principal",)


def read_all(estate: Estate) -> list[Any]:
    """Return all that is reasoned about an estate."""
    organization = estate.read()
    escalation = find_escalation(organization)
    return [
        *read_principals(organization, escalation),
        *read_escalation(escalation),
        *read_chains(escalation),
        *read_exposures(organization, lambda _: None),
    ]


NAMED_ANYWHERE = ("role", "group", "resource", "runs_as")


@pytest.mark.parametrize("where", NAMED_ANYWHERE)
@pytest.mark.parametrize(
    "arn",
    [*HOSTILE[:3], *(pytest.param(arn, marks=pytest.mark.slow) for arn in HOSTILE[3:])],
)
def test_hostile_names_end_no_reasoning(estate: Estate, where: str, arn: str) -> None:
    ann = estate.user("ann", ALLOW)
    trust = {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "sts:AssumeRole"}
    if where == "role":
        estate.role("app", {**ALLOW, "Resource": arn}, trust=trust, managed_policy_arns=[arn])
    elif where == "group":
        estate.add("iam_group", arn, group_name="dev", managed_policy_arns=[arn], policies=[])
        estate.user("bob", groups=["dev"], permissions_boundary=arn)
    elif where == "resource":
        document = {"Statement": [{**ALLOW, "Principal": {"AWS": arn}}]}
        estate.add("lambda_function", arn, role=arn, policy=document)
        estate.add("sqs_queue", arn, policy={"Statement": [{**ALLOW, "Principal": "*"}]})
    else:
        estate.add("codebuild_project", arn, service_role=arn, policy={})
    assert {row["arn"] for row in read_all(estate) if isinstance(row, dict)} >= {ann}
