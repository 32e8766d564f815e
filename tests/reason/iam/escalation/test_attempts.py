"""Where a path can be gone: what is taken over, and what was not collected of it."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.edges import Edge
from ringwall.reason.iam.escalation.prover import Prover

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
FUNCTION = f"arn:aws:lambda:us-east-1:{A}:function:f"


def allow(action: Any, resource: Any = "*", **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {**found, "Condition": condition} if condition else found


def trust(service: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}


def edges(estate: Estate, origin: str, path: str) -> list[Edge]:
    organization = estate.read()
    found = Prover(organization).find_edges(organization.principals[origin])
    return [edge for edge in found if edge.path.id == path]


def test_code_of_a_function_is_changed_only_where_a_function_runs_as_the_role(
    estate: Estate,
) -> None:
    role = estate.role("app", trust=trust("lambda.amazonaws.com"))
    ann = estate.user("ann", allow("lambda:UpdateFunctionCode"))
    estate.cover("lambda_function")
    assert edges(estate, ann, "lambda-003") == []
    estate.add("lambda_function", FUNCTION, role=role, policy={})
    (edge,) = edges(estate, ann, "lambda-003")
    assert (edge.to, edge.through, edge.verdict) == (role, FUNCTION, "conditional")
    assert edge.residual == ("an invocation of the function",)
    assert edge.requests == (("lambda:UpdateFunctionCode", FUNCTION),)
    estate.user("bob", allow("lambda:InvokeFunction", FUNCTION))
    (edge,) = edges(estate, ann, "lambda-003")
    assert (edge.verdict, edge.residual) == ("always", ())


def test_only_the_function_that_may_be_changed_is_gone_through(estate: Estate) -> None:
    for name in ("a", "b"):
        role = estate.role(name, trust=trust("lambda.amazonaws.com"))
        arn = f"arn:aws:lambda:us-east-1:{A}:function:{name}"
        estate.add("lambda_function", arn, role=role, policy={})
    ann = estate.user("ann", allow("lambda:UpdateFunctionCode", f"{FUNCTION[:-1]}b"))
    assert [edge.to for edge in edges(estate, ann, "lambda-003")] == [role]


def test_functions_that_could_not_be_listed_leave_their_roles_open(estate: Estate) -> None:
    lambdas = estate.role("app", trust=trust("lambda.amazonaws.com"))
    estate.role("other", trust=trust("ec2.amazonaws.com"))
    ann = estate.user("ann", allow("lambda:UpdateFunctionCode"))
    estate.cover("lambda_function", A, "denied")
    (edge,) = edges(estate, ann, "lambda-003")
    assert (edge.to, edge.verdict) == (lambdas, "unknown")
    assert edge.unknown == (
        "whether any lambda function runs as the role, which was not collected",
    )


def test_functions_of_another_account_that_could_not_be_listed_open_nothing(
    estate: Estate,
) -> None:
    estate.role("app", trust=trust("lambda.amazonaws.com"))
    ann = estate.user("ann", allow("lambda:UpdateFunctionCode"))
    estate.cover("lambda_function", B, "denied")
    assert edges(estate, ann, "lambda-003") == []


@pytest.mark.parametrize("resource", ["*", f"arn:aws:glue:us-east-1:{A}:session/dev-*"])
def test_what_ringwall_does_not_collect_leaves_the_roles_open_that_may_run_it(
    estate: Estate, resource: str
) -> None:
    glue = estate.role("glue", trust=trust("glue.amazonaws.com"))
    estate.role("other", trust=trust("lambda.amazonaws.com"))
    ann = estate.user("ann", allow("glue:RunStatement", resource))
    assert [(e.to, e.verdict) for e in edges(estate, ann, "glue-run-statement")] == [
        (glue, "unknown")
    ]


def test_a_service_linked_role_is_not_passed_nor_changed(estate: Estate) -> None:
    name = "aws-service-role/lambda.amazonaws.com/AWSServiceRoleForLambda"
    estate.role(name, trust=trust("lambda.amazonaws.com"))
    ann = estate.user("ann", allow("*"))
    assert edges(estate, ann, "lambda-001") == []
    assert edges(estate, ann, "iam-012") == []


def test_a_role_whose_trust_policy_was_not_collected_may_be_passed(estate: Estate) -> None:
    role = estate.role("app", trust=None)
    ann = estate.user("ann", allow(["iam:PassRole", "lambda:*"]))
    (edge,) = edges(estate, ann, "lambda-001")
    assert (edge.to, edge.verdict) == (role, "unknown")


def test_the_conditions_of_a_trust_policy_limit_who_is_passed(estate: Estate) -> None:
    prod = {"ArnLike": {"aws:SourceArn": f"arn:aws:codebuild:us-east-1:{A}:project/prod"}}
    estate.role("app", trust={**trust("codebuild.amazonaws.com"), "Condition": prod})
    ann = estate.user("ann", allow(["iam:PassRole", "codebuild:*"]))
    (edge,) = edges(estate, ann, "codebuild-001")
    assert edge.verdict == "conditional"
    assert edge.residual == (f"ArnLike aws:sourcearn {prod['ArnLike']['aws:SourceArn']}",)


def test_a_role_is_passed_to_the_named_service_alone(estate: Estate) -> None:
    passed = {"iam:PassedToService": "ec2.amazonaws.com"}
    estate.role("app", trust=trust("lambda.amazonaws.com"))
    ann = estate.user("ann", allow("iam:PassRole", StringEquals=passed), allow("lambda:*"))
    assert edges(estate, ann, "lambda-001") == []
    profile = f"arn:aws:iam::{A}:instance-profile/x/machines"
    ec2 = estate.role("vm", trust=trust("ec2.amazonaws.com"), instance_profile_arns=[profile])
    bob = estate.user("bob", allow("iam:PassRole", StringEquals=passed), allow("ec2:*"))
    (edge,) = edges(estate, bob, "ec2-001")
    assert (edge.to, edge.verdict) == (ec2, "always")
    assert "--iam-instance-profile Name=machines " in edge.commands[0]


@pytest.mark.parametrize(("profiles", "expected"), [([], []), (None, ["unknown"])])
def test_an_instance_runs_as_a_role_that_is_in_an_instance_profile(
    estate: Estate, profiles: Any, expected: list[str]
) -> None:
    estate.role("vm", trust=trust("ec2.amazonaws.com"), instance_profile_arns=profiles)
    bob = estate.user("bob", allow("*"))
    for path in ("ec2-001", "ec2-003", "autoscaling-create-group"):
        found = edges(estate, bob, path)
        assert [edge.verdict for edge in found] == expected
        doubt = "the instance profiles of the role, which were not collected"
        assert all(edge.unknown == (doubt,) for edge in found)


def test_nobody_takes_himself_over(estate: Estate) -> None:
    ann = estate.user("ann", allow("iam:CreateAccessKey"))
    assert edges(estate, ann, "iam-002") == []
    bob = estate.user("bob")
    assert [edge.to for edge in edges(estate, ann, "iam-002")] == [bob]


def test_nobody_joins_a_group_twice(estate: Estate) -> None:
    estate.group("own", allow("iam:AddUserToGroup"))
    other = estate.group("other")
    ann = estate.user("ann", groups=["own"])
    assert [edge.to for edge in edges(estate, ann, "iam-013")] == [other]


def test_only_the_accounts_own_principals_are_taken_over(estate: Estate) -> None:
    ann = estate.user("ann", allow("iam:CreateAccessKey"))
    estate.user("bob", account=B)
    assert edges(estate, ann, "iam-002") == []


def test_aws_managed_policies_get_no_new_version(estate: Estate) -> None:
    aws = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    own = estate.managed("own", allow("s3:Get*"))
    ann = estate.user("ann", allow("iam:CreatePolicyVersion"), managed_policy_arns=[aws, own])
    assert [edge.through for edge in edges(estate, ann, "iam-001")] == [own]


def test_steps_that_need_different_sessions_are_no_path(estate: Estate) -> None:
    factor, none = ({"aws:MultiFactorAuthPresent": value} for value in ("true", "false"))
    estate.role("app", trust=trust("lambda.amazonaws.com"))
    ann = estate.user(
        "ann", allow("iam:PassRole", Bool=factor), allow("lambda:*", BoolIfExists=none)
    )
    assert edges(estate, ann, "lambda-001") == []


@pytest.mark.parametrize(("region", "found"), [("eu-west-1", True), ("us-east-1", False)])
def test_what_is_there_is_gone_through_in_its_own_region(
    estate: Estate, region: str, *, found: bool
) -> None:
    role = estate.role("app", trust=trust("lambda.amazonaws.com"))
    function = f"arn:aws:lambda:{region}:{A}:function:f"
    estate.add("lambda_function", function, role=role, policy={}, region=region)
    elsewhere = {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
    no = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": elsewhere}
    ann = estate.user("ann", allow(["lambda:UpdateFunctionCode", "lambda:InvokeFunction"]), no)
    steps = edges(estate, ann, "lambda-004")
    assert [(edge.verdict, edge.through) for edge in steps] == [("always", function)] * found
    assert all(c.endswith(" --region eu-west-1") for edge in steps for c in edge.commands)


def test_what_is_there_is_not_looked_for_in_another_region(estate: Estate) -> None:
    role = estate.role("app", trust=trust("lambda.amazonaws.com"))
    function = f"arn:aws:lambda:eu-west-1:{A}:function:f"
    estate.add("lambda_function", function, role=role, policy={}, region="eu-west-1")
    here = {"aws:RequestedRegion": "us-east-1"}
    own = allow("lambda:UpdateFunctionConfiguration", StringEquals=here)
    assert edges(estate, estate.user("ann", own), "lambda-layer") == []
