"""The axis of requesters: one of every kind that the policies distinguish.

Principals are named, not matched by patterns, so that a finite list of requesters stands for all:
those that are named, others of their accounts, and external requesters of every kind. The evaluator
says which of them a Principal matches.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ringwall.reason.iam.evaluation.context import RequestContext
from ringwall.reason.iam.evaluation.principal_match import CompiledPrincipals
from ringwall.reason.iam.evaluation.requester import Requester
from ringwall.reason.iam.language.policy import Effect, PrincipalName, Principals
from ringwall.reason.iam.symbolic.boxes.key_axis import AtomBounds

_ARN = re.compile(r"arn:([a-z-]+):(iam|sts)::(\d{12}):([^/]+)(?:/(.+))?")
_ACCOUNT = re.compile(r"\d{12}")
EXTERNAL_ACCOUNT = "999900009999"
"""An account that no policy names (the next lower one, where a policy names it)."""


class PrincipalAxis:
    """Requesters as atoms."""

    def __init__(self, elements: Iterable[Principals]) -> None:
        names = {name for element in elements for name in element.names}
        found = dict.fromkeys(_make_external(names))
        for name in sorted(names, key=str):
            found.update(dict.fromkeys(_named(name, names)))
        self.requesters = tuple(found)
        self.external = (1 << len(set(_make_external(names)))) - 1
        self.full = (1 << len(self.requesters)) - 1

    def mask(self, principals: Principals, effect: Effect) -> AtomBounds:
        """Return the requesters that an element matches: certainly, and possibly."""
        if not principals.negated and any(name.is_everyone for name in principals.names):
            return AtomBounds(self.full, self.full)
        compiled = CompiledPrincipals(principals)
        context = RequestContext({})
        low = high = 0
        for at, requester in enumerate(self.requesters):
            matched = compiled.match(requester, context, effect, has_boundary=False).any
            low |= (matched is True) << at
            high |= (matched is not False) << at
        return AtomBounds(low, high)


@lru_cache(maxsize=64)
def _make(kind: str, name: str, account: str = "", role: str = "", owner: str = "") -> Requester:
    return Requester(kind, name, account, "aws", role, "", owner)  # type: ignore[arg-type] # from below


def _make_external(names: set[PrincipalName]) -> list[Requester]:
    account = EXTERNAL_ACCOUNT
    while any(account in name.value for name in names):
        account = str(int(account) - 1)
    role = f"arn:aws:iam::{account}:role/external"
    session = f"arn:aws:sts::{account}:assumed-role/external/session"
    # The external account has a canonical id that no policy names.
    canonical_id = _find_canonical_id(names)
    return [
        _make("session", session, account, role, canonical_id),
        _make("anonymous", "*"),
        _make("service", "external.amazonaws.com"),
        _make("federated", f"arn:aws:iam::{account}:saml-provider/external"),
        _make("federated", "external.example.com"),
        _make("canonical_user", canonical_id),
    ]


def _find_canonical_id(names: set[PrincipalName]) -> str:
    values = {name.value for name in names}
    found = 16**64 - 1
    while f"{found:x}" in values:
        found -= 1
    return f"{found:x}"


def _named(name: PrincipalName, names: set[PrincipalName]) -> Iterator[Requester]:
    value = name.value
    if value == "*":
        return
    match name.kind:
        case "Service":
            yield _make("service", value)
        case "Federated":
            yield _make("federated", value)
        case "CanonicalUser":
            yield _make("canonical_user", value)
        case "AWS":
            yield from _named_by_arn(value, names)


def _named_by_arn(value: str, names: set[PrincipalName]) -> Iterator[Requester]:
    if _ACCOUNT.fullmatch(value):
        yield from _people(value)
        return
    match = _ARN.fullmatch(value)
    if match is None:
        # A unique id, or a name that no requester has: taken as a user of that name.
        yield Requester("user", value, "000000000000")
        return
    partition, _, account, kind, rest = match.groups()
    yield from _people(account, partition)
    if kind == "role":
        session = f"arn:{partition}:sts::{account}:assumed-role/{rest.rpartition('/')[2]}/other"
        yield Requester("session", session, account, partition, value)
    elif kind == "assumed-role":
        role = rest.partition("/")[0]
        roles = [n.value for n in names if _is_role(n.value, account, role)]
        for arn in sorted(roles) or [f"arn:{partition}:iam::{account}:role/{role}"]:
            yield Requester("session", value, account, partition, arn)
    elif kind == "federated-user":
        user = f"arn:{partition}:iam::{account}:user/{rest}"
        yield Requester("federated_user", value, account, partition, user_arn=user)
    elif kind == "user":
        yield Requester("user", value, account, partition)
        federated = f"arn:{partition}:sts::{account}:federated-user/other"
        yield Requester("federated_user", federated, account, partition, user_arn=value)


def _is_role(arn: str, account: str, name: str) -> bool:
    return f":iam::{account}:role/" in arn and arn.endswith(f"/{name}")


def _people(account: str, partition: str = "aws") -> Iterator[Requester]:
    yield Requester("root", f"arn:{partition}:iam::{account}:root", account, partition)
    role = f"arn:{partition}:iam::{account}:role/other"
    session = f"arn:{partition}:sts::{account}:assumed-role/other/session"
    yield Requester("session", session, account, partition, role)
