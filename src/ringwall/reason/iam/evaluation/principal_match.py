"""By what right a statement's Principal reaches a requester: in person, by its role, or account.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
"""

import re
from typing import NamedTuple

from ringwall.reason.iam.evaluation.context import RequestContext
from ringwall.reason.iam.evaluation.requester import Requester
from ringwall.reason.iam.language.policy import Effect, Principals
from ringwall.reason.iam.language.ternary import Ternary, all_of, any_of

_UNIQUE_ID = re.compile(r"A(ID|RO|GP|SC)A[A-Z0-9]{12,}")


class PrincipalMatch(NamedTuple):
    """Whether a principal is named in person (or as anyone), as a role's session, by account."""

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
    """A Principal or NotPrincipal, ready to be asked whom it names."""

    def __init__(self, principals: Principals) -> None:
        self.negated = principals.negated
        self.is_everyone = any(name.is_everyone for name in principals.names)
        by_kind: dict[str, set[str]] = {}
        for name in principals.names:
            by_kind.setdefault(name.kind, set()).add(name.value)
        self._aws = frozenset(by_kind.get("AWS", ()))
        self._services = frozenset(by_kind.get("Service", ()))
        self._federated = frozenset(by_kind.get("Federated", ()))
        self._canonical = frozenset(by_kind.get("CanonicalUser", ()))
        self._unique_ids = frozenset(name for name in self._aws if _UNIQUE_ID.fullmatch(name))
        self._sessions = frozenset(n for n in self._aws if ":assumed-role/" in n)

    def reach(
        self, requester: Requester, context: RequestContext, effect: Effect, *, has_boundary: bool
    ) -> PrincipalMatch:
        """Return how the element names the requester.

        `has_boundary`: "The NotPrincipal element with a Deny effect will always deny any IAM
        principal that has a permissions boundary policy attached".
        """
        if not self.negated:
            return self._reach(requester, context)
        if effect == "Deny" and has_boundary and requester.kind != "root":
            return FULL_MATCH
        spared = self._spares(requester, context, effect)
        if spared is None:
            return PrincipalMatch(direct=None, role=None, account=None)
        return NO_MATCH if spared else FULL_MATCH

    def _reach(self, requester: Requester, context: RequestContext) -> PrincipalMatch:
        if self.is_everyone:
            return FULL_MATCH
        if requester.kind == "anonymous":
            return NO_MATCH
        if requester.kind in {"service", "federated", "canonical_user"}:
            names = {"service": self._services, "federated": self._federated}.get(
                requester.kind, self._canonical
            )
            # Access Analyzer takes {"Federated": "*"} for every identity provider.
            named = requester.name in names or "*" in names
            return PrincipalMatch(direct=named, role=False, account=False)
        return PrincipalMatch(
            direct=self._names_in_person(requester, context),
            role=self._names_entity(requester),
            account=self._names_account(requester),
        )

    def _names_in_person(self, requester: Requester, context: RequestContext) -> Ternary:
        if not self._aws.isdisjoint(requester.own_names):
            return True
        if self._unique_ids and self._has_unique_id(context):
            return True
        if self._federated and self._is_of_provider(context):
            return True
        if requester.kind == "role" and self._names_session_of(requester):
            return None  # it is some session of the role: perhaps the one that is named
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
        # A policy shows AIDA... or AROA... where the principal it named was deleted. One that was
        # made again under the old name has another id, and is not meant.
        values = context.get("aws:userid")
        return isinstance(values, tuple) and values[0].partition(":")[0] in self._unique_ids

    def _is_of_provider(self, context: RequestContext) -> bool:
        values = context.get("aws:federatedprovider")
        return isinstance(values, tuple) and values[0] in self._federated

    def _spares(self, requester: Requester, context: RequestContext, effect: Effect) -> Ternary:
        """Whether NotPrincipal leaves a requester out.

        "You must also specify the account ARN of the not-denied principal. Otherwise, the policy
        might deny access to the entire account": a role's session is looked up as account, then
        role, then session. So with all of them named it is spared, without itself it is not, and
        in between nobody can tell.
        """
        reach = self._reach(requester, context)
        if self.is_everyone or not requester.account:
            return reach.direct
        if effect == "Allow":
            return reach.any
        own = reach.direct
        if requester.kind == "role" and reach.role:
            own = None
        if own is False:
            return False
        parents = [reach.account]
        if requester.kind in {"role", "session"}:
            parents.append(reach.role)
        return True if all_of([own, *parents]) else None
