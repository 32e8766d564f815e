"""Who can do an action to a resource, from inside and outside, and under which conditions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ringwall.jobs.access.absence import refuse_absent
from ringwall.jobs.access.chains import describe_chain, find_weakest, group_steps
from ringwall.jobs.access.context_values import check_values
from ringwall.jobs.access.organization import open_organization
from ringwall.jobs.access.resource_types import describe_misfits
from ringwall.jobs.access.rows import decide_listing, describe_access, show_part
from ringwall.jobs.access.spelling import (
    describe_missing,
    describe_unknown_action,
    describe_unknown_keys,
)
from ringwall.jobs.events import Events
from ringwall.jobs.outcome import JobOutcome
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.question.target_resource import TargetResource, find_target
from ringwall.reason.iam.relation.candidates import find_candidates_of
from ringwall.reason.iam.relation.external import Exposure, expose
from ringwall.reason.iam.relation.levels import find_levels
from ringwall.reason.iam.relation.role_chains import RoleStep, find_chains
from ringwall.reason.iam.relation.who_can import find_who_can
from ringwall.reason.iam.symbolic.contexts.access_answer import RANK, write_witness

LEVELS = {
    "read": "Read",
    "write": "Write",
    "list": "List",
    "tagging": "Tagging",
    "permissions": "Permissions management",
}
"""Access levels as they are asked for."""
WIDEST, NARROWEST = max(RANK.values()), min(RANK.values())


@dataclass(frozen=True)
class WhoCanResult:
    """The principals, a row each; anyone not listed has no access."""

    rows: tuple[Row, ...]
    gaps: tuple[str, ...]
    """What was not collected: there may be more."""
    outcome: JobOutcome
    is_collected: bool
    """Whether the resource was collected; if not, its policy is not known."""


def list_who_can(
    home: Path,
    action: str,
    resource: str,
    events: Events,
    *,
    context: Mapping[str, Any] | None = None,
    chains: bool = False,
    snapshot: str = "",
) -> WhoCanResult:
    """Return who can do an action, or those of one of LEVELS, to a resource, by its ARN or `*`.

    `context` has condition keys that hold; all others are left open. `chains` lists those, too,
    who can become one of them by assuming roles. A resource that was not collected is noted, and an
    action that AWS is not known to have. BadInput for an action that is much like a known one, for
    what is no ARN, one that the action does not take or that is certainly not there, and for an
    access level of a resource that was not collected.
    """
    if resource != "*" and not resource.startswith("arn:"):
        raise BadInput(f"{resource}: write the resource's ARN, such as arn:aws:s3:::{resource}")
    new: tuple[str, ...] = ()
    if action.lower() not in LEVELS:
        new = (*describe_unknown_action(action), *describe_misfits(action, (resource,)))
    check_values(context or {})
    organization = open_organization(home, snapshot)
    refuse_absent(home, snapshot, organization, resource)
    for doubt in (
        *new,
        *describe_missing(organization, (resource,)),
        *describe_unknown_keys(context or (), action),
    ):
        events.note(doubt)
    target = find_target(organization, resource)
    rows = list(_find_principals(target, action, context or {}))
    if chains:
        rows.extend(_find_by_chains(organization, rows))
    rows.extend(_find_outsiders(target, action))
    is_collected = target.arn == "*" or target.guard is not None
    return WhoCanResult(
        rows=tuple(rows),
        gaps=organization.gaps,
        outcome=decide_listing(organization, rows) if is_collected else "unknown",
        is_collected=is_collected,
    )


def _find_principals(
    target: TargetResource, action: str, context: Mapping[str, Any]
) -> Iterator[Row]:
    """Yield who can do an action, or any action of an access level."""
    level = LEVELS.get(action.lower())
    if level is None:
        for holder in find_who_can(target, action, context):
            asked = show_part(holder.resource)
            part = {"resource": asked} if holder.resource != target.arn else {}
            access = describe_access(holder.access)
            yield {"principal": holder.principal.arn, "via": [], **part, **access}
        return
    if not target.is_whole or context:
        raise BadInput(f"{action} is asked of a collected resource by its ARN, without --context")
    for principal in find_candidates_of(target):
        for found in find_levels(principal, target):
            if found.level == level:
                access = describe_access(found.access)
                actions = list(found.actions)
                yield {"principal": principal.arn, "via": [], "actions": actions, **access}


def _find_by_chains(organization: Organization, holders: Iterable[Row]) -> list[Row]:
    """Return who can become one of those who can, by assuming roles.

    What the role's own access depends on, theirs does as well. A principal that can by itself is
    listed only where a chain leads to wider access.
    """
    best: dict[str, Row] = {}
    for row in holders:
        known = best.get(row["principal"])
        if known is None or RANK[row["verdict"]] > RANK[known["verdict"]]:
            best[row["principal"]] = row
    steps = group_steps(organization)
    rows: list[Row] = []
    for origin in steps:
        own = RANK[best[origin]["verdict"]] if origin in best else NARROWEST
        if own == WIDEST:
            continue
        chains = find_chains(origin, steps).items()
        found = [_extend(chain, best[role]) for role, chain in chains if role in best]
        wider = [row for row in found if RANK[row["verdict"]] > own]
        if wider:
            rows.append(max(wider, key=lambda row: (RANK[row["verdict"]], -len(row["via"]))))
    return rows


def _extend(chain: tuple[RoleStep, ...], holder: Row) -> Row:
    """Return the access that a chain of roles leads to."""
    row = describe_chain(chain)
    return {
        "principal": chain[0].origin,
        "via": [step.role for step in chain],
        "chain": row["chain"],
        "verdict": find_weakest((row["verdict"], holder["verdict"])),
        "conditions": list(dict.fromkeys([*row["conditions"], *holder["conditions"]])),
        "unknown": list(dict.fromkeys([*row["unknown"], *holder["unknown"]])),
        "witness": {},
        "statements": [],
    }


def _find_outsiders(target: TargetResource, action: str) -> list[Row]:
    """Return who can do an action from outside of the resource's account, by its policy."""
    return [
        {
            "principal": exposure.outsider.label,
            "via": [],
            "verdict": exposure.verdict,
            "conditions": list(exposure.residual),
            "witness": write_witness(exposure.witness),
            "statements": list(exposure.statements),
            "unknown": list(exposure.unknown),
        }
        for exposure in expose(target)
        if not _is_listed(target.organization, exposure)
        and (exposure.verdict == "unknown" or _has(exposure, action))
    ]


def _is_listed(organization: Organization, exposure: Exposure) -> bool:
    """Whether those who have access are among the principals that were collected."""
    if exposure.origin != "organization":
        return False
    account = exposure.outsider.account_id
    accounts = {account} if account else organization.members or frozenset()
    return all(
        any(person.kind != "root" for person in organization.by_account.get(account, ()))
        for account in accounts
    )


def _has(exposure: Exposure, wanted: str) -> bool:
    if level := LEVELS.get(wanted.lower()):
        return level in exposure.levels
    return wanted.lower() in map(str.lower, exposure.actions)
