"""ARNs that stand for all others: of parts of a resource, and of resources that are made up."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from ringwall.model.partition import home_region
from ringwall.reason.iam.evaluation.compiled import CompiledStatement
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.evaluation.resource_parts import (
    MAX_PARTS,
    list_parts,
    read_resource_patterns,
)
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.question.access_point import OBJECT, bucket_arn_of, is_access_point
from ringwall.reason.iam.question.target_resource import TargetResource
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer

_PART = "x"
_MORE_PARTS = f"parts of the resource that policies name beyond the first {MAX_PARTS}"


def sample_parts(
    target: TargetResource,
    separators: Iterable[str],
    statements: Iterable[CompiledStatement],
    find_request: Callable[[], Request],
) -> tuple[TargetResource, ...]:
    """Return what to ask about: the resource, and parts of it that the statements tell apart.

    `find_request` returns a request of the caller, for statements that have variables. Behind an
    access point, those parts count as well that statements tell apart in its bucket.
    """
    patterns = read_resource_patterns(statements, find_request)
    arn = target.arn
    found: list[str] = []
    for separator in separators:
        found.extend(list_parts(f"{arn}{separator}", patterns) if separator else (arn,))
        point = target.resource
        if separator == OBJECT and point is not None and is_access_point(point):
            head = f"{bucket_arn_of(point)}/"
            parts = (part.removeprefix(head) for part in list_parts(head, patterns))
            found.extend(f"{arn}{OBJECT}{part}" for part in parts)
    return tuple(map(target.part, dict.fromkeys(found)))


def doubt_rest(answer: AccessAnswer, count: int) -> AccessAnswer:
    """Return an answer over `count` parts of a resource: of more parts, `never` is not certain."""
    if count < MAX_PARTS or answer.verdict != "never":
        return answer
    return replace(answer, verdict="unknown", unknown=(_MORE_PARTS,))


def make_arns(action: str, account: str, partition: str = "aws") -> tuple[str, ...]:
    """Return a made-up resource of each type that an action takes; `*` where it takes none."""
    found = load_universe().find(action)
    if found is None or not found.types:
        return ("*",)
    known = {"Partition": partition, "Region": home_region(partition), "Account": account}
    return tuple(
        re.sub(r"\$\{(\w+)\}", lambda match: known.get(match[1], _PART), kind.arn)
        for kind in found.types
    )
