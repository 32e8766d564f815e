"""Config: tags of what moto does not have; moto answers for the rest."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.conformance_packs import packs_of
from ringwall.emulator.configuration.organization_deployments import deployments_in
from ringwall.emulator.configuration.places import place_of
from ringwall.emulator.handlers import emulates
from ringwall.emulator.security.tagging import answer_tags
from ringwall.emulator.services.config_stored_queries import queries_of
from ringwall.emulator.state import EmulatorState

MOST = 50


@emulates("config", "TagResource", "UntagResource", "ListTagsForResource")
def answer(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Read and change the tags of packs and of what an organization deploys."""
    tags = _find_tags(state, call, str(call.parameters["ResourceArn"]))
    if tags is None:
        return None
    before = dict(tags)
    found = answer_tags(call, tags)
    if len(tags) > MOST:
        tags.clear()
        tags.update(before)
        raise Fault("TooManyTagsException", f"A resource can have at most {MOST} tags.")
    return found


def _find_tags(state: EmulatorState, call: EmulatedCall, arn: str) -> dict[str, str] | None:
    for pack in packs_of(state, place_of(call)).values():
        if pack.arn == arn:
            return pack.tags
    for query in queries_of(state, call).values():
        if query.settings["QueryArn"] == arn:
            return query.tags
    found = deployments_in(state, call.region).get(arn)
    return found.tags if found is not None and found.owner == call.account_id else None
