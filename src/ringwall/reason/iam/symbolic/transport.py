"""Whether a resource's policy denies every request over plain HTTP, whoever makes it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
"""

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


def check_plain_http_is_denied(policy: Policy, arn: str) -> CheckAnswer:
    """Return pass where a policy denies all requests over plain HTTP for a resource and its parts.

    What it allows does not count: policies of other kinds may allow the rest.
    """
    service = arn.split(":", 3)[2]
    everything = Statement(
        "Allow",
        Patterns((f"{service}:*",)),
        Patterns((arn, f"{arn}/*")),
        Principals((EVERYONE,)),
        _PLAIN,
        variables=False,
    )
    denials = (statement for statement in policy.statements if statement.effect == "Deny")
    asked = replace(policy, statements=(everything, *denials))
    return answer_question(CheckQuestion(asked, by_principal=True))
