"""Rows about unused access: what CloudTrail shows against what is granted."""

from collections.abc import Iterator
from datetime import datetime

from ringwall.model.table import Row
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.usage.events import (
    ActionUse,
    EventHolder,
    LogWindow,
    read_uses,
    read_windows,
)
from ringwall.reason.iam.usage.granted import ServiceUsage, Usage, report_usage
from ringwall.store.engine.protocol import Engine

NEVER = datetime(1970, 1, 1)  # noqa: DTZ001 - tables hold UTC without zone


def read_unused(organization: Organization, engine: Engine) -> Iterator[Row]:
    """Yield the rows of facts.unused_access; none where there are no logs of an account."""
    holders = find_holders(organization)
    windows, uses = read_windows(engine, holders), read_uses(engine, holders)
    for principal in organization.principals.values():
        window = windows.get(principal.account_id)
        if window is None or principal.kind == "root" or principal.requester.is_service_linked:
            continue
        for service in judge_usage(principal, uses, window).services:
            yield _row(principal, service, window)


def find_holders(organization: Organization) -> tuple[EventHolder, ...]:
    """Return whose events count for each principal."""
    return tuple(
        EventHolder(principal.arn, principal.unique_id, principal.created)
        for principal in organization.principals.values()
        if principal.kind != "root"
    )


def judge_usage(
    principal: Principal, uses: dict[str, tuple[ActionUse, ...]], window: LogWindow | None
) -> Usage:
    """Return what a principal used of what its own policies grant."""
    return report_usage(principal.arn, policies_of(principal), uses.get(principal.arn, ()), window)


def policies_of(principal: Principal) -> list[Policy]:
    """Return the identity policies of a principal that were collected."""
    return [policy.policy for policy in principal.policies if policy]


def _row(principal: Principal, service: ServiceUsage, window: LogWindow) -> Row:
    by_verdict: dict[str, list[str]] = {"used": [], "unused": [], "unknown": []}
    for action in service.actions:
        by_verdict[action.verdict].append(action.action)
    return {
        "arn": principal.arn,
        "account_id": principal.account_id,
        "region": "global",
        "service": service.service,
        "status": service.verdict,
        "last_used": service.last_used or NEVER,
        "used_actions": by_verdict["used"],
        "unused_actions": by_verdict["unused"],
        "unknown_actions": by_verdict["unknown"],
        "days": max((window.last - window.first).days, 0),
        "is_whole_service": service.verdict == "unused",
    }
