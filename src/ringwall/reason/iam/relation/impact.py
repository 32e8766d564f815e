"""The impact of a change before it is made: what people use and would lose, who would be kept out.

Used permissions come from CloudTrail. Each use is asked of the organization as it is and as it
would be, over all contexts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.organization.question import ask
from ringwall.reason.iam.relation.external import Exposure, find_exposures
from ringwall.reason.iam.relation.samples import make_arns
from ringwall.reason.iam.symbolic.contexts.decide import RANK, Access
from ringwall.reason.iam.usage.events import ActionUse

Effect = Literal["breaks", "may break", "unknown"]
Turn = Literal["opens", "widens", "changes", "narrows", "closes"]
"""What becomes of access from outside; `changes` where each lets in what the other does not."""
_CERTAINTY: Mapping[bool | None, int] = {False: 0, None: 1, True: 2}


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
    """Access from outside that the change opens, closes, or makes wider or narrower.

    `exposure` is the access after the change, of what closes the one before; `was` is the access
    before, where there was one and something is left of it.
    """

    what: Turn
    exposure: Exposure
    was: Exposure | None = None


def find_broken(
    before: Organization, after: Organization, uses: Mapping[str, Iterable[ActionUse]]
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
    """Yield the access from outside that the change turns; actions with the same fate together."""
    old, new = _by_action(before), _by_action(after)
    found: dict[tuple[Turn, int, int], tuple[Turned, list[str]]] = {}
    for place in dict.fromkeys((*old, *new)):
        for turned in _compare(old.get(place, []), new.get(place, [])):
            key = (turned.what, id(turned.exposure), id(turned.was))
            found.setdefault(key, (turned, []))[1].append(place[-1])
    for turned, actions in found.values():
        exposure = replace(turned.exposure, actions=tuple(sorted(actions)))
        yield replace(turned, exposure=exposure)


def _by_action(organization: Organization) -> dict[tuple[str, str, str], list[Exposure]]:
    """Return the access of each outsider to each resource by each action."""
    found: dict[tuple[str, str, str], list[Exposure]] = {}
    for exposure in find_exposures(organization):
        for action in exposure.actions:
            place = (exposure.resource.arn, exposure.outsider.label, action)
            found.setdefault(place, []).append(exposure)
    return found


def _compare(old: list[Exposure], new: list[Exposure]) -> Iterator[Turned]:
    """Yield what becomes of one outsider's access by one action."""
    if not old:
        yield from (Turned("opens", exposure) for exposure in new)
    elif not new:
        yield from (Turned("closes", exposure) for exposure in old)
    else:
        wider = [e for e in new if not any(_covers(was, e) for was in old)]
        lost = [e for e in old if not any(_covers(now, e) for now in new)]
        was = max(lost or old, key=_width)
        for exposure in wider:
            yield Turned("changes" if lost else "widens", exposure, was)
        if lost and not wider:
            yield Turned("narrows", max(new, key=_width), was)


def _covers(wide: Exposure, narrow: Exposure) -> bool:
    """Whether one access lets in whomever another does; conditions are compared as they stand."""
    if any(a < b for a, b in zip(_width(wide), _width(narrow), strict=True)):
        return False
    both_may = wide.verdict == narrow.verdict == "may"
    return not both_may or set(wide.residual) <= set(narrow.residual)


def _width(exposure: Exposure) -> tuple[int, ...]:
    return (
        RANK[exposure.verdict],
        _CERTAINTY[exposure.is_public],
        _CERTAINTY[exposure.is_confused_deputy],
        -_CERTAINTY[exposure.needs_external_id],
    )
