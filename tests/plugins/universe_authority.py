"""AWS's reference of actions, as the emulator asks for it."""

from functools import cache

from ringwall.emulator.authorization.authority import (
    ActionFacts,
    AppliedPolicies,
    AskedRequest,
    ResourceKind,
    Ruling,
)
from ringwall.reason.iam.language.universe import load_universe


class UniverseAuthority:
    """Knows all actions, and decides nothing."""

    def find_action(self, name: str) -> ActionFacts | None:
        return read_action(name)

    def decide(self, request: AskedRequest, policies: AppliedPolicies) -> Ruling:
        raise NotImplementedError


@cache
def read_action(name: str) -> ActionFacts | None:
    """Return what the reference says of an action; None where it has none of that name."""
    found = load_universe().find(name)
    if found is None:
        return None
    kinds = tuple(ResourceKind(t.name, t.arn, t.is_required) for t in found.types)
    keys = frozenset((*found.keys, *(key for t in found.types for key in t.keys)))
    return ActionFacts(found.name, kinds, keys)
