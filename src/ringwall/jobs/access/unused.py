"""Permissions that were granted and, by CloudTrail, are not used."""

from dataclasses import dataclass
from pathlib import Path

from ringwall.jobs.access.organization import find_principal, open_organization
from ringwall.jobs.access.usage import LoggedTime, describe_windows, read_usage
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.table import Row
from ringwall.reason.facts.usage import judge_usage
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.usage.granted import ServiceUsage, Usage


@dataclass(frozen=True)
class UnusedResult:
    """Every granted service of the principals, a row each, and those that are findings."""

    rows: tuple[Row, ...]
    found: tuple[Row, ...]
    """Rows with something unused: services, or actions where these were asked for."""
    windows: tuple[LoggedTime, ...]
    gaps: tuple[str, ...]
    outcome: JobOutcome


def list_unused(
    home: Path, principal: str = "", *, actions: bool = False, snapshot: str = ""
) -> UnusedResult:
    """Return what is granted and not used: one principal, by its ARN or name, or all of them.

    `actions` asks for each unused action, not only for services of which nothing is used.
    NotCollected where no logs were read.
    """
    organization = open_organization(home, snapshot)
    windows, uses = read_usage(home, organization)
    chosen = [find_principal(organization, principal)] if principal else _list_people(organization)
    accounts = {person.account_id for person in chosen}
    rows = tuple(
        _describe(person, usage, service)
        for person in chosen
        if (window := windows.get(person.account_id))
        for usage in (judge_usage(person, uses, window),)
        for service in usage.services
    )
    found = tuple(row for row in rows if row["unused"] if actions or row["verdict"] == "unused")
    is_unseen = not accounts <= windows.keys()
    unread = (
        f"{account}: {windows[account].gap}; what is not seen there is unknown"
        for account in sorted(accounts & windows.keys())
        if windows[account].gap
    )
    return UnusedResult(
        rows=rows,
        found=found,
        windows=describe_windows(accounts, windows),
        gaps=(*organization.gaps, *unread),
        outcome=decide_outcome(
            findings=found,
            unknown=is_unseen
            or any(row["unknown"] if actions else row["verdict"] == "unknown" for row in rows),
        ),
    )


def _list_people(organization: Organization) -> list[Principal]:
    return [
        person
        for person in organization.principals.values()
        if person.kind != "root" and not person.requester.is_service_linked
    ]


def _describe(person: Principal, usage: Usage, service: ServiceUsage) -> Row:
    by_verdict: dict[str, list[str]] = {"used": [], "unused": [], "unknown": []}
    for action in service.actions:
        by_verdict[action.verdict].append(action.action)
    return {
        "principal": person.arn,
        "service": service.service,
        "verdict": service.verdict,
        "last_used": service.last_used,
        "last_seen": usage.last_seen,
        **by_verdict,
    }
