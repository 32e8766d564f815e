"""Policies validated: errors, security warnings, warnings and suggestions, each with its place.

In the spirit of Access Analyzer's ValidatePolicy; the codes are its issue codes in lower case where
it has the check. What AWS would refuse is an error.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ringwall.reason.iam.language.document import BrokenDocument, Document, read_document
from ringwall.reason.iam.language.parse import parse_document
from ringwall.reason.iam.language.policy import PolicyType, Problem, ProblemSeverity
from ringwall.reason.iam.language.problem import write_path
from ringwall.reason.iam.validation.arns import check_arns
from ringwall.reason.iam.validation.conditions import check_conditions
from ringwall.reason.iam.validation.grants import check_grants
from ringwall.reason.iam.validation.names import check_names
from ringwall.reason.iam.validation.rcp import check_rcp
from ringwall.reason.iam.validation.redundancy import check_redundancy
from ringwall.reason.iam.validation.trust import check_trust

QUOTAS: Mapping[PolicyType, tuple[int, ProblemSeverity]] = {
    "identity": (6_144, "warning"),
    "boundary": (6_144, "warning"),
    "trust": (4_096, "warning"),
    "resource": (20_480, "warning"),
    "session": (2_048, "error"),
    "scp": (10_240, "error"),
    "rcp": (5_120, "error"),
}
"""Characters without white space that AWS takes of a policy; some quotas can be raised.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
"""
_CHECKS = (
    check_arns,
    check_grants,
    check_rcp,
    check_trust,
    check_conditions,
    check_redundancy,
)
_ORDER: tuple[ProblemSeverity, ...] = ("error", "security_warning", "warning", "suggestion")


def validate_document(source: str | bytes, kind: PolicyType = "") -> tuple[Problem, ...]:
    """Return all problems of a policy in a text, the gravest first.

    `kind` says where the policy is attached; '' finds no fault that depends on it.
    """
    try:
        document = read_document(source)
    except BrokenDocument as error:
        return (Problem("error", "broken_json", error.reason, "", error.position),)
    parsed = parse_document(document, (), "", kind)
    problems = [*map(_judge, parsed.problems), *_check_text(document, kind)]
    if parsed.policy is not None:
        policy = parsed.policy
        problems.extend(check_names(policy))
        for statement in policy.statements:
            for check in _CHECKS:
                problems.extend(check(policy, statement))
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (_ORDER.index(p.severity), p.position)))


def _judge(problem: Problem) -> Problem:
    """Return a problem of reading as AWS judges it: it refuses an operator that it does not have.

    Elsewhere such an operator is a warning, for the statement is judged all the same: unknown.
    """
    if problem.code == "unknown_operator":
        return replace(problem, severity="error")
    return problem


def _check_text(document: Document, kind: PolicyType) -> Iterator[Problem]:
    value = document.value
    if not isinstance(value, dict):
        return
    if "Version" not in value:
        message = 'add "Version": "2012-10-17": without it there are no variables'
        yield Problem("warning", "missing_version", message, "", document.position(()))
    quota, severity = QUOTAS.get(kind, (0, "warning"))
    size = len(re.sub(r"\s", "", document.text))
    if quota and size > quota:
        message = f"{size:,} characters; the quota of {kind} policies is {quota:,}"
        yield Problem(severity, "policy_size_exceeds_quota", message, "", document.position(()))
    statements = value.get("Statement", [])
    many = isinstance(statements, list)
    for at, item in enumerate(statements if many else [statements]):
        if isinstance(item, dict):
            yield from _check_statement(
                document, item, ("Statement", at) if many else ("Statement",)
            )


def _check_statement(
    document: Document, item: Mapping[str, Any], path: tuple[str | int, ...]
) -> Iterator[Problem]:
    for severity, code, message, steps in (*_check_elements(item), *_check_principals(item)):
        where = (*path, *steps)
        yield Problem(severity, code, message, write_path(where), document.position(where))


Found = tuple[ProblemSeverity, str, str, tuple[str, ...]]
"""A problem's severity, code and message, and the way to it in the statement."""


def _check_elements(item: Mapping[str, Any]) -> Iterator[Found]:
    if item.get("Sid") == "":
        yield "suggestion", "empty_sid_value", "give the Sid a name or leave it out", ("Sid",)
    if item.get("Condition") == {}:
        message = "an empty Condition always holds: leave it out"
        yield "suggestion", "empty_object_condition", message, ("Condition",)
    block = item.get("Condition")
    for operator, tests in block.items() if isinstance(block, dict) else ():
        seen: set[str] = set()
        for key in tests if isinstance(tests, dict) else ():
            if key.lower() in seen:
                message = f"{key} is there twice, in different case"
                code = "duplicate_keys_with_different_case"
                yield "error", code, message, ("Condition", operator, key)
            seen.add(key.lower())


def _check_principals(item: Mapping[str, Any]) -> Iterator[Found]:
    for element in ("Principal", "NotPrincipal"):
        names = item.get(element)
        if names == {}:
            message = f"an empty {element} names nobody"
            yield "warning", "empty_object_principal", message, (element,)
        for kind, values in names.items() if isinstance(names, dict) else ():
            if values == []:
                message = f"an empty list of {kind} names nobody"
                yield "warning", "empty_array_principal", message, (element, kind)
