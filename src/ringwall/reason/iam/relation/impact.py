"""The impact of a change before it is made: used permissions that it takes away, and exposure.

Used permissions come from CloudTrail. Each use is asked of the organization as it is and as it
would be, over all contexts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.question.question import make_question
from ringwall.reason.iam.relation.external import Exposure, find_exposures
from ringwall.reason.iam.relation.samples import make_arns
from ringwall.reason.iam.symbolic.contexts.access_answer import RANK, AccessAnswer
from ringwall.reason.iam.usage.events import ActionUse

UseEffect = Literal["breaks", "may break", "unknown"]
ExposureChangeKind = Literal["opens", "widens", "changes", "narrows", "closes"]
"""What becomes of access from outside; `changes` where each allows what the other does not."""
_CERTAINTY: Mapping[bool | None, int] = {False: 0, None: 1, True: 2}


@dataclass(frozen=True)
class BrokenUse:
    """A used permission that would be lost, or might be."""

    principal: str
    action: str
    resource: str
    """As the log shows it; '' where it does not."""
    effect: UseEffect
    after: AccessAnswer
    count: int
    last_used: datetime


@dataclass(frozen=True)
class ExposureChange:
    """Access from outside that the change opens, closes, or makes wider or narrower.

    `exposure` is the access after the change, of what closes the one before; `was` is the access
    before, where there was one and something is left of it.
    """

    what: ExposureChangeKind
    exposure: Exposure
    was: Exposure | None = None


def find_broken(
    before: Organization, after: Organization, uses: Mapping[str, Iterable[ActionUse]]
) -> Iterator[BrokenUse]:
    """Yield used permissions that the change would take away."""
    for arn, found in uses.items():
        old, new = before.principals.get(arn), after.principals.get(arn)
        if old is None or new is None:
            continue
        for used in found:
            if not used.action:
                continue
            resource = used.resource or make_arns(used.action, old.account_id, old.partition)[0]
            was = make_question(before, old, used.action, resource).decide_over_contexts()
            now = make_question(after, new, used.action, resource).decide_over_contexts()
            if effect := _find_effect(was, now):
                yield BrokenUse(
                    arn, used.action, used.resource, effect, now, used.count, used.last_used
                )


def _find_effect(was: AccessAnswer, now: AccessAnswer) -> UseEffect | None:
    """Return the effect on a used permission; None where there is none."""
    lost = now.rank < was.rank
    if now.verdict == "conditional":
        return "may break" if lost or not set(now.residual) <= set(was.residual) else None
    if not lost:
        return None
    return "unknown" if now.verdict == "unknown" else "breaks"


def find_exposure_changes(before: Organization, after: Organization) -> Iterator[ExposureChange]:
    """Yield access from outside that the change affects, actions with the same effect together."""
    old, new = _by_action(before), _by_action(after)
    found: dict[tuple[ExposureChangeKind, int, int], tuple[ExposureChange, list[str]]] = {}
    for subject in dict.fromkeys((*old, *new)):
        for change in _compare(old.get(subject, []), new.get(subject, [])):
            key = (change.what, id(change.exposure), id(change.was))
            found.setdefault(key, (change, []))[1].append(subject[-1])
    for change, actions in found.values():
        exposure = replace(change.exposure, actions=tuple(sorted(actions)))
        yield replace(change, exposure=exposure)


def _by_action(organization: Organization) -> dict[tuple[str, str, str], list[Exposure]]:
    """Return the access of each outsider to each resource by each action."""
    found: dict[tuple[str, str, str], list[Exposure]] = {}
    for exposure in find_exposures(organization):
        for action in exposure.actions:
            subject = (exposure.resource.arn, exposure.outsider.label, action)
            found.setdefault(subject, []).append(exposure)
    return found


def _compare(old: list[Exposure], new: list[Exposure]) -> Iterator[ExposureChange]:
    """Yield what becomes of one outsider's access by one action."""
    if not old:
        yield from (ExposureChange("opens", exposure) for exposure in new)
    elif not new:
        yield from (ExposureChange("closes", exposure) for exposure in old)
    else:
        wider = [e for e in new if not any(_covers(was, e) for was in old)]
        lost = [e for e in old if not any(_covers(now, e) for now in new)]
        was = max(lost or old, key=_width)
        for exposure in wider:
            yield ExposureChange("changes" if lost else "widens", exposure, was)
        if lost and not wider:
            yield ExposureChange("narrows", max(new, key=_width), was)


def _covers(wide: Exposure, narrow: Exposure) -> bool:
    """Whether one access allows all that another does; conditions are compared as written."""
    if any(a < b for a, b in zip(_width(wide), _width(narrow), strict=True)):
        return False
    both_conditional = wide.verdict == narrow.verdict == "conditional"
    return not both_conditional or set(wide.residual) <= set(narrow.residual)


def _width(exposure: Exposure) -> tuple[int, ...]:
    return (
        RANK[exposure.verdict],
        _CERTAINTY[exposure.is_public],
        _CERTAINTY[exposure.is_confused_deputy],
        -_CERTAINTY[exposure.needs_external_id],
    )
