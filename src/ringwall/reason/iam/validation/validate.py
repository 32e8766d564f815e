"""One policy validated: errors, security warnings, warnings and suggestions, by position.

This is what Access Analyzer's ValidatePolicy does; where it has the check, the code is its issue
code in lower case. What AWS refuses is an error.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ringwall.reason.iam.language.answers import unwrap_answer
from ringwall.reason.iam.language.document import BrokenDocument, Document, read_document
from ringwall.reason.iam.language.parse import parse_document
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.language.problem import Problem, ProblemSeverity, write_path
from ringwall.reason.iam.validation.arns import check_arns
from ringwall.reason.iam.validation.conditions import check_conditions
from ringwall.reason.iam.validation.grants import check_grants
from ringwall.reason.iam.validation.matches import check_matches
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
"""The most characters that a policy can have, white space aside; AWS can raise some quotas.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
"""
_CHECKS = (
    check_arns,
    check_grants,
    check_rcp,
    check_trust,
    check_conditions,
    check_matches,
    check_redundancy,
)
_ORDER: tuple[ProblemSeverity, ...] = ("error", "security_warning", "warning", "suggestion")


def validate_document(source: str | bytes, policy_type: PolicyType = "") -> tuple[Problem, ...]:
    """Return all problems of a policy in a text, the most severe first.

    With '' as `policy_type`, problems that depend on the type are not reported.
    """
    try:
        document = unwrap_answer(read_document(source))
    except BrokenDocument as error:
        return (Problem("error", "broken_json", error.reason, "", error.position),)
    parsed = parse_document(document, (), "", policy_type)
    problems = [*map(_as_aws_does, parsed.problems), *_check_text(document, policy_type)]
    if parsed.policy is not None:
        policy = parsed.policy
        problems.extend(check_names(policy))
        for statement in policy.statements:
            for check in _CHECKS:
                problems.extend(check(policy, statement))
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (_ORDER.index(p.severity), p.position)))


def _as_aws_does(problem: Problem) -> Problem:
    """Return a problem of parsing with AWS's severity: it refuses an unknown operator.

    Elsewhere an unknown operator is a warning: its statement is evaluated, to unknown.
    """
    if problem.code == "unknown_operator":
        return replace(problem, severity="error")
    return problem


def _check_text(document: Document, policy_type: PolicyType) -> Iterator[Problem]:
    value = document.value
    if not isinstance(value, dict):
        return
    if "Version" not in value:
        message = 'add "Version": "2012-10-17": policy variables need it'
        yield Problem("warning", "missing_version", message, "", document.position(()))
    if value.get("Statement") == []:
        message = "a policy must have at least one statement"
        yield Problem(
            "error", "missing_statement", message, "Statement", document.position(("Statement",))
        )
    quota, severity = QUOTAS.get(policy_type, (0, "warning"))
    # The text of an answer of the CLI has more than the policy.
    is_whole = not document.text[: document.offsets.get((), 0)].strip()
    text = document.text if is_whole else json.dumps(value, ensure_ascii=False)
    size = len(re.sub(r"\s", "", text))
    if quota and size > quota:
        message = f"{size:,} characters exceed the quota of {quota:,} for {policy_type} policies"
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


_Problem = tuple[ProblemSeverity, str, str, tuple[str, ...]]
"""Severity, code, message, and the path within the statement."""


def _check_elements(item: Mapping[str, Any]) -> Iterator[_Problem]:
    if item.get("Sid") == "":
        yield (
            "suggestion",
            "empty_sid_value",
            "the Sid is empty: remove it or give it a value",
            ("Sid",),
        )
    if item.get("Condition") == {}:
        message = "an empty Condition always matches: remove it"
        yield "suggestion", "empty_object_condition", message, ("Condition",)
    block = item.get("Condition")
    for operator, tests in block.items() if isinstance(block, dict) else ():
        seen: set[str] = set()
        for key in tests if isinstance(tests, dict) else ():
            if key.lower() in seen:
                message = f"{key} appears twice, in different case"
                code = "duplicate_keys_with_different_case"
                yield "error", code, message, ("Condition", operator, key)
            seen.add(key.lower())


def _check_principals(item: Mapping[str, Any]) -> Iterator[_Problem]:
    for element in ("Principal", "NotPrincipal"):
        names = item.get(element)
        if names == {}:
            message = f"an empty {element} matches no principal"
            yield "warning", "empty_object_principal", message, (element,)
        for principal_type, values in names.items() if isinstance(names, dict) else ():
            if values == []:
                message = f"an empty list of {principal_type} matches no principal"
                yield "warning", "empty_array_principal", message, (element, principal_type)
