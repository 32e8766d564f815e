"""Whether an attempt is allowed: over what may be chosen, and once for principals alike."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.attempt_decider import AttemptDecider
from ringwall.reason.iam.escalation.attempts import Attempt, AttemptFinder
from ringwall.reason.iam.escalation.paths import EscalationPath, load_paths

Estate = Any
"""tests/reason/conftest.py declares it."""
A = "111111111111"
LAMBDA = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
          "Action": "sts:AssumeRole"}  # fmt: skip
RUNS = ["lambda:CreateFunction", "lambda:InvokeFunction"]


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def path(name: str) -> EscalationPath:
    return next(path for path in load_paths() if path.id == name)


def decide(estate: Estate, arn: str, name: str) -> tuple[str, str, str]:
    """Return the verdict on the first attempt at a path, with the name and region chosen."""
    organization = estate.read()
    principal = organization.principals[arn]
    attempt = next(iter(AttemptFinder(organization).find(path(name), principal)))
    access, values = AttemptDecider(organization).decide(principal, path(name), attempt)
    return access.verdict, values["new"], values["region"]


@pytest.mark.parametrize(
    ("functions", "expected"),
    [
        ("*", ("always", "ringwall-probe", "us-east-1")),
        (f"arn:aws:lambda:*:{A}:function:dev-*", ("always", "dev-ringwall-probe", "us-east-1")),
        (f"arn:aws:lambda:eu-west-1:{A}:function:*", ("always", "ringwall-probe", "eu-west-1")),
        (f"arn:aws:lambda:*:{A}:function:one", ("always", "one", "us-east-1")),
        ("arn:aws:lambda:*:999999999999:function:*", ("never", "ringwall-probe", "us-east-1")),
    ],
)
def test_names_and_regions_are_chosen_as_policies_allow(
    estate: Estate, functions: str, expected: tuple[str, str, str]
) -> None:
    role = estate.role("app", trust=LAMBDA)
    ann = estate.user("ann", allow("iam:PassRole", role), allow(RUNS, functions))
    assert decide(estate, ann, "lambda-001") == expected


def test_where_a_fixed_step_is_denied_nothing_is_chosen(estate: Estate) -> None:
    estate.role("app", trust=LAMBDA)
    ann = estate.user("ann", allow("iam:PassRole", f"arn:aws:iam::{A}:role/other"),
                      allow(RUNS, f"arn:aws:lambda:*:{A}:function:dev-*"))  # fmt: skip
    assert decide(estate, ann, "lambda-001") == ("never", "ringwall-probe", "us-east-1")


def test_all_steps_are_one_session(estate: Estate) -> None:
    role = estate.role("app", trust=LAMBDA)
    office, home = ({"IpAddress": {"aws:SourceIp": f"203.0.113.{n}/32"}} for n in (1, 2))
    apart = [allow("iam:PassRole", role, Condition=office), allow(RUNS, Condition=home)]
    together = [allow("iam:PassRole", role, Condition=office), allow(RUNS, Condition=office)]
    ann, eve = estate.user("ann", *together), estate.user("eve", *apart)
    assert decide(estate, ann, "lambda-001")[0] == "conditional"
    assert decide(estate, eve, "lambda-001")[0] == "never"


def test_a_principal_that_exists_is_not_made_again(estate: Estate) -> None:
    actions = list(path("iam-new-user").actions)
    ann = estate.user("ann", allow(actions))
    bob = estate.user("bob", allow(actions), {**allow(actions, f"arn:aws:iam::{A}:user/dev-*")})
    assert decide(estate, ann, "iam-new-user") == ("always", "ringwall-probe", "us-east-1")
    estate.user("ringwall-probe")
    assert decide(estate, ann, "iam-new-user")[0] == "never"
    assert decide(estate, bob, "iam-new-user") == ("always", "dev-ringwall-probe", "us-east-1")


def test_principals_with_the_same_policies_have_one_answer(estate: Estate) -> None:
    role = estate.role("app", trust=LAMBDA)
    runs = estate.managed("runs", allow(["iam:PassRole", *RUNS]))
    own = estate.managed("own", allow("s3:*", "arn:aws:s3:::${aws:username}"))
    people = [estate.user(n, managed_policy_arns=[runs]) for n in ("ann", "bob")]
    people += [estate.user(n, managed_policy_arns=[runs, own]) for n in ("dan", "eve")]
    organization = estate.read()
    decider = AttemptDecider(organization)
    # None of the steps is about who takes it: the role is yet to be named.
    free = EscalationPath("x", "x", "new-passrole", "self", "admin", path("lambda-001").steps[1:2])
    values = {"account": A, "partition": "aws", "region": "us-east-1", "new": "n", "path": "/",
              "power": "", "self": "", "target": role}  # fmt: skip
    answers = [
        decider.decide(organization.principals[arn], free, Attempt({**values, "self": arn}))[0]
        for arn in people
    ]
    assert [answer.verdict for answer in answers] == ["always"] * 4
    assert answers[0] is answers[1]
    assert answers[2] is not answers[3]


def test_a_part_that_is_denied_is_asked_once_for_principals_alike(estate: Estate) -> None:
    """Adding a permission for oneself is asked of each; creating the function is not."""
    estate.role("app", trust=LAMBDA)
    some = estate.managed("some", allow(["iam:PassRole", "lambda:AddPermission"]))
    people = [estate.user(name, managed_policy_arns=[some]) for name in ("ann", "bob")]
    organization = estate.read()
    decider, finder = AttemptDecider(organization), AttemptFinder(organization)
    first, second = (
        decider.decide(principal, path("lambda-006"), attempt)[0]
        for principal in map(organization.principals.__getitem__, people)
        for attempt in finder.find(path("lambda-006"), principal)
    )
    assert first.verdict == "never"
    assert first is second
