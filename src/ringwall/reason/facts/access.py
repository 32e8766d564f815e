"""Rows about access: who of the organization may do what, and who gets in from outside."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from ringwall.model.table import Row
from ringwall.reason.facts.conditions import known_conditions
from ringwall.reason.facts.exposure import sum_up
from ringwall.reason.iam.organization.model import Organization, Principal, Resource
from ringwall.reason.iam.question.target_resource import TargetResource, find_target
from ringwall.reason.iam.relation.candidates import find_candidates_of
from ringwall.reason.iam.relation.external import Exposure, find_exposures
from ringwall.reason.iam.relation.levels import find_levels
from ringwall.reason.iam.symbolic.contexts.access_answer import write_witness

MAX_PAIRS = 50_000
"""Pairs of principal and resource that are written down; the rest of the relation is implicit."""
JEWELS = ("crown_jewel", "crown-jewel")
"""The tag of resources that come first, in either spelling."""

Advance = Callable[[str], None]


def read_exposures(organization: Organization, advance: Advance) -> tuple[list[Row], list[Row]]:
    """Return the rows of facts.external_access and of facts.exposure."""
    accesses: list[Row] = []
    exposures: list[Row] = []
    for resource in organization.resources.values():
        advance(resource.arn)
        found = list(find_exposures(organization, [resource]))
        accesses.extend(_exposure_row(organization, exposure) for exposure in found)
        exposures.append(sum_up(organization, resource, found))
    return accesses, exposures


def _exposure_row(organization: Organization, exposure: Exposure) -> Row:
    resource, outsider = exposure.resource, exposure.outsider
    account = outsider.account_id
    return {
        "arn": resource.arn,
        "account_id": resource.account_id,
        "region": resource.region,
        "resource_table": resource.table,
        "principal": outsider.label,
        "principal_account": account,
        "origin": exposure.origin,
        "actions": list(exposure.actions),
        "access_levels": list(exposure.levels),
        "verdict": exposure.verdict,
        "conditions": known_conditions(exposure.verdict, exposure.residual),
        "is_public": exposure.is_public,
        "is_confused_deputy": exposure.is_confused_deputy,
        "needs_external_id": exposure.needs_external_id,
        "takes_any_subject": exposure.takes_any_subject,
        "in_organization": organization.is_member(account) if account else False,
        "statements": list(exposure.statements),
        "witness": write_witness(exposure.witness),
        "unknown": list(exposure.unknown),
    }


def read_access(
    organization: Organization, advance: Advance, limit: int = MAX_PAIRS
) -> Iterator[Row]:
    """Yield the rows of facts.access: crown jewels first, then as many pairs as `limit` leaves."""
    left = limit
    guarded = [r for r in organization.resources.values() if r.table != "iam_role"]
    for resource in sorted(guarded, key=lambda r: (not is_jewel(r), r.arn)):
        advance(resource.arn)
        if left > 0:
            target = find_target(organization, resource.arn)
            candidates = list(islice(find_candidates_of(target), left + 1))
            left -= len(candidates)
        if left > 0:
            yield from _access_rows(target, resource, candidates)
        else:
            yield _implicit_row(resource)


def is_jewel(resource: Resource) -> bool:
    """Whether a resource is marked as a crown jewel by its tag."""
    tags = resource.tags or {}
    return any(tags.get(name, "").lower() == "true" for name in JEWELS)


def _access_rows(
    target: TargetResource, resource: Resource, candidates: Iterable[Principal]
) -> Iterator[Row]:
    for principal in candidates:
        for found in find_levels(principal, target):
            yield {
                **_place(resource),
                "principal": principal.arn,
                "principal_account": principal.account_id,
                "access_level": found.level,
                "actions": list(found.actions),
                "verdict": found.access.verdict,
                "conditions": known_conditions(found.access.verdict, found.access.residual),
                "unknown": list(found.access.unknown),
            }


def _implicit_row(resource: Resource) -> Row:
    return {
        **_place(resource),
        "principal": "",
        "principal_account": "",
        "access_level": "",
        "actions": [],
        "verdict": "implicit",
        "conditions": [],
        "unknown": [],
    }


def _place(resource: Resource) -> Row:
    return {"arn": resource.arn, "account_id": resource.account_id, "region": resource.region}
