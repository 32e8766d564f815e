"""The steps of a path as questions and as commands: what they ask for, of whom, and where."""

from collections.abc import Mapping
from typing import Any

import pytest

from ringwall.reason.iam.escalation.attempts import Attempt
from ringwall.reason.iam.escalation.paths import PathStep
from ringwall.reason.iam.escalation.steps import ask_step, write_command
from ringwall.reason.iam.question.caller import call_as
from ringwall.reason.iam.question.question import AccessQuestion

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
VALUES = {"account": A, "partition": "aws", "region": "eu-west-1", "new": "probe"}
CREATE = PathStep(
    "lambda:CreateFunction", ("arn:{partition}:lambda:{region}:{account}:function:{new}",)
)


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def ask(
    estate: Estate, arn: str, step: PathStep, values: Mapping[str, str] = VALUES, **more: Any
) -> list[AccessQuestion]:
    organization = estate.read()
    caller = call_as(organization, organization.principals[arn])
    return list(ask_step(organization, caller, step, Attempt(values, **more)))


def test_a_step_asks_once_for_each_of_its_resources(estate: Estate) -> None:
    ann = estate.user("ann", allow("*"))
    step = PathStep("ec2:RunInstances", ("arn:aws:ec2:{region}:{account}:instance/*", "*"))
    questions = ask(estate, ann, step)
    assert [question.target.arn for question in questions] == [
        f"arn:aws:ec2:eu-west-1:{A}:instance/*",
        "*",
    ]
    assert {question.action for question in questions} == {"ec2:RunInstances"}


@pytest.mark.parametrize(
    ("action", "region"), [("lambda:CreateFunction", "eu-west-1"), ("iam:CreateUser", None)]
)
def test_the_region_is_that_of_the_attempt(estate: Estate, action: str, region: str | None) -> None:
    (question,) = ask(estate, estate.user("ann"), PathStep(action, ("*",)))
    assert question.context.get("aws:requestedregion") == region


def test_keys_of_a_step_are_filled_in_and_empty_ones_are_absent(estate: Estate) -> None:
    context = {"iam:PassedToService": "lambda.amazonaws.com", "iam:PolicyARN": "{power}"}
    step = PathStep("iam:PassRole", ("*",), context)
    (question,) = ask(estate, estate.user("ann"), step, {**VALUES, "power": ""})
    assert question.context == {"iam:PassedToService": "lambda.amazonaws.com", "iam:PolicyARN": ()}


@pytest.mark.parametrize("operator", ["StringEquals", "StringLike", "StringNotEquals"])
@pytest.mark.parametrize(
    ("partition", "name", "verdict"),
    [
        ("aws", "ec2.amazonaws.com", "always"),
        ("aws", "lambda.amazonaws.com", "never"),
        ("aws-cn", "ec2.amazonaws.com", "always"),
        ("aws-cn", "ec2.amazonaws.com.cn", "always"),
        ("aws-cn", "lambda.amazonaws.com.cn", "never"),
        ("aws-iso", "ec2.c2s.ic.gov", "always"),
    ],
)
def test_a_role_is_passed_to_a_service_by_each_of_its_names(
    estate: Estate, operator: str, partition: str, name: str, verdict: str
) -> None:
    step = PathStep("iam:PassRole", ("*",), {"iam:PassedToService": "ec2.amazonaws.com"})
    values = {**VALUES, "partition": partition}
    if operator == "StringNotEquals":
        denied = allow("iam:PassRole", Condition={operator: {"iam:PassedToService": name}})
        statements = [allow("*"), {**denied, "Effect": "Deny"}]
    else:
        statements = [allow("iam:PassRole", Condition={operator: {"iam:PassedToService": name}})]
    (question,) = ask(estate, estate.user("ann", *statements), step, values)
    assert question.decide_over_contexts().verdict == verdict


def test_what_is_yet_to_be_made_has_no_policy_and_is_in_the_own_account(estate: Estate) -> None:
    ann = estate.user("ann", allow("lambda:CreateFunction"))
    (question,) = ask(estate, ann, CREATE)
    assert question.target.written == ()
    assert question.request.resource_account == A
    assert question.decide_over_contexts().verdict == "always"
    (bucket,) = ask(estate, ann, PathStep("s3:CreateBucket", ("arn:aws:s3:::{new}",)))
    assert bucket.request.resource_account == A  # its ARN does not say


def test_what_exists_is_guarded_by_its_own_policy(estate: Estate) -> None:
    function = f"arn:aws:lambda:eu-west-1:{A}:function:probe"
    policy = {"Version": "2012-10-17",
              "Statement": [{**allow("*"), "Effect": "Deny", "Principal": "*"}]}  # fmt: skip
    estate.add("lambda_function", function, role="", policy=policy)
    (question,) = ask(estate, estate.user("ann", allow("*")), CREATE)
    assert question.decide_over_contexts().verdict == "never"


@pytest.mark.parametrize(("kind", "action"), [("trust", "sts:AssumeRole"), ("resource", "x:Do")])
def test_what_an_earlier_step_wrote_allows_the_principal_alone(
    estate: Estate, kind: Any, action: str
) -> None:
    ann, eve = estate.user("ann"), estate.user("eve")
    role = estate.role("app")
    step = PathStep(action, (role,), granted_by=kind)
    (question,) = ask(estate, ann, step)
    assert question.decide_over_contexts().verdict == "always"
    (granted,) = question.target.policies_for("sts")
    assert granted
    names = granted.statements[0].statement.principal
    assert names is not None
    assert [name.value for name in names.names] == [ann]
    resources = granted.statements[0].statement.resource_values
    assert resources == (("*",) if kind == "resource" else ())
    (other,) = ask(estate, eve, step)
    assert other.target.policies_for("sts") != (granted,)


def test_a_workload_that_was_not_collected_is_guessed_from_the_principals_policies(
    estate: Estate,
) -> None:
    step = PathStep("lambda:UpdateFunctionCode", ("{workload}",))
    own = f"arn:aws:lambda:*:{A}:function:dev-?"
    ann = estate.user("ann", allow("lambda:Update*", own), allow("s3:*", "arn:aws:s3:::x"))
    eve = estate.user("eve", allow("lambda:Update*"))
    values = {**VALUES, "workload": "unknown"}
    guess = ("workload",)
    assert [q.target.arn for q in ask(estate, ann, step, values, guess=guess)] == [
        f"arn:aws:lambda:x:{A}:function:dev-x"
    ]
    assert [q.target.arn for q in ask(estate, eve, step, values, guess=guess)] == ["unknown"]
    assert [q.target.arn for q in ask(estate, ann, step, values)] == ["unknown"]


@pytest.mark.parametrize(
    ("action", "command", "region", "partition", "expected"),
    [
        ("lambda:Invoke", "aws lambda invoke {new}", "us-east-1", "aws",
         "aws lambda invoke probe"),
        ("lambda:Invoke", "aws lambda invoke {new}", "eu-west-1", "aws",
         "aws lambda invoke probe --region eu-west-1"),
        ("lambda:Invoke", "aws lambda invoke", "cn-north-1", "aws-cn", "aws lambda invoke"),
        ("iam:CreateUser", "aws iam create-user", "eu-west-1", "aws", "aws iam create-user"),
        ("glue:Run", "python3 run.py {gone}", "eu-west-1", "aws", "python3 run.py {gone}"),
    ],
)  # fmt: skip
def test_a_command_names_the_region_where_it_is_not_the_usual_one(
    action: str, command: str, region: str, partition: str, expected: str
) -> None:
    values = {**VALUES, "region": region, "partition": partition}
    assert write_command(PathStep(action, ("*",), command=command), values) == expected
