"""Whether a resource's policy denies every request over plain HTTP, whoever makes it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
"""

from collections.abc import Iterable
from dataclasses import replace

from ringwall.reason.iam.language.elements import EVERYONE
from ringwall.reason.iam.language.operators import read_operator
from ringwall.reason.iam.language.policy import (
    Condition,
    Patterns,
    Policy,
    Principals,
    Statement,
)
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion
from ringwall.reason.iam.symbolic.check_answer import CheckAnswer
from ringwall.reason.iam.symbolic.questions import answer_question

_PLAIN = (
    Condition(read_operator("Bool"), "aws:securetransport", ("false",)),
    Condition(read_operator("Null"), "s3:tlsversion", ("true",)),
)
"""What holds for every request over plain HTTP."""


def check_plain_http_is_denied(
    policy: Policy, arn: str, on_whole: Iterable[str] = (), on_parts: Iterable[str] = ()
) -> CheckAnswer:
    """Return pass where a policy denies all requests over plain HTTP for a resource and its parts.

    What it allows does not count: policies of other kinds may allow the rest. Where it fails, the
    example is the first action (in lower case) on the resource or its parts that is not denied.
    """
    service = arn.split(":", 3)[2]
    whole, parts = Patterns((arn,)), Patterns((f"{arn}/*",))
    every = Patterns((f"{service}:*",))
    answer = _ask(policy, every, Patterns((*whole.values, *parts.values)))
    if not answer.witness:
        return answer
    real = [*((action, whole) for action in on_whole), *((action, parts) for action in on_parts)]
    asked = (_ask(policy, Patterns((action,)), at) for action, at in real)
    return next((shown for shown in asked if shown.witness), answer)


def _ask(policy: Policy, actions: Patterns, at: Patterns) -> CheckAnswer:
    """Return whether a policy denies these actions on these resources over plain HTTP."""
    everything = Statement("Allow", actions, at, Principals((EVERYONE,)), _PLAIN, variables=False)
    denials = (statement for statement in policy.statements if statement.effect == "Deny")
    question = replace(policy, statements=(everything, *denials))
    return answer_question(CheckQuestion(question, by_principal=True))
