"""What follows from the organization for a question, and what stays open."""

import json
from dataclasses import replace
from typing import Any

import pytest

from ringwall.reason.iam.question.question import AccessQuestion, make_question

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, MANAGEMENT, STRANGER = "111111111111", "222222222222", "999999999999", "333333333333"
BUCKET, OBJECT = "arn:aws:s3:::data", "arn:aws:s3:::data/k"


def allow(action: Any, resource: Any = "*", **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {**found, "Condition": condition} if condition else found


def deny(action: Any, resource: Any = "*", **condition: Any) -> dict[str, Any]:
    return {**allow(action, resource, **condition), "Effect": "Deny"}


def read(estate: Estate, principal: str, arn: str = OBJECT) -> str:
    """Return whether a principal may read an object of the bucket."""
    return str(estate.ask(principal, "s3:GetObject", arn).verdict)


@pytest.mark.parametrize("level", ["r-1", "ou-1", A])
def test_every_level_above_an_account_can_close_it(estate: Estate, level: str) -> None:
    estate.organization(A, B)
    estate.scp("no", deny("s3:*"), at=[level])
    bucket = estate.bucket("data")
    assert read(estate, estate.user("ann", allow("s3:*"))) == "never"
    assert read(estate, f"arn:aws:iam::{A}:root") == "never"
    estate.bucket("far", account=B)
    bob = estate.user("bob", allow("s3:*"), account=B)
    assert read(estate, bob, "arn:aws:s3:::far/k") == ("always" if level == A else "never")
    assert bucket == BUCKET


def test_every_level_above_an_account_must_allow_it(estate: Estate) -> None:
    estate.organization(A)
    estate.bucket("data")
    ann = estate.user("ann", allow("*"))
    full = estate.rows["organizations_policy"][0]
    assert read(estate, ann) == "always"
    full["target_ids"] = ["r-1", A]
    estate.scp("only queues", allow("sqs:*"), at=["ou-1"])
    assert read(estate, ann) == "never"
    estate.scp("buckets too", allow("s3:*"), at=["ou-1"])
    assert read(estate, ann) == "always"


def test_no_scp_binds_the_management_account(estate: Estate) -> None:
    estate.organization(A)
    estate.scp("no", deny("*"), at=["r-1", MANAGEMENT])
    estate.bucket("data", account=MANAGEMENT)
    assert read(estate, estate.user("ann", allow("s3:*"), account=MANAGEMENT)) == "always"


def test_scps_that_are_not_enabled_bind_nobody(estate: Estate) -> None:
    estate.organization(A, types=[])
    estate.scp("no", deny("*"), at=["r-1"])
    estate.bucket("data")
    assert read(estate, estate.user("ann", allow("s3:*"))) == "always"


def test_no_scp_binds_a_service_linked_role(estate: Estate) -> None:
    estate.organization(A)
    estate.scp("no", deny("*"), at=["r-1"])
    estate.bucket("data")
    name = "aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
    assert read(estate, estate.role(name, allow("s3:*"))) == "always"


def test_an_organization_that_was_not_collected_leaves_a_grant_open(estate: Estate) -> None:
    estate.bucket("data")
    ann, bob = estate.user("ann", allow("s3:*")), estate.user("bob")
    for table in ("organization", "account", "policy"):
        estate.cover(f"organizations_{table}", A, "denied")
    access = estate.ask(ann, "s3:GetObject", OBJECT)
    assert access.verdict == "unknown"
    assert access.unknown == (
        "the SCPs of account 111111111111 (not collected)",
        "the RCPs of account 111111111111 (not collected)",
    )
    assert read(estate, bob) == "never"


@pytest.mark.parametrize("missing", ["content", "target_ids"])
def test_an_scp_that_was_not_read_leaves_a_grant_open(estate: Estate, missing: str) -> None:
    estate.organization(A)
    estate.scp("secret", deny("*"), at=[A])
    estate.rows["organizations_policy"][-1][missing] = None
    estate.bucket("data")
    assert read(estate, estate.user("ann", allow("s3:*"))) == "unknown"


def test_rcps_bind_strangers_to_the_caller_too(estate: Estate) -> None:
    estate.organization(A, B)
    refuse = {**deny("s3:*"), "Principal": "*"}
    estate.scp("closed", refuse, at=[B], kind="rcp")
    estate.bucket("data", account=B)
    assert read(estate, estate.user("ann", allow("s3:*"), account=B)) == "never"


def test_a_users_groups_speak_for_it(estate: Estate) -> None:
    estate.bucket("data")
    readers = estate.managed("readers", allow("s3:Get*"))
    estate.group("inline", allow("s3:*"))
    estate.group("managed", managed_policy_arns=[readers])
    estate.group("closed", deny("s3:*"))
    assert read(estate, estate.user("a", groups=["inline"])) == "always"
    assert read(estate, estate.user("b", groups=["managed"])) == "always"
    assert read(estate, estate.user("c", groups=["inline", "closed"])) == "never"
    assert read(estate, estate.user("d")) == "never"


def test_a_group_of_another_account_with_the_same_name_does_not(estate: Estate) -> None:
    estate.bucket("data")
    estate.group("readers", allow("s3:*"), account=B)
    estate.group("readers")
    assert read(estate, estate.user("ann", groups=["readers"])) == "never"


def test_a_boundary_and_a_policy_must_both_allow(estate: Estate) -> None:
    estate.bucket("data")
    queues, buckets = estate.managed("q", allow("sqs:*")), estate.managed("b", allow("s3:*"))
    assert read(estate, estate.user("a", allow("*"), permissions_boundary=queues)) == "never"
    assert read(estate, estate.user("b", allow("*"), permissions_boundary=buckets)) == "always"
    assert read(estate, estate.user("c", permissions_boundary=buckets)) == "never"


@pytest.mark.parametrize(
    "unread",
    [
        {"policies": None},
        {"managed_policy_arns": None},
        {"managed_policy_arns": [f"arn:aws:iam::{A}:policy/missing"]},
        {"managed_policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]},
        {"policies": "[{"},
        {"policies": '[{"PolicyName": "own", "PolicyDocument": "no object"}]'},
        {"policies": '[{"PolicyName": "own", "PolicyDocument": {"Statement": "none"}}]'},
        {"groups": None},
        {"groups": ["missing"]},
    ],
)
def test_policies_that_were_not_read_may_allow_anything(estate: Estate, unread: Any) -> None:
    estate.bucket("data")
    assert read(estate, estate.user("ann", **unread)) == "unknown"
    assert read(estate, estate.user("bob", deny("s3:*"), groups=["missing"])) == "never"


@pytest.mark.parametrize("boundary", [None, f"arn:aws:iam::{A}:policy/missing"])
def test_a_boundary_that_was_not_read_leaves_a_grant_open(estate: Estate, boundary: Any) -> None:
    estate.bucket("data")
    ann = estate.user("ann", allow("s3:*"), permissions_boundary=boundary)
    bob = estate.user("bob", permissions_boundary=boundary)
    assert (read(estate, ann), read(estate, bob)) == ("unknown", "never")


def test_a_managed_policy_that_cannot_be_read_may_allow_anything(estate: Estate) -> None:
    estate.bucket("data")
    arn = f"arn:aws:iam::{A}:policy/broken"
    estate.add("iam_policy", arn, policy_document='{"Statement": [{"Effect": "Allow"')
    ann = estate.user("ann", managed_policy_arns=[arn])
    access = estate.ask(ann, "s3:GetObject", OBJECT)
    assert access.verdict == "unknown"
    assert access.unknown == (f"the identity policy {arn} (not collected)",)


def test_a_bucket_policy_that_was_not_collected_leaves_it_open(estate: Estate) -> None:
    estate.bucket("data", policy=None)
    assert read(estate, estate.user("ann")) == "unknown"
    assert read(estate, estate.user("bob", deny("s3:*"))) == "never"


def test_a_resource_that_was_not_collected_may_have_a_policy(estate: Estate) -> None:
    ann = estate.user("ann", allow("*"))
    eve = estate.user("eve")
    queue = f"arn:aws:sqs:us-east-1:{A}:jobs"
    assert estate.ask(ann, "sqs:SendMessage", queue).verdict == "unknown"
    assert estate.ask(eve, "sqs:SendMessage", queue).verdict == "unknown"
    database = f"arn:aws:rds:us-east-1:{A}:db:main"
    assert estate.ask(ann, "rds:StopDBInstance", database).verdict == "always"
    assert estate.ask(eve, "rds:StopDBInstance", database).verdict == "never"
    assert estate.ask(ann, "sqs:ListQueues", "*").verdict == "always"
    assert estate.ask(ann, "iam:CreateUser", f"arn:aws:iam::{A}:user/new").verdict == "always"


def test_nobody_knows_whose_an_unknown_bucket_is(estate: Estate) -> None:
    access = estate.ask(estate.user("ann", allow("*")), "s3:GetObject", "arn:aws:s3:::elsewhere/k")
    assert access.verdict == "unknown"


def test_a_trust_policy_says_nothing_to_passing_the_role(estate: Estate) -> None:
    closed = {**deny("*"), "Principal": "*"}
    del closed["Resource"]
    role = estate.role("app", trust=closed)
    ann = estate.user("ann", allow("*"))
    eve = estate.user("eve")
    assert estate.ask(ann, "iam:PassRole", role).verdict == "always"
    assert estate.ask(eve, "iam:PassRole", role).verdict == "never"
    assert estate.ask(ann, "sts:AssumeRole", role).verdict == "never"


def test_a_trust_policy_that_was_not_collected_does_not_touch_passing_the_role(
    estate: Estate,
) -> None:
    role = estate.role("app", trust=None)
    ann = estate.user("ann", allow("*"))
    assert estate.ask(ann, "iam:PassRole", role).verdict == "always"
    assert estate.ask(ann, "sts:AssumeRole", role).verdict == "unknown"


def test_only_roles_have_a_trust_policy_in_place_of_their_own(estate: Estate) -> None:
    secret = f"arn:aws:secretsmanager:us-east-1:{A}:secret:app:role/db-AbCdEf"
    ann = estate.user("ann")
    named = {**allow("secretsmanager:GetSecretValue"), "Principal": {"AWS": ann}}
    estate.add("secretsmanager_secret", secret, resource_policy={"Statement": [named]})
    assert estate.ask(ann, "secretsmanager:GetSecretValue", secret).verdict == "always"


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_root_users_are_in_the_partition_of_their_organization(
    estate: Estate, partition: str
) -> None:
    estate.add("iam_user", f"arn:{partition}:iam::{A}:user/ann", user_name="ann")
    roots = {arn for arn in estate.read().principals if arn.endswith(":root")}
    assert f"arn:{partition}:iam::{A}:root" in roots
    assert {arn.split(":")[1] for arn in roots} == {partition}


def test_documents_with_odd_json_are_as_good_as_none(estate: Estate) -> None:
    estate.bucket("data", policy=json.dumps("text"))
    assert read(estate, estate.user("ann", allow("s3:*"))) == "unknown"


def test_an_instance_has_no_policy(estate: Estate) -> None:
    ann, eve = estate.user("ann", allow("*")), estate.user("eve")
    instance = f"arn:aws:ec2:us-east-1:{A}:instance/i-1"
    assert estate.ask(ann, "ec2:StopInstances", instance).verdict == "always"
    assert estate.ask(eve, "ec2:StopInstances", instance).verdict == "never"


def test_one_question_is_put_together_once(estate: Estate) -> None:
    estate.bucket("data")
    question = _question(estate, estate.user("ann", allow("s3:*")), OBJECT)
    (bound,) = question.asked
    assert question.asked[0] is bound
    assert question.request is bound.request
    assert (bound.request.action, bound.request.resource) == ("s3:getobject", OBJECT)
    assert bound.request.resource_account == A


def test_what_settings_share_counts_and_the_management_account_is_known(estate: Estate) -> None:
    estate.organization(A)
    ann = estate.user("ann")
    grant = {"grantee": ann, "operations": ["Decrypt"], "constraints": {}}
    key = estate.key("1", grants=[grant])
    organization = estate.read()
    question = make_question(organization, organization.principals[ann], "kms:Decrypt", key)
    assert question.decide().verdict == "allowed"
    assert question.request.management_account == MANAGEMENT


def test_through_an_access_point_it_is_two_requests(estate: Estate) -> None:
    estate.bucket("data")
    point = estate.point("door")
    question = _question(estate, estate.user("ann"), f"{point}/object/k")
    assert [bound.request.resource for bound in question.asked] == [
        f"{point}/object/k",
        "arn:aws:s3:::data/k",
    ]
    assert {bound.request.context.get("s3:dataaccesspointarn") for bound in question.asked} == {
        (point,)
    }


def test_it_is_decided_as_one_request_or_over_all_contexts(estate: Estate) -> None:
    estate.bucket("data")
    address = {"IpAddress": {"aws:SourceIp": "203.0.113.7"}}
    question = _question(estate, estate.user("ann", allow("s3:*", **address)), OBJECT)
    assert question.decide().verdict == "unknown"
    assert question.decide_over_contexts().verdict == "conditional"
    assert question.decide_over_contexts(lambda key, _: key != "aws:sourceip").verdict == "never"
    known = replace(question, context={"aws:SourceIp": "203.0.113.7"})
    assert known.decide().verdict == "allowed"
    assert known.decide_over_contexts().verdict == "always"
    assert replace(question, is_complete=True).decide().verdict == "implicitly_denied"


def test_what_is_yet_to_be_made_is_in_the_given_account(estate: Estate) -> None:
    ann = estate.user("ann", allow("s3:*"))
    question = _question(estate, ann, "arn:aws:s3:::new/k")
    assert question.decide_over_contexts().verdict == "unknown"
    made = replace(question.target, made_in=A, written=())
    assert replace(question, target=made).decide_over_contexts().verdict == "always"
    far = replace(question.target, made_in=B, written=())
    assert replace(question, target=far).decide_over_contexts().verdict == "never"


def _question(estate: Estate, arn: str, resource: str) -> AccessQuestion:
    organization = estate.read()
    return make_question(organization, organization.principals[arn], "s3:GetObject", resource)
