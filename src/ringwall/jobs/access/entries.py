"""Ways into roles from outside: OIDC and SAML providers, other accounts, anyone."""

from pathlib import Path

from ringwall.jobs.access.exposure_row import describe_exposure
from ringwall.jobs.access.organization import open_organization
from ringwall.jobs.access.rows import AccessRows
from ringwall.jobs.outcome import decide_outcome
from ringwall.reason.iam.relation.external import find_exposures

ORIGINS = frozenset({"federated", "account", "public"})


def list_entries(home: Path, snapshot: str = "") -> AccessRows:
    """Return the ways into roles from outside; one that is open to anyone is a finding."""
    organization = open_organization(home, snapshot)
    roles = [r for r in organization.resources.values() if r.table == "iam_role"]
    rows = tuple(
        describe_exposure(organization, exposure)
        for exposure in find_exposures(organization, roles)
        if exposure.origin in ORIGINS
    )
    outcome = decide_outcome(
        findings=any(row["is_public"] for row in rows),
        unknown=organization.gaps or any(row["verdict"] == "unknown" for row in rows),
    )
    return AccessRows(rows, organization.gaps, outcome)
