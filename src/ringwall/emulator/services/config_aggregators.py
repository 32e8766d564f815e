"""Config: aggregators of accounts and of the organization, and what they have collected."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.aggregators import (
    check_organization,
    find_item,
    is_authorized,
    list_aggregated,
    list_sources,
    require_aggregator,
)
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.paging import cut_page
from ringwall.emulator.services.config_items import TOKEN_FAULT, run_query, shorten
from ringwall.emulator.state import EmulatorState


@emulates("config", "PutConfigurationAggregator")
def put_aggregator(_state: EmulatorState, call: EmulatedCall) -> None:
    """Let who administers Config for the organization aggregate it; moto does the rest."""
    if call.parameters.get("OrganizationAggregationSource"):
        check_organization(call)


@emulates("config", "DescribeConfigurationAggregatorSourcesStatus")
def describe_sources(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether each source lets the aggregator collect."""
    now = datetime.now(UTC).replace(microsecond=0)
    wanted = call.parameters.get("UpdateStatus")
    found = []
    for source in list_sources(state, call, require_aggregator(call)):
        status = {
            "SourceId": source.account_id,
            "SourceType": "ORGANIZATION" if source.is_of_organization else "ACCOUNT",
            "AwsRegion": source.region,
            "LastUpdateStatus": "SUCCEEDED" if source.is_authorized else "FAILED",
            "LastUpdateTime": now,
        }
        if not source.is_authorized:
            status["LastErrorCode"] = "AccessDeniedException"
            status["LastErrorMessage"] = "The source account has not authorized the aggregator."
        if not wanted or status["LastUpdateStatus"] in wanted:
            found.append(status)
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"AggregatedSourceStatusList": page, **more}


@emulates("config", "DescribePendingAggregationRequests")
def describe_pending(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the aggregators of others that wait for the account's authorization."""
    found = [
        {"RequesterAccountId": account, "RequesterAwsRegion": region}
        for account, region in _list_pending(call)
    ]
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"PendingAggregationRequests": page, **more}


def _list_pending(call: EmulatedCall) -> Iterator[tuple[str, str]]:
    for account_id, regions in moto_backends("config").items():
        for region, backend in regions.items():
            sources = [
                source
                for aggregator in backend.config_aggregators.values()
                for source in aggregator.account_aggregation_sources or ()
            ]
            is_asked = any(
                call.account_id in source.account_ids
                and (source.all_aws_regions or call.region in (source.aws_regions or ()))
                for source in sources
            )
            collector = (account_id, region)
            if is_asked and not is_authorized(call.account_id, call.region, collector):
                yield account_id, region


@emulates("config", "ListAggregateDiscoveredResources")
def list_discovered(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the identifiers of the resources of a type that an aggregator has collected."""
    filters = call.parameters.get("Filters") or {}
    found = []
    for item in list_aggregated(state, call, require_aggregator(call)):
        known = {
            "AccountId": item.account_id,
            "Region": item.region,
            "ResourceId": item.resource_id,
            "ResourceName": item.resource_name,
        }
        is_wanted = all(known[name] == value for name, value in filters.items() if value)
        if is_wanted and item.resource_type == call.parameters["ResourceType"]:
            named = {"ResourceName": item.resource_name} if item.resource_name else {}
            found.append(
                {
                    "SourceAccountId": item.account_id,
                    "SourceRegion": item.region,
                    "ResourceId": item.resource_id,
                    "ResourceType": item.resource_type,
                    **named,
                }
            )
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"ResourceIdentifiers": page, **more}


@emulates("config", "GetAggregateResourceConfig")
def get_config(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the item of a resource."""
    wanted = call.parameters["ResourceIdentifier"]
    item = find_item(state, call, require_aggregator(call), wanted)
    if item is None:
        message = f"Resource {wanted['ResourceId']} is unknown or has not been discovered"
        raise Fault("ResourceNotDiscoveredException", message)
    return {"ConfigurationItem": item.answer()}


@emulates("config", "BatchGetAggregateResourceConfig")
def get_batch(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the items of some resources; those that were not collected are unprocessed."""
    aggregator = require_aggregator(call)
    held = {
        (i.account_id, i.region, i.resource_type, i.resource_id): i
        for i in list_aggregated(state, call, aggregator)
    }
    names = ("SourceAccountId", "SourceRegion", "ResourceType", "ResourceId")
    found, missing = [], []
    for wanted in call.parameters["ResourceIdentifiers"]:
        account, region, kind, identifier = (wanted[name] for name in names)
        item = held.get((account, region, kind, identifier))
        if item is None:
            missing.append(wanted)
        else:
            found.append(shorten(item.answer()))
    return {"BaseConfigurationItems": found, "UnprocessedResourceIdentifiers": missing}


@emulates("config", "SelectAggregateResourceConfig")
def select(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Answer a query over all that an aggregator has collected."""
    return run_query(call, list_aggregated(state, call, require_aggregator(call)))
