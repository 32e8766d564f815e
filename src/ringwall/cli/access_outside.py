"""`ringwall access external` and `entries`: access from outside, and ways into roles."""

from collections.abc import Iterable
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from ringwall.cli.access_rows import (
    Format,
    Row,
    print_found,
    shorten,
    show_conditions,
)
from ringwall.cli.estate import EXIT_FINDINGS, EXIT_UNKNOWN, open_estate, print_gaps
from ringwall.cli.options import Where
from ringwall.cli.say import make_console, tell_count
from ringwall.model.errors import BadInput
from ringwall.reason.iam.organization.model import Organization, Resource
from ringwall.reason.iam.relation.archive import ArchiveRule, find_rule, read_archive
from ringwall.reason.iam.relation.external import Exposure, find_exposures
from ringwall.reason.iam.symbolic.contexts.answer import write_witness


def external(
    *resources: str,
    zone: Literal["organization", "account"] = "organization",
    archive: Path | None = None,
    archived: bool = False,
    services: bool = False,
    format: Format = "table",
    snapshot: str = "",
    where: Where | None = None,
) -> int:
    """List access from outside of the zone of trust to every resource with a policy.

    Exit 1 where there is any that is not archived, 2 where none is but something could not be told.

    Parameters
    ----------
    resources
        ARNs of resources, or patterns of them; all where none is named.
    zone
        organization: accounts of the own organization are trusted. account: each account by itself.
    archive
        File with [[archive]] rules: access that is meant to be, each with its reason.
    archived
        Show what is archived too.
    services
        Show AWS services that run as roles too (ec2.amazonaws.com may assume a role of yours).
    format
        table, or json for one object a line.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    organization = open_estate(where, snapshot)
    rules = read_archive(archive) if archive else ()
    chosen = _choose_resources(organization, resources)
    rows: list[Row] = []
    for exposure in find_exposures(organization, chosen):
        if _is_shown(exposure, zone, services=services):
            row = describe_exposure(organization, exposure, rules)
            if archived or not row["archived_by"]:
                rows.append(row)
    print_found(rows, format, show_exposure)
    print_gaps(organization)
    found = [row for row in rows if not row["archived_by"]]
    make_console().print(f"{tell_count(len(found), 'finding')} in {len(chosen)} resources")
    if any(row["verdict"] != "unknown" for row in found):
        return EXIT_FINDINGS
    return EXIT_UNKNOWN if found or organization.gaps else 0


def entries(*, format: Format = "table", snapshot: str = "", where: Where | None = None) -> int:
    """List the ways into roles from outside: OIDC and SAML providers, other accounts, anybody.

    Exit 1 where one is open to whoever comes, 2 where something could not be told.

    Parameters
    ----------
    format
        table, or json for one object a line.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    organization = open_estate(where, snapshot)
    roles = [r for r in organization.resources.values() if r.table == "iam_role"]
    rows = [
        describe_exposure(organization, exposure, ())
        for exposure in find_exposures(organization, roles)
        if exposure.origin in {"federated", "account", "public"}
    ]
    print_found(rows, format, show_exposure)
    print_gaps(organization)
    if any(row["is_public"] for row in rows):
        return EXIT_FINDINGS
    is_open = organization.gaps or any(row["verdict"] == "unknown" for row in rows)
    return EXIT_UNKNOWN if is_open else 0


def describe_exposure(
    organization: Organization, exposure: Exposure, rules: Iterable[ArchiveRule]
) -> Row:
    """Return an access from outside as a row."""
    rule = find_rule(rules, exposure, datetime.now(UTC).date())
    account = exposure.outsider.account_id
    return {
        "resource": exposure.resource.arn,
        "principal": exposure.outsider.label,
        "origin": exposure.origin,
        "in_organization": organization.is_member(account) if account else None,
        "verdict": exposure.verdict,
        "is_public": exposure.is_public,
        "is_confused_deputy": exposure.is_confused_deputy,
        "needs_external_id": exposure.needs_external_id,
        "actions": list(exposure.actions),
        "levels": list(exposure.levels),
        "conditions": list(exposure.residual),
        "witness": write_witness(exposure.witness),
        "statements": list(exposure.statements),
        "unknown": list(exposure.unknown),
        "archived_by": rule.reason if rule else "",
    }


def show_exposure(row: Row) -> str:
    """Return an access from outside as a line."""
    archived = f"  archived: {row['archived_by']}" if row["archived_by"] else ""
    actions = shorten(row["actions"])
    line = f"{name_sort(row)} {row['resource']}  {row['principal']} {row['verdict']} {actions}"
    return f"{line}{show_conditions(row)}{archived}"


def name_sort(row: Row) -> str:
    """Return in a word or two of what sort an access from outside is."""
    if row["is_confused_deputy"]:
        return "CONFUSED DEPUTY"
    if row["is_public"]:
        return "PUBLIC"
    # Whoever meets a condition that holds others off is in somebody's account.
    is_held = row["origin"] == "public" and row["is_public"] is False
    return "ACCOUNT" if is_held else str(row["origin"]).upper()


def _choose_resources(organization: Organization, patterns: tuple[str, ...]) -> list[Resource]:
    every = list(organization.resources.values())
    if not patterns:
        return every
    chosen = [r for r in every if any(fnmatchcase(r.arn, p) for p in patterns)]
    for pattern in patterns:
        if not any(fnmatchcase(resource.arn, pattern) for resource in chosen):
            raise BadInput(f"no resource {pattern} with a policy in the snapshot")
    return chosen


def _is_shown(exposure: Exposure, zone: str, *, services: bool) -> bool:
    if exposure.origin == "organization":
        return zone == "account"
    if exposure.origin == "service" and exposure.resource.table == "iam_role":
        return services
    return True
