"""Access from outside of the organization, or of each account, to resources with a policy."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from ringwall.jobs.access.exposure_row import describe_exposure
from ringwall.jobs.access.organization import open_organization
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.model.errors import BadInput
from ringwall.model.spelling import find_likely
from ringwall.model.table import Row
from ringwall.reason.iam.organization.model import Organization, Resource
from ringwall.reason.iam.relation.archive import read_archive
from ringwall.reason.iam.relation.external import Exposure, find_exposures

TrustZone = Literal["organization", "account"]
"""Who is trusted: all accounts of the own organization, or each account only itself."""


@dataclass(frozen=True)
class ExternalRequest:
    """What is asked; all resources where none is named."""

    resources: tuple[str, ...] = ()
    """ARNs, or patterns of them."""
    zone: TrustZone = "organization"
    archive: Path | None = None
    """File with rules for access that is intended."""
    archived: bool = False
    """Whether to list that, too."""
    services: bool = False
    """Whether to list AWS services that run as roles, too."""
    snapshot: str = ""


@dataclass(frozen=True)
class ExternalResult:
    """Access from outside, a row each."""

    rows: tuple[Row, ...]
    resources: int
    """How many resources were looked at."""
    gaps: tuple[str, ...]
    outcome: JobOutcome

    @property
    def findings(self) -> int:
        """How many rows are not archived."""
        return len(_find_open(self.rows))


def list_external(home: Path, request: ExternalRequest) -> ExternalResult:
    """Return access from outside; BadInput for a pattern that fits no resource with a policy."""
    organization = open_organization(home, request.snapshot)
    rules = read_archive(request.archive) if request.archive else ()
    chosen = _choose_resources(organization, request.resources)
    rows: list[Row] = []
    for exposure in find_exposures(organization, chosen):
        if _is_listed(exposure, request):
            row = describe_exposure(organization, exposure, rules)
            if request.archived or not row["archived_by"]:
                rows.append(row)
    rows.sort(key=lambda row: (row["resource"], row["principal"], row["origin"]))
    found = _find_open(rows)
    outcome = decide_outcome(
        findings=any(row["verdict"] != "unknown" for row in found),
        unknown=found or organization.gaps,
    )
    return ExternalResult(tuple(rows), len(chosen), organization.gaps, outcome)


def _find_open(rows: tuple[Row, ...] | list[Row]) -> list[Row]:
    return [row for row in rows if not row["archived_by"]]


def _choose_resources(organization: Organization, patterns: tuple[str, ...]) -> list[Resource]:
    every = list(organization.resources.values())
    if not patterns:
        return every
    chosen = [r for r in every if any(fnmatchcase(r.arn, p) for p in patterns)]
    for pattern in patterns:
        if not any(fnmatchcase(resource.arn, pattern) for resource in chosen):
            meant = find_likely(pattern, (resource.arn for resource in every))
            hint = f"; did you mean {meant}?" if meant else ""
            raise BadInput(f"no resource {pattern} with a policy in the snapshot{hint}")
    return chosen


def _is_listed(exposure: Exposure, request: ExternalRequest) -> bool:
    if exposure.origin == "organization":
        return request.zone == "account"
    if exposure.origin == "service" and exposure.resource.table == "iam_role":
        return request.services
    return True
