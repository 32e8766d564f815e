"""What a call needs: every permission that AWS checks for it."""

from collections.abc import Iterable, Iterator

from ringwall.emulator.authorization.authority import ActionFacts, Authority, Need
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.by_hand import find_needs_by_hand
from ringwall.emulator.needs.dependent_actions import find_further_needs
from ringwall.emulator.needs.operations import find_actions, find_tag_action
from ringwall.emulator.needs.parameter_types import are_well_typed
from ringwall.emulator.needs.request_keys import find_keys, select_keys
from ringwall.emulator.needs.resources import find_resources, find_tagged
from ringwall.emulator.needs.unknown_needs import UnknownNeedsError


def find_needs(call: EmulatedCall, authority: Authority) -> tuple[Need, ...] | None:
    """Return the permissions that AWS checks: none for `()`; None where that is not known."""
    if not are_well_typed(call.parameters, call.model.input_shape):
        return None
    try:
        further = find_further_needs(call)
        found = [*_find_own(call, authority), *_check(authority, further)]
    except UnknownNeedsError:
        return None
    unique: list[Need] = []
    for need in found:
        if need not in unique:
            unique.append(need)
    return tuple(unique)


def _find_own(call: EmulatedCall, authority: Authority) -> Iterator[Need]:
    by_hand = find_needs_by_hand(call)
    if by_hand == ():  # a list without items: nothing must not mean that nothing is needed
        raise UnknownNeedsError
    if by_hand is not None:
        yield from _check(authority, by_hand)
        return
    action: ActionFacts | None = None
    for name in find_actions(call):
        found = _find_action(authority, name)
        action = action or found
        arns = find_resources(call, found)
        if arns is None:
            raise UnknownNeedsError
        yield from (Need(found.name, arn, find_keys(call, found, arn)) for arn in arns)
    name = find_tag_action(call)
    if name and action is not None:
        found = _find_action(authority, name)
        for arn in find_tagged(call, action, found):
            yield Need(found.name, arn, find_keys(call, found, arn))


def _find_action(authority: Authority, name: str) -> ActionFacts:
    found = authority.find_action(name)
    if found is None:
        raise UnknownNeedsError
    return found


def _check(authority: Authority, needs: Iterable[Need]) -> Iterator[Need]:
    """Yield needs as AWS spells them, each with the keys that its action has."""
    for need in needs:
        action = _find_action(authority, need.action)
        yield Need(action.name, need.resource, select_keys(need.keys, action))
