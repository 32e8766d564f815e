"""Policies as somebody holds them: compiled when they are first asked for, and only once."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ringwall.reason.iam.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.parse import parse_policy
from ringwall.reason.iam.policy import Kind
from ringwall.reason.iam.request import Request

MAX_REMEMBERED = 512
"""Questions whose answers a policy keeps at hand."""


class HeldPolicy:
    """One policy in force: `document` is its JSON object, None where it was not collected."""

    def __init__(
        self, document: Mapping[str, Any] | None, name: str, kind: Kind, managed_arn: str = ""
    ) -> None:
        self.document = document
        self.name = name
        self.kind = kind
        self.managed_arn = managed_arn
        """The ARN of a managed policy; '' for one that stands in its holder."""
        self._may_grant: dict[tuple[str, str], bool] = {}

    @cached_property
    def compiled(self) -> CompiledPolicy | None:
        """The policy, ready to be asked; None where it was not collected or cannot be read."""
        if self.document is None:
            return None
        parsed = parse_policy(self.document, self.name, self.kind)
        return CompiledPolicy(parsed.policy) if parsed.policy else None

    def may_grant(self, request: Request) -> bool:
        """Whether a statement allows the request's action on its resource, conditions aside.

        It does not look at who asks: a variable may stand for anything.
        """
        key = (request.action, request.resource)
        found = self._may_grant.get(key)
        if found is None:
            if len(self._may_grant) >= MAX_REMEMBERED:
                self._may_grant.clear()
            found = self._may_grant[key] = self._ask(request)
        return found

    def may_reach(self, arn: str) -> bool:
        """Whether a statement allows anything on a resource or a part of it, conditions aside."""
        if self.compiled is None:
            return True
        return any(
            not s.is_denial
            and (s.may_take_in(arn) or s.may_take_in(f"{arn}/x") or _is_part(s, arn))
            for s in self.compiled.statements
        )

    def _ask(self, request: Request) -> bool:
        if self.compiled is None:
            return True
        return any(
            not statement.is_denial and statement.may_take_in(request.resource)
            for statement in self.compiled.speaking_of(request.action)
        )


def _is_part(statement: CompiledStatement, arn: str) -> bool:
    """Whether a statement names something in a resource: an object of a bucket."""
    patterns = statement.statement.resource
    return patterns is not None and any(v.startswith(f"{arn}/") for v in patterns.values)
