"""Principals of accounts that were not read, as far as the trust policies of roles name them."""

import re
from collections.abc import Iterator

from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.model import IdentityKind, Organization, Principal
from ringwall.reason.iam.question.named_principals import NamedPrincipals, find_named
from ringwall.reason.iam.relation.role_chains import ASSUME

_NAMED = re.compile(r"arn:[\w-]+:iam::(\d{12}):(role|user)/.+")
_SOMEBODY = "somebody-whose-account-was-not-read"


def find_strangers(organization: Organization) -> tuple[Principal, ...]:
    """Return the members' principals that may assume a role, in accounts that were not read.

    What they may do is not known. A chain that begins with one is unknown too: without it, a role
    that only they reach would seem to be out of reach.
    """
    unread = {
        account
        for account in organization.accounts
        if ("iam_role", account) in organization.unlisted
    }
    if not unread:
        return ()
    found = (
        stranger
        for role in organization.roles()
        if role.trust and (policy := role.trust.compiled)
        for stranger in _name(
            find_named((policy.statements_about(ASSUME.lower()),), None), unread, role.partition
        )
        if stranger.arn not in organization.principals
    )
    return tuple({stranger.arn: stranger for stranger in found}.values())


def _name(trusted: NamedPrincipals, unread: set[str], partition: str) -> Iterator[Principal]:
    for name in trusted.names:
        if (match := _NAMED.fullmatch(name)) and match[1] in unread:
            kind: IdentityKind = "role" if match[2] == "role" else "user"
            yield _stranger(name, match[1], kind)
    for account in unread if trusted.is_everyone else trusted.accounts & unread:
        yield _stranger(f"arn:{partition}:iam::{account}:role/{_SOMEBODY}", account, "role")


def _stranger(arn: str, account: str, kind: IdentityKind) -> Principal:
    unknown = AttachedPolicy(None, f"the policies of {arn}, whose account was not read", "identity")
    return Principal(arn, account, kind, tags=None, attached=(unknown,))
