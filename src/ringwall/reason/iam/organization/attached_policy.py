"""Policies as they are attached: compiled when they are first asked, and only once."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.policy_set import UnreadPolicy
from ringwall.reason.iam.evaluation.resource_parts import find_matches_under
from ringwall.reason.iam.language.parse import parse_policy
from ringwall.reason.iam.language.policy import PolicyType

StatementHeads = tuple[tuple[str, ...] | None, tuple[str, ...] | None]
"""How the actions and the resources of a statement begin; None where it names none."""
_ANYTHING: StatementHeads = (None, None)
_TITLES: Mapping[PolicyType, str] = {
    "": "the policy of",
    "resource": "the policy of",
    "trust": "the trust policy of",
    "identity": "the identity policy",
    "boundary": "the permissions boundary",
    "session": "the session policy",
    "scp": "the SCP",
    "rcp": "the RCP",
    "endpoint": "the endpoint policy",
}
MAX_REMEMBERED = 512
"""Questions whose answers a policy remembers."""


class AttachedPolicy:
    """One policy in force: `document` is its JSON object, None where it was not collected."""

    def __init__(
        self,
        document: Mapping[str, Any] | None,
        name: str,
        kind: PolicyType,
        managed_arn: str = "",
        versions: Mapping[str, Mapping[str, Any] | None] | None = None,
        *,
        what: str = "",
        why: str = "",
    ) -> None:
        self.document = document
        self.name = name
        self.kind = kind
        self.managed_arn = managed_arn
        """The ARN of a managed policy; '' for an inline policy."""
        self.versions = versions
        """The documents of its other versions, by their ids; None where they are not known."""
        self._what = what or f"{_TITLES[kind]} {name}"
        """What it is, in words."""
        self._why = why
        """What AWS answered in place of its document; '' where that is not known."""
        self._may_grant: dict[tuple[str, str, str], bool] = {}

    @cached_property
    def compiled(self) -> CompiledPolicy | UnreadPolicy:
        """The policy, ready to be asked."""
        if self.document is None:
            return self._unread
        parsed = parse_policy(self.document, self.name, self.kind)
        # AWS keeps no statement without its Principal or Resource: the document is garbled.
        is_whole = all(problem.code != "missing_element" for problem in parsed.errors)
        return CompiledPolicy(parsed.policy) if parsed.policy and is_whole else self._unread

    @property
    def _unread(self) -> UnreadPolicy:
        """What stands for it where it is not known what it says: it tells why."""
        if self.document is None:
            why = f"not collected: {self._why}" if self._why else "not collected"
        else:
            errors = parse_policy(self.document, self.name, self.kind).errors
            why = f"cannot be read: {errors[0].message}" if errors else "cannot be read"
        return UnreadPolicy(f"{self._what} ({why})")

    def find_versions(self) -> Iterator[tuple[str, "AttachedPolicy"]]:
        """Yield its other versions that say something else, with their ids, as it would be then."""
        for version, document in (self.versions or {}).items():
            if document is None or document != self.document:
                name = f"{self.name}:{version}"
                yield version, AttachedPolicy(document, name, self.kind, self.managed_arn)

    def may_grant(self, action: str, arn: str, inside: str = "") -> bool:
        """Whether a statement allows an action (in lower case) on an ARN, conditions aside.

        It does not look at who asks: a variable may stand for anything. `inside` is a resource of
        which any part will do as well.
        """
        key = (action, arn, inside)
        found = self._may_grant.get(key)
        if found is None:
            if len(self._may_grant) >= MAX_REMEMBERED:
                self._may_grant.clear()
            found = self._may_grant[key] = self._find_grant(action, arn, inside)
        return found

    def _find_grant(self, action: str, arn: str, inside: str) -> bool:
        if not self._may_speak_of(action, inside or arn):
            return False
        if not self.compiled:
            return True
        return any(
            not statement.is_denial
            and (
                statement.may_match_resource(arn) or (inside != "" and _is_part(statement, inside))
            )
            for statement in self.compiled.statements_about(action)
        )

    def mentions(self, action: str, arn: str) -> bool:
        """Whether a statement may allow or deny an action on an ARN, by how its elements begin."""
        return any(_fits(statements, action, arn) for statements in self._heads_of_statements)

    @property
    def denies(self) -> bool:
        """Whether a statement denies something."""
        return bool(self._heads_of_statements[1])

    def _may_speak_of(self, action: str, arn: str) -> bool:
        """Whether a statement may allow an action on an ARN, by how its elements begin.

        Either may be '': any. Most policies of an organization need not be compiled to answer one
        question.
        """
        return _fits(self._heads_of_statements[0], action, arn)

    @cached_property
    def _heads_of_statements(self) -> tuple[tuple[StatementHeads, ...], tuple[StatementHeads, ...]]:
        """How the statements begin that allow something, and those that deny it."""
        if self.document is None or "Statement" not in self.document:
            return ((_ANYTHING,), ())
        found = self.document["Statement"]
        allowing: list[StatementHeads] = []
        denying: list[StatementHeads] = []
        for statement in found if isinstance(found, list) else [found]:
            (denying if _is_denial(statement) else allowing).append(_read_heads(statement))
        return tuple(allowing), tuple(denying)

    def may_do(self, action: str) -> bool:
        """Whether a statement allows an action (in lower case) on anything at all."""
        if not self._may_speak_of(action, ""):
            return False
        if not self.compiled:
            return True
        return any(not statement.is_denial for statement in self.compiled.statements_about(action))

    def may_allow(self, arn: str) -> bool:
        """Whether a statement allows anything on a resource or a part of it, conditions aside."""
        if not self._may_speak_of("", arn):
            return False
        if not self.compiled:
            return True
        return any(
            not s.is_denial and (s.may_match_resource(arn) or _is_part(s, arn))
            for s in self.compiled.statements
        )


def _is_part(statement: CompiledStatement, arn: str) -> bool:
    """Whether a statement names something in a resource: an object of a bucket."""
    patterns = statement.statement.resource
    if patterns is None or patterns.negated:
        return True
    return any(find_matches_under(value, arn) for value in statement.statement.resource_values)


def _fits(statements: tuple[StatementHeads, ...], action: str, arn: str) -> bool:
    for actions, resources in statements:
        if action and actions is not None and not action.startswith(actions):
            continue
        if not arn or resources is None or arn.startswith(resources):
            return True
        if any(head.startswith(arn) for head in resources):
            return True
    return False


def _is_denial(statement: object) -> bool:
    return isinstance(statement, dict) and statement.get("Effect") == "Deny"


def _read_heads(statement: object) -> StatementHeads:
    """Return what stands before wildcards and variables in a statement's actions and resources."""
    if not isinstance(statement, dict):
        return _ANYTHING
    actions = _heads(statement["Action"]) if "Action" in statement else None
    resources = _heads(statement["Resource"]) if "Resource" in statement else None
    lowered = None if actions is None else tuple(map(str.lower, actions))
    return (lowered, resources)


def _heads(value: object) -> tuple[str, ...] | None:
    values = value if isinstance(value, list) else [value]
    texts = [text for text in values if isinstance(text, str)]
    if len(texts) < len(values):
        return None  # not as it should be: it may say anything
    return tuple(_WILD.split(text, maxsplit=1)[0] for text in texts)


_WILD = re.compile(r"[*?$]")
