"""On what to ask: parts of a resource that statements tell apart, and made-up resources."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.question.target_resource import find_target
from ringwall.reason.iam.relation.samples import sample_parts

A = "111111111111"
BUCKET = "arn:aws:s3:::data"
NOTHING = Organization("", "", {}, frozenset(), {}, {})
"""An organization of which nothing was collected."""


def policy(*statements: Any) -> CompiledPolicy:
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": list(statements)}))


def allow(action: Any, resource: Any = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": resource}


def sample(
    separators: Iterable[str],
    statements: Iterable[CompiledStatement],
    find_request: Callable[[], Request],
) -> tuple[str, ...]:
    found = sample_parts(find_target(NOTHING, BUCKET), separators, statements, find_request)
    return tuple(target.arn for target in found)


def test_parts_are_asked_about_as_statements_name_them() -> None:
    found = policy(allow("s3:Get*", [f"{BUCKET}/public/*", "arn:aws:s3:::other/*", "*"]))
    assert sample(("/",), found.statements, ask_nobody) == (
        f"{BUCKET}/0-any",
        f"{BUCKET}/public/0-any",
    )
    assert sample(("",), found.statements, ask_nobody) == (BUCKET,)


def ask_nobody() -> Request:
    raise AssertionError("there is no variable to fill in")


@pytest.mark.parametrize(
    ("asker", "expected"),
    [
        (f"arn:aws:iam::{A}:user/team/ann", f"{BUCKET}/home/ann/0-any"),
        (f"arn:aws:iam::{A}:role/app", None),
    ],
)
def test_variables_are_what_is_known_of_the_asker(asker: str, expected: str | None) -> None:
    found = policy(allow("s3:Get*", f"{BUCKET}/home/${{aws:username}}/*"))
    arns = sample(("/",), found.statements, lambda: make_request(asker, "s3:x", "*"))
    assert arns[1:] == (() if expected is None else (expected,))
