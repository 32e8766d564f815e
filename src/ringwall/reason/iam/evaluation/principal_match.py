"""How the Principal of a statement matches a requester: itself, its role, or its account.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
"""

import re
from typing import NamedTuple

from ringwall.reason.iam.evaluation.context import RequestContext
from ringwall.reason.iam.evaluation.requester import Requester
from ringwall.reason.iam.language.policy import Effect, Principals
from ringwall.reason.iam.language.service_principal import read_service
from ringwall.reason.iam.language.ternary import Ternary, all_of, any_of

_UNIQUE_ID = re.compile(r"A(ID|RO|GP|SC)A[A-Z0-9]{12,}")


class PrincipalMatch(NamedTuple):
    """Whether a requester is named itself (or as everyone), by its role, and by its account."""

    direct: Ternary
    role: Ternary
    account: Ternary

    @property
    def any(self) -> Ternary:
        """Whether it is named at all."""
        return any_of(self)


NO_MATCH = PrincipalMatch(direct=False, role=False, account=False)
FULL_MATCH = PrincipalMatch(direct=True, role=True, account=True)


class CompiledPrincipals:
    """A Principal or NotPrincipal, ready to be matched with requesters."""

    def __init__(self, principals: Principals) -> None:
        self.negated = principals.negated
        self.is_everyone = any(name.is_everyone for name in principals.names)
        by_kind: dict[str, set[str]] = {}
        for name in principals.names:
            by_kind.setdefault(name.kind, set()).add(name.value)
        self._aws = frozenset(by_kind.get("AWS", ()))
        self._services = frozenset(map(read_service, by_kind.get("Service", ())))
        self._federated = frozenset(by_kind.get("Federated", ()))
        self._canonical = frozenset(by_kind.get("CanonicalUser", ()))
        self._unique_ids = frozenset(name for name in self._aws if _UNIQUE_ID.fullmatch(name))
        self._sessions = frozenset(n for n in self._aws if ":assumed-role/" in n)

    def match(
        self, requester: Requester, context: RequestContext, effect: Effect, *, has_boundary: bool
    ) -> PrincipalMatch:
        """Return how the element matches the requester.

        `has_boundary`: "The NotPrincipal element with a Deny effect will always deny any IAM
        principal that has a permissions boundary policy attached".
        """
        if not self.negated:
            return self._match(requester, context)
        if effect == "Deny" and has_boundary and requester.kind != "root":
            return FULL_MATCH
        is_excepted = self._excepts(requester, context, effect)
        if is_excepted is None:
            return PrincipalMatch(direct=None, role=None, account=None)
        return NO_MATCH if is_excepted else FULL_MATCH

    def _match(self, requester: Requester, context: RequestContext) -> PrincipalMatch:
        if self.is_everyone:
            return FULL_MATCH
        if requester.kind == "anonymous":
            return NO_MATCH
        if requester.kind in {"service", "federated", "canonical_user"}:
            name, names = requester.name, self._canonical
            if requester.kind == "service":
                name, names = read_service(name), self._services
            elif requester.kind == "federated":
                names = self._federated
            # Access Analyzer takes {"Federated": "*"} for every identity provider.
            named = name in names or "*" in names
            return PrincipalMatch(direct=named, role=False, account=False)
        return PrincipalMatch(
            direct=self._names_itself(requester, context),
            role=self._names_entity(requester),
            account=self._names_account(requester),
        )

    def _names_itself(self, requester: Requester, context: RequestContext) -> Ternary:
        if not self._aws.isdisjoint(requester.own_names):
            return True
        if self._unique_ids and self._has_unique_id(context):
            return True
        if self._federated and self._is_of_provider(context):
            return True
        if requester.kind == "role" and self._names_session_of(requester):
            return None  # some session of the role: it may be the one that is named
        return False

    def _names_entity(self, requester: Requester) -> Ternary:
        if not self._aws.isdisjoint(requester.entity_names):
            return True
        if requester.kind == "session" and not requester.role_arn:
            # The path of the role is not known: any role of that name may be it.
            role = requester.name.split("/")[1]
            return None if self._names_entity_like("role", requester, f"/{role}") else False
        if requester.kind == "federated_user" and not requester.user_arn:
            return None if self._names_entity_like("user", requester, "") else False
        return False

    def _names_entity_like(self, kind: str, requester: Requester, tail: str) -> bool:
        head = f"arn:{requester.partition}:iam::{requester.account}:{kind}/"
        return any(name.startswith(head) and name.endswith(tail) for name in self._aws)

    def _names_session_of(self, requester: Requester) -> bool:
        return any(name.startswith(requester.session_head) for name in self._sessions)

    def _names_account(self, requester: Requester) -> Ternary:
        if not self._aws.isdisjoint(requester.account_names):
            return True
        if self._canonical and requester.account:
            # The id stands for an account, but which one, only that account knows.
            known = requester.canonical_id
            return known in self._canonical if known else None
        return False

    def _has_unique_id(self, context: RequestContext) -> bool:
        # A policy shows AIDA... or AROA... where the principal that it named was deleted. A new
        # principal of the same name has another id, and is not meant.
        values = context.get("aws:userid")
        return isinstance(values, tuple) and values[0].partition(":")[0] in self._unique_ids

    def _is_of_provider(self, context: RequestContext) -> bool:
        values = context.get("aws:federatedprovider")
        return isinstance(values, tuple) and values[0] in self._federated

    def _excepts(self, requester: Requester, context: RequestContext, effect: Effect) -> Ternary:
        """Whether a requester is among those that NotPrincipal excepts.

        "You must also specify the account ARN of the not-denied principal. Otherwise, the policy
        might deny access to the entire account": a role's session is looked up as account, then
        role, then session. With all of them named it is excepted, without itself it is not, and
        in between it is not known.
        """
        match = self._match(requester, context)
        if self.is_everyone or not requester.account:
            return match.direct
        if effect == "Allow":
            return match.any
        own = match.direct
        if requester.kind == "role" and match.role:
            own = None
        if own is False:
            return False
        parents = [match.account]
        if requester.kind in {"role", "session"}:
            parents.append(match.role)
        return True if all_of([own, *parents]) else None
