"""Trust policies without some of those whom they let in."""

import re
from collections.abc import Collection, Mapping
from typing import Any

CLOSED = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "RingwallDeny",
            "Effect": "Deny",
            # IAM takes no bare * here.
            "Principal": {"AWS": "*"},
            "Action": "sts:AssumeRole",
        }
    ],
}
"""A trust policy that lets nobody in: it must have a statement, and this one allows nothing."""
_ACCOUNT = re.compile(r"(?:arn:[\w-]{1,20}:(?:iam|sts)::)?(\d{12})(?::.*)?", re.ASCII)
_DELETED = re.compile(r"A[A-Z0-9]{15,127}", re.ASCII)


def list_accounts(trust: Mapping[str, Any]) -> set[str]:
    """Return the accounts that a trust policy lets in; `*` for everyone."""
    every = (
        one
        for statement in _list(trust.get("Statement"))
        if statement.get("Effect") == "Allow"
        for one in _list_principals(statement)
    )
    return {account for one in every if (account := _find_account(one))}


def list_federated(trust: Mapping[str, Any]) -> list[str]:
    """Return the identity providers, and Roles Anywhere, of a trust policy."""
    found: dict[str, None] = {}
    for statement in _list(trust.get("Statement")):
        principal = statement.get("Principal")
        if isinstance(principal, Mapping) and statement.get("Effect") == "Allow":
            services = [str(one) for one in _list(principal.get("Service"))]
            mine = [str(one) for one in _list(principal.get("Federated"))]
            mine += [one for one in services if one.startswith("rolesanywhere.")]
            found |= dict.fromkeys(mine)
    return [*found]


def has_deleted(trust: Mapping[str, Any]) -> bool:
    """Whether a trust policy names somebody who was deleted: IAM does not take it back so."""
    every = (one for s in _list(trust.get("Statement")) for one in _list_principals(s))
    return any(_DELETED.fullmatch(one) for one in every)


def remove_accounts(trust: Mapping[str, Any], accounts: Collection[str]) -> dict[str, Any]:
    """Return a trust policy without the principals of some accounts, and those deleted."""
    kept = [
        left
        for statement in _list(trust.get("Statement"))
        if (left := _reduce(statement, accounts)) is not None
    ]
    if not any(statement.get("Effect") == "Allow" for statement in kept):
        return CLOSED
    return {**trust, "Statement": kept}


def _reduce(statement: Mapping[str, Any], accounts: Collection[str]) -> dict[str, Any] | None:
    """Return a statement without some principals; None where nobody is left."""
    principal = statement.get("Principal")
    if statement.get("Effect") != "Allow" or principal is None:
        return dict(statement)
    if not isinstance(principal, Mapping):
        return None if "*" in accounts else dict(statement)
    listed = _list(principal.get("AWS"))
    kept = [
        one
        for one in listed
        if _find_account(str(one)) not in accounts and not _DELETED.fullmatch(str(one))
    ]
    if len(kept) == len(listed):
        return dict(statement)
    rest = {name: who for name, who in principal.items() if name != "AWS"}
    rest |= {"AWS": kept[0] if len(kept) == 1 else kept} if kept else {}
    return {**statement, "Principal": rest} if rest else None


def _find_account(principal: str) -> str:
    """Return the account of a principal, `*` for everyone; '' where there is none."""
    if principal == "*":
        return principal
    found = _ACCOUNT.fullmatch(principal)
    return found[1] if found else ""


def _list_principals(statement: Mapping[str, Any]) -> list[str]:
    principal = statement.get("Principal")
    if isinstance(principal, Mapping):
        return [str(one) for one in _list(principal.get("AWS"))]
    return [principal] if isinstance(principal, str) else []


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
