"""Policies read from JSON, with every problem named and its position in the text.

The policy language: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from ringwall.model.errors import BadInput
from ringwall.reason.iam.language.document import (
    BrokenDocument,
    Document,
    JsonPath,
    check_depth,
    read_document,
)
from ringwall.reason.iam.language.elements import parse_conditions, parse_principals
from ringwall.reason.iam.language.policy import (
    Patterns,
    Policy,
    PolicyType,
    PolicyVersion,
    Statement,
)
from ringwall.reason.iam.language.problem import Problem, ProblemLog

POLICY_KEYS = ("Version", "Id", "Statement")
STATEMENT_KEYS = (
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction"),
    *("Resource", "NotResource", "Condition"),
)
MISSPELT = 0.6


class BadPolicy(BadInput):
    """The text is not a policy: `problems` has every problem with its position."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        lines = (f"{name}:{p}" if p.position.line else f"{name}: {p}" for p in problems)
        super().__init__("\n".join(lines))
        self.problems = problems


@dataclass(frozen=True)
class Parsed:
    """A policy and its problems; `policy` is None where its meaning is not certain."""

    policy: Policy | None
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which AWS would refuse the policy."""
        return tuple(p for p in self.problems if p.severity == "error")


def read_policy(
    source: str | bytes | Mapping[str, Any], name: str = "policy", policy_type: PolicyType = ""
) -> Policy:
    """Return the policy in a text or parsed object; raises BadPolicy where it is not one."""
    parsed = parse_policy(source, name, policy_type)
    if parsed.policy is None:
        raise BadPolicy(name, parsed.errors)
    return parsed.policy


def parse_policy(
    source: str | bytes | Mapping[str, Any], name: str = "", policy_type: PolicyType = ""
) -> Parsed:
    """Return the policy in a text or parsed object with all its problems; raises nothing.

    Problems in a text have a line and column, problems in an object a path only. `policy_type` ''
    accepts a policy of any type.
    """
    try:
        if isinstance(source, str | bytes):
            document = read_document(source)
        else:
            check_depth(source)
            document = Document(source)
    except BrokenDocument as error:
        return Parsed(None, (Problem("error", "broken_json", error.reason, "", error.position),))
    return parse_document(document, (), name, policy_type)


def parse_document(
    document: Document, root: JsonPath, name: str = "", policy_type: PolicyType = ""
) -> Parsed:
    """Return the policy at a path of a document, such as one field of a case."""
    log = ProblemLog(document, root)
    value = document.value
    for step in root:
        value = value[step]
    policy = _policy(value, log, name, policy_type)
    for path in document.duplicates:
        if path[: len(root)] == root:
            log.add("error", "duplicate_key", f"{path[-1]} appears twice", path)
    problems = tuple(sorted(log.found, key=lambda p: p.position))
    return Parsed(None if log.is_unreadable else policy, problems)


def _policy(value: Any, log: ProblemLog, name: str, policy_type: PolicyType) -> Policy | None:
    root = log.root
    if not isinstance(value, Mapping):
        log.reject("not_an_object", "a policy must be a JSON object", root)
        return None
    _check_keys(value, POLICY_KEYS, log, root)
    version = value.get("Version", "2008-10-17")
    if version not in get_args(PolicyVersion):
        message = f"Version is {version!r}; it must be 2012-10-17 or 2008-10-17"
        log.reject("bad_version", message, (*root, "Version"))
        version = "2012-10-17"
    id_ = log.text(value.get("Id", ""), "Id", (*root, "Id"))
    if "Statement" not in value:
        log.reject("missing_element", "a policy must have a Statement", root)
    statements = tuple(
        _statement(item, version, policy_type, log, path)
        for item, path in _items(value.get("Statement", []), log)
    )
    _check_sids(statements, log)
    return Policy(statements, version, id_, name, policy_type)


def _items(value: Any, log: ProblemLog) -> Iterator[tuple[Mapping[str, Any], JsonPath]]:
    path: JsonPath = (*log.root, "Statement")
    many = isinstance(value, list | tuple)
    for index, item in enumerate(value if many else [value]):
        where = (*path, index) if many else path
        if isinstance(item, Mapping):
            yield item, where
        else:
            log.reject("not_an_object", "a statement must be a JSON object", where)


def _statement(
    item: Mapping[str, Any],
    version: PolicyVersion,
    policy_type: PolicyType,
    log: ProblemLog,
    path: JsonPath,
) -> Statement:
    _check_keys(item, STATEMENT_KEYS, log, path)
    effect = item.get("Effect")
    if effect not in ("Allow", "Deny"):
        given = "missing" if effect is None else repr(effect)
        log.reject("bad_effect", f"Effect is {given}; it must be Allow or Deny", (*path, "Effect"))
    action = _patterns(item, "Action", log, path)
    if action is None:
        log.reject("missing_element", "a statement must have Action or NotAction", path)
        action = Patterns(())
    resource = _patterns(item, "Resource", log, path)
    principal = parse_principals(item, log, path)
    _check_policy_type(
        policy_type,
        has_resource=resource is not None,
        has_principal=principal is not None,
        log=log,
        path=path,
    )
    return Statement(
        effect="Allow" if effect == "Allow" else "Deny",
        action=Patterns(tuple(v.lower() for v in action.values), action.negated),
        resource=resource,
        principal=principal,
        conditions=parse_conditions(item, log, path),
        sid=log.text(item.get("Sid", ""), "Sid", (*path, "Sid")),
        index=path[-1] if isinstance(path[-1], int) else 0,
        position=log.document.position(path),
        variables=version == "2012-10-17",
    )


def _patterns(
    item: Mapping[str, Any], element: str, log: ProblemLog, path: JsonPath
) -> Patterns | None:
    negated = f"Not{element}"
    log.check_exclusive(item, element, negated, path)
    for name in (element, negated):
        if name in item:
            values = log.texts(item[name], name, (*path, name))
            if not values:
                log.add("warning", "empty_list", f"{name} has no values", (*path, name))
            return Patterns(values, negated=name == negated)
    return None


def _check_keys(
    value: Mapping[str, Any], known: tuple[str, ...], log: ProblemLog, path: JsonPath
) -> None:
    for key in value:
        if key not in known:
            lower = {name.lower(): name for name in known}
            near = difflib.get_close_matches(str(key).lower(), lower, n=1, cutoff=MISSPELT)
            hint = f"; did you mean {lower[near[0]]}?" if near else ""
            log.reject("unknown_element", f"unknown element: {key}{hint}", (*path, key))


def _check_policy_type(
    policy_type: PolicyType,
    *,
    has_resource: bool,
    has_principal: bool,
    log: ProblemLog,
    path: JsonPath,
) -> None:
    by_resource = policy_type in {"resource", "trust", "rcp", "endpoint"}
    unwanted, missing = "unwanted_element", "missing_element"
    needs = f"a statement of a policy of type {policy_type} must have"
    checks = (
        (has_principal and not by_resource, unwanted, f"{policy_type} policies take no Principal"),
        (not has_principal and by_resource, missing, f"{needs} a Principal"),
        (has_resource and policy_type == "trust", unwanted, "trust policies take no Resource"),
        (
            not has_resource and policy_type not in {"trust", "resource"},
            missing,
            f"{needs} a Resource",
        ),
    )
    for is_wrong, code, message in checks if policy_type else ():
        if is_wrong:
            log.add("error", code, message, path)


def _check_sids(statements: tuple[Statement, ...], log: ProblemLog) -> None:
    seen: set[str] = set()
    for statement in statements:
        if statement.sid and statement.sid in seen:
            path = (*log.root, "Statement", statement.index, "Sid")
            log.add("error", "duplicate_sid", f"Sid {statement.sid} appears twice", path)
        seen.add(statement.sid)
