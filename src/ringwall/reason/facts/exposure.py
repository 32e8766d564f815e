"""Rows about resources as a whole: how open each is to the public, to accounts, to services."""

import re
from collections.abc import Callable, Iterable, Sequence

from ringwall.model.table import Row
from ringwall.reason.iam.language.ternary import Ternary, any_of
from ringwall.reason.iam.organization.model import Organization, Resource
from ringwall.reason.iam.relation.external import Exposure

Judge = Callable[[Exposure], Ternary]
_WHO = re.compile(
    r"(unless )?\S+ (aws:(principal|source|vpc|userid\b|username\b|federatedprovider\b)"
    r"|sts:(externalid|sourceidentity|rolesessionname)\b|kms:calleraccount\b"
    r"|s3:(dataaccesspoint|accesspoint)|lambda:eventsourcetoken\b"
    r"|[\w.-]+(/[\w./-]+)?:(sub|aud|amr|oaud|iss|repository\w*|email|hd)\b)",
    re.IGNORECASE,
)
"""Keys that say who comes, or from where; TLS, MFA or an ACL say how one does."""


def sum_up(organization: Organization, resource: Resource, exposures: Sequence[Exposure]) -> Row:
    """Return the row of facts.exposure of one resource, from all access to it from outside."""
    public, public_reason = _judge(
        exposures, lambda e: e.is_public, "nobody gets in who is not named"
    )
    open_, accounts_reason = _judge(
        exposures,
        lambda e: _is_open_to_account(organization, e),
        "no other organization gets in without a condition on who comes",
    )
    deputy, services_reason = _judge(
        exposures, lambda e: e.is_confused_deputy, "no service is trusted for anyone's resources"
    )
    return {
        "arn": resource.arn,
        "account_id": resource.account_id,
        "region": resource.region,
        "resource_table": resource.table,
        "is_public": public,
        "public_reason": public_reason,
        "is_open_to_accounts": open_,
        "accounts_reason": accounts_reason,
        "is_confused_deputy": deputy,
        "services_reason": services_reason,
    }


def _judge(exposures: Sequence[Exposure], judge: Judge, otherwise: str) -> tuple[Ternary, str]:
    """Return whether any access is of a kind, and the access that shows it."""
    found = [(judge(exposure), exposure) for exposure in exposures]
    answer = any_of(is_so for is_so, _ in found)
    if answer is False:
        return False, otherwise
    shown = next(exposure for is_so, exposure in found if is_so is answer)
    return answer, _describe(shown) if answer else _doubt(shown)


def _is_open_to_account(organization: Organization, exposure: Exposure) -> Ternary:
    if exposure.origin not in {"account", "public"}:
        return False
    if exposure.verdict == "unknown":
        return None
    if exposure.origin == "public" or any(_says_who(exposure.residual)):
        return False
    is_ours = organization.is_member(exposure.outsider.account_id)
    return None if is_ours is None else not is_ours


def _says_who(residual: Iterable[str]) -> Iterable[bool]:
    return (_WHO.match(condition) is not None for condition in residual)


def _describe(exposure: Exposure) -> str:
    label = exposure.outsider.label
    who = "anybody" if label == "*" else label
    more = f" and {len(exposure.actions) - 1} more" if len(exposure.actions) > 1 else ""
    limits = f" ({'; '.join(exposure.residual)})" if exposure.residual else ""
    return f"{who} may {exposure.actions[0]}{more}{limits}"


def _doubt(exposure: Exposure) -> str:
    if exposure.unknown:
        return exposure.unknown[0]
    return f"whether {exposure.outsider.label} belongs to the organization is not known"
