"""Whom the policies of a resource name: principals, and accounts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ringwall.reason.iam.evaluation.compiled import CompiledStatement
from ringwall.reason.iam.organization.model import Principal

_ACCOUNT = re.compile(r"\b\d{12}\b")


@dataclass(frozen=True)
class NamedPrincipals:
    """Whom some policies allow something by name."""

    names: frozenset[str] = frozenset()
    """ARNs, unique ids and accounts; of an ARN its account as well."""
    is_everyone: bool = False
    """Whether it may be anyone."""

    @property
    def is_empty(self) -> bool:
        """Whether they name no AWS principal."""
        return not (self.names or self.is_everyone)

    @property
    def accounts(self) -> frozenset[str]:
        """The accounts that are named, or whose principals are."""
        return frozenset(name for name in self.names if _ACCOUNT.fullmatch(name))

    def includes(self, principal: Principal) -> bool:
        """Whether a principal is named itself: of an account, its own policies decide who."""
        if self.is_everyone or principal.arn in self.names or principal.unique_id in self.names:
            return True
        head = f":assumed-role/{principal.name}/"
        return principal.kind == "role" and any(head in name for name in self.names)


ANYONE = NamedPrincipals(is_everyone=True)


def find_named(
    policies: Iterable[Iterable[CompiledStatement] | None], canonical_id: str | None
) -> NamedPrincipals:
    """Return whom the statements of policies allow something; None is a policy not collected.

    `canonical_id` is the owner's own.
    """
    names: set[str] = set()
    for statements in policies:
        if statements is None:
            return ANYONE
        for statement in statements:
            principals = statement.statement.principal
            if statement.is_denial or principals is None:
                continue
            if principals.negated or any(name.is_everyone for name in principals.names):
                return ANYONE
            for name in principals.names:
                if name.kind == "CanonicalUser" and name.value != canonical_id:
                    return ANYONE  # an account, but only that account knows that it is the one
                if name.kind == "AWS":
                    names.add(name.value)
                    names.update(_ACCOUNT.findall(name.value)[:1])
    return NamedPrincipals(frozenset(names))
