"""What a user or role can do: by service, access level and resource."""

from dataclasses import dataclass
from pathlib import Path

from ringwall.jobs.access.chains import find_chains_of
from ringwall.jobs.access.organization import find_principal, open_organization
from ringwall.jobs.access.rows import decide_listing, describe_access
from ringwall.jobs.outcome import JobOutcome
from ringwall.model.errors import BadInput
from ringwall.model.spelling import find_likely
from ringwall.model.table import Row
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.relation.what_can import find_what_can


@dataclass(frozen=True)
class WhatCanRequest:
    """What is asked; `principal` is an ARN or a name."""

    principal: str
    service: str = ""
    """Only actions of this service, such as s3."""
    chains: bool = False
    """Whether to list the roles, too, that it can become."""
    snapshot: str = ""


@dataclass(frozen=True)
class WhatCanResult:
    """What the principal can do, a row each, and the role chains that were asked for."""

    rows: tuple[Row, ...]
    chains: tuple[Row, ...]
    gaps: tuple[str, ...]
    unread: int
    """How many of its policies could not be read: there may be more."""
    outcome: JobOutcome


def list_what_can(home: Path, request: WhatCanRequest) -> WhatCanResult:
    """Return what a principal can do; BadInput for a service or principal that does not exist."""
    if request.service and request.service not in load_universe().services:
        meant = find_likely(request.service, load_universe().services)
        hint = f"; did you mean {meant}?" if meant else ""
        raise BadInput(f"--service {request.service}: no service of AWS has this prefix{hint}")
    organization = open_organization(home, request.snapshot)
    found = find_principal(organization, request.principal)
    rows = [
        {
            "service": grant.service,
            "level": grant.level,
            "actions": list(grant.actions),
            "resource": grant.resource,
            "except": list(grant.exceptions),
            **describe_access(grant.access),
        }
        for grant in find_what_can(organization, found, request.service)
    ]
    unread = sum(not policy for policy in found.policies)
    return WhatCanResult(
        rows=tuple(rows),
        chains=tuple(find_chains_of(organization, found.arn) if request.chains else ()),
        gaps=organization.gaps,
        unread=unread,
        outcome="unknown" if unread else decide_listing(organization, rows),
    )
