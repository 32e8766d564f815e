"""The impact of a change before it is made: what people use and would lose, who would be kept out.

Used permissions come from CloudTrail. Each use is asked of the organization as it is and as it
would be, over all contexts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ringwall.reason.iam.organization.ask import ask
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.relation.external import Exposure, find_exposures
from ringwall.reason.iam.relation.samples import make_arns
from ringwall.reason.iam.symbolic.contexts import RANK, Access
from ringwall.reason.iam.usage.events import Used

Effect = Literal["breaks", "may break", "unknown"]


@dataclass(frozen=True)
class Broken:
    """A used permission that would be lost, or might be."""

    principal: str
    action: str
    resource: str
    """As the log shows it; '' where it does not."""
    effect: Effect
    after: Access
    count: int
    last_used: datetime


@dataclass(frozen=True)
class Turned:
    """Access from outside that the change closes, opens or changes."""

    what: Literal["closes", "opens", "changes"]
    exposure: Exposure


def find_broken(
    before: Organization, after: Organization, uses: Mapping[str, Iterable[Used]]
) -> Iterator[Broken]:
    """Yield used permissions that the change would take away."""
    for arn, found in uses.items():
        old, new = before.principals.get(arn), after.principals.get(arn)
        if old is None or new is None:
            continue
        for used in found:
            if not used.action:
                continue
            resource = used.resource or make_arns(used.action, old.account_id, old.partition)[0]
            was = ask(before, old, used.action, resource)
            now = ask(after, new, used.action, resource)
            if effect := _effect(was, now):
                yield Broken(
                    arn, used.action, used.resource, effect, now, used.count, used.last_used
                )


def _effect(was: Access, now: Access) -> Effect | None:
    """Return what becomes of a use; None where nothing does."""
    lost = RANK[now.verdict] < RANK[was.verdict]
    if now.verdict == "may":
        return "may break" if lost or not set(now.residual) <= set(was.residual) else None
    if not lost:
        return None
    return "unknown" if now.verdict == "unknown" else "breaks"


def find_turned(before: Organization, after: Organization) -> Iterator[Turned]:
    """Yield the access from outside that the change closes or opens."""
    old = {_key(e): e for e in find_exposures(before) if e.verdict != "unknown"}
    new = {_key(e): e for e in find_exposures(after) if e.verdict != "unknown"}
    gone = {_place(e) for e in old.values()} - {_place(e) for e in new.values()}
    for key, exposure in old.items():
        if key not in new:
            yield Turned("closes" if _place(exposure) in gone else "changes", exposure)
    came = {_place(e) for e in new.values()} - {_place(e) for e in old.values()}
    for key, exposure in new.items():
        if key not in old and _place(exposure) in came:
            yield Turned("opens", exposure)


def _place(exposure: Exposure) -> tuple[str, str]:
    return (exposure.resource.arn, exposure.outsider.label)


def _key(exposure: Exposure) -> tuple[object, ...]:
    return (*_place(exposure), exposure.actions, exposure.verdict, exposure.residual)
