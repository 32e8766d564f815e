"""Config: queries that are kept by name.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutStoredQuery.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import make_arn
from ringwall.emulator.paging import cut_page
from ringwall.emulator.services.config_items import TOKEN_FAULT
from ringwall.emulator.state import EmulatorState


@dataclass
class StoredQuery:
    """A query of an account and Region."""

    settings: dict[str, Any]
    tags: dict[str, str] = field(default_factory=dict)


StoredQueries = dict[str, StoredQuery]


def queries_of(state: EmulatorState, call: EmulatedCall) -> StoredQueries:
    """Return the queries of the call's account and Region by name: a change to it stays."""
    key = (call.account_id, call.region, "config.stored_queries")
    found: StoredQueries = state.settings.setdefault(key, {})
    return found


def _require(state: EmulatorState, call: EmulatedCall) -> StoredQuery:
    name = str(call.parameters["QueryName"])
    found = queries_of(state, call).get(name)
    if found is None:
        raise Fault("ResourceNotFoundException", f"The query {name} does not exist.")
    return found


@emulates("config", "PutStoredQuery")
def put(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep a query, or change it; tags are those that it was made with."""
    given, held = call.parameters["StoredQuery"], queries_of(state, call)
    name = str(given["QueryName"])
    changed = {n: given[n] for n in ("Description", "Expression") if given.get(n) is not None}
    if name in held:
        held[name].settings |= changed
        return {"QueryArn": held[name].settings["QueryArn"]}
    own = f"query-{mock_random.get_random_hex(16)}"
    arn = make_arn(call, f"stored-query/{name}/{own}")
    tags = {tag["Key"]: tag["Value"] for tag in call.parameters.get("Tags") or ()}
    held[name] = StoredQuery({"QueryName": name, "QueryId": own, "QueryArn": arn} | changed, tags)
    return {"QueryArn": arn}


@emulates("config", "GetStoredQuery")
def get(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a query."""
    return {"StoredQuery": _require(state, call).settings}


@emulates("config", "ListStoredQueries")
def list_queries(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the names of the queries, and what they are for."""
    shown = [
        {name: value for name, value in held.settings.items() if name != "Expression"}
        for held in queries_of(state, call).values()
    ]
    page, more = cut_page(call, shown, fault=TOKEN_FAULT)
    return {"StoredQueryMetadata": page, **more}


@emulates("config", "DeleteStoredQuery")
def delete(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a query."""
    del queries_of(state, call)[_require(state, call).settings["QueryName"]]
    return {}
