"""Policies read from JSON, with every fault named and placed.

The language: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
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
    Problem,
    Statement,
)
from ringwall.reason.iam.language.problem import ProblemLog

POLICY_KEYS = ("Version", "Id", "Statement")
STATEMENT_KEYS = (
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction"),
    *("Resource", "NotResource", "Condition"),
)
MISSPELT = 0.6


class BadPolicy(BadInput):
    """The text is no policy: `problems` has every fault with its place."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        lines = (f"{name}:{p}" if p.position.line else f"{name}: {p}" for p in problems)
        super().__init__("\n".join(lines))
        self.problems = problems


@dataclass(frozen=True)
class Parsed:
    """A policy and what is wrong with it; `policy` is None where its meaning is not certain."""

    policy: Policy | None
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which AWS would refuse the policy."""
        return tuple(p for p in self.problems if p.severity == "error")


def read_policy(
    source: str | bytes | Mapping[str, Any], name: str = "policy", kind: PolicyType = ""
) -> Policy:
    """Return the policy that a text or parsed object holds; BadPolicy where it is none."""
    parsed = parse_policy(source, name, kind)
    if parsed.policy is None:
        raise BadPolicy(name, parsed.errors)
    return parsed.policy


def parse_policy(
    source: str | bytes | Mapping[str, Any], name: str = "", kind: PolicyType = ""
) -> Parsed:
    """Return the policy of a text or parsed object with all its problems; raises nothing.

    Text has places (line and column); an object has paths only. `kind` says where the policy is
    attached, '' takes any.
    """
    try:
        if isinstance(source, str | bytes):
            document = read_document(source)
        else:
            check_depth(source)
            document = Document(source)
    except BrokenDocument as error:
        return Parsed(None, (Problem("error", "broken_json", error.reason, "", error.position),))
    return parse_document(document, (), name, kind)


def parse_document(
    document: Document, root: JsonPath, name: str = "", kind: PolicyType = ""
) -> Parsed:
    """Return the policy that stands at a path of a document, such as a line of cases."""
    faults = ProblemLog(document, root)
    value = document.value
    for step in root:
        value = value[step]
    policy = _policy(value, faults, name, kind)
    for path in document.duplicates:
        if path[: len(root)] == root:
            faults.add("error", "duplicate_key", f"{path[-1]} is there twice", path)
    problems = tuple(sorted(faults.found, key=lambda p: p.position))
    return Parsed(None if faults.is_unreadable else policy, problems)


def _policy(value: Any, faults: ProblemLog, name: str, kind: PolicyType) -> Policy | None:
    root = faults.root
    if not isinstance(value, Mapping):
        faults.reject("not_an_object", "a policy is a JSON object", root)
        return None
    _check_keys(value, POLICY_KEYS, faults, root)
    version = value.get("Version", "2008-10-17")
    if version not in get_args(PolicyVersion):
        faults.reject("bad_version", f"{version!r} is no version of the policy language: "
                      "2012-10-17 (or 2008-10-17)", (*root, "Version"))  # fmt: skip
        version = "2012-10-17"
    id_ = faults.text(value.get("Id", ""), "Id", (*root, "Id"))
    if "Statement" not in value:
        faults.reject("missing_element", "a policy has a Statement", root)
    statements = tuple(
        _statement(item, version, kind, faults, path)
        for item, path in _items(value.get("Statement", []), faults)
    )
    _check_sids(statements, faults)
    return Policy(statements, version, id_, name, kind)


def _items(value: Any, faults: ProblemLog) -> Iterator[tuple[Mapping[str, Any], JsonPath]]:
    path: JsonPath = (*faults.root, "Statement")
    many = isinstance(value, list | tuple)
    for index, item in enumerate(value if many else [value]):
        where = (*path, index) if many else path
        if isinstance(item, Mapping):
            yield item, where
        else:
            faults.reject("not_an_object", "a statement is a JSON object", where)


def _statement(
    item: Mapping[str, Any],
    version: PolicyVersion,
    kind: PolicyType,
    faults: ProblemLog,
    path: JsonPath,
) -> Statement:
    _check_keys(item, STATEMENT_KEYS, faults, path)
    effect = item.get("Effect")
    if effect not in ("Allow", "Deny"):
        said = "missing" if effect is None else repr(effect)
        faults.reject("bad_effect", f"Effect is {said}; it is Allow or Deny", (*path, "Effect"))
    action = _patterns(item, "Action", faults, path)
    if action is None:
        faults.reject("missing_element", "a statement has an Action or a NotAction", path)
        action = Patterns(())
    resource = _patterns(item, "Resource", faults, path)
    principal = parse_principals(item, faults, path)
    _check_kind(kind, has_resource=resource is not None, has_principal=principal is not None,
                faults=faults, path=path)  # fmt: skip
    return Statement(
        effect="Allow" if effect == "Allow" else "Deny",
        action=Patterns(tuple(v.lower() for v in action.values), action.negated),
        resource=resource,
        principal=principal,
        conditions=parse_conditions(item, faults, path),
        sid=faults.text(item.get("Sid", ""), "Sid", (*path, "Sid")),
        index=path[-1] if isinstance(path[-1], int) else 0,
        position=faults.document.position(path),
        variables=version == "2012-10-17",
    )


def _patterns(
    item: Mapping[str, Any], element: str, faults: ProblemLog, path: JsonPath
) -> Patterns | None:
    negated = f"Not{element}"
    faults.check_exclusive(item, element, negated, path)
    for name in (element, negated):
        if name in item:
            values = faults.texts(item[name], name, (*path, name))
            if not values:
                faults.add("warning", "empty_list", f"{name} has no values", (*path, name))
            return Patterns(values, negated=name == negated)
    return None


def _check_keys(
    value: Mapping[str, Any], known: tuple[str, ...], faults: ProblemLog, path: JsonPath
) -> None:
    for key in value:
        if key not in known:
            lower = {name.lower(): name for name in known}
            near = difflib.get_close_matches(str(key).lower(), lower, n=1, cutoff=MISSPELT)
            hint = f"; did you mean {lower[near[0]]}?" if near else ""
            faults.reject("unknown_element", f"no such element: {key}{hint}", (*path, key))


def _check_kind(
    kind: PolicyType, *, has_resource: bool, has_principal: bool, faults: ProblemLog, path: JsonPath
) -> None:
    by_resource = kind in {"resource", "trust", "rcp", "endpoint"}
    checks = (
        (
            has_principal and not by_resource,
            "unwanted_element",
            "only a resource's policy has a Principal",
        ),
        (
            not has_principal and by_resource,
            "missing_element",
            f"a {kind} policy's statement has a Principal",
        ),
        (has_resource and kind == "trust", "unwanted_element", "a trust policy has no Resource"),
        (
            not has_resource and kind not in {"trust", "resource"},
            "missing_element",
            f"a {kind} policy's statement has a Resource",
        ),
    )
    for is_wrong, code, message in checks if kind else ():
        if is_wrong:
            faults.add("error", code, message, path)


def _check_sids(statements: tuple[Statement, ...], faults: ProblemLog) -> None:
    seen: set[str] = set()
    for statement in statements:
        if statement.sid and statement.sid in seen:
            path = (*faults.root, "Statement", statement.index, "Sid")
            faults.add("error", "duplicate_sid", f"Sid {statement.sid} is there twice", path)
        seen.add(statement.sid)
