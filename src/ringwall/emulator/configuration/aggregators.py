"""Aggregators: which accounts and Regions one collects from, and whether it may.

https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.items import ConfigurationItem, find_recorder, list_items
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.state import EmulatorState

SERVICES = ("config.amazonaws.com", "config-multiaccountsetup.amazonaws.com")


@dataclass(frozen=True)
class AggregatedSource:
    """An account and Region that an aggregator collects from."""

    account_id: str
    region: str
    is_authorized: bool = True
    is_of_organization: bool = False


def require_aggregator(call: EmulatedCall) -> Any:
    """Return moto's aggregator that a call names; Fault where there is none."""
    name = call.parameters["ConfigurationAggregatorName"]
    found = moto_backend("config", call.account_id, call.region).config_aggregators.get(name)
    if found is None:
        message = (
            "The configuration aggregator does not exist. Check the configuration aggregator name "
            "and try again."
        )
        raise Fault("NoSuchConfigurationAggregatorException", message)
    return found


def check_organization(call: EmulatedCall) -> None:
    """Fault unless the call's account may aggregate its whole organization."""
    organization = find_organization(call.account_id)
    if organization is None:
        message = "The account is in no organization."
        raise Fault("NoAvailableOrganizationException", message)
    trusted = {held["ServicePrincipal"] for held in organization.services}
    is_delegate = any(
        admin.account.id == call.account_id and set(SERVICES) & set(admin.services)
        for admin in organization.admins
    )
    is_owner = organization.org.master_account_id == call.account_id
    if not trusted & set(SERVICES) or not (is_delegate or is_owner):
        message = (
            "This action can be only performed by the organization's management account or by a "
            "delegated administrator of AWS Config, once AWS Config is trusted."
        )
        raise Fault("OrganizationAccessDeniedException", message)


def list_sources(
    state: EmulatorState, call: EmulatedCall, aggregator: Any
) -> Iterator[AggregatedSource]:
    """Yield the sources of an aggregator."""
    for source in aggregator.account_aggregation_sources or ():
        for account_id in source.account_ids:
            for region in _list_regions(state, account_id, source):
                allowed = is_authorized(account_id, region, (call.account_id, call.region))
                yield AggregatedSource(account_id, region, allowed)
    chosen = aggregator.organization_aggregation_source
    organization = find_organization(call.account_id) if chosen else None
    for account in organization.accounts if organization else ():
        for region in _list_regions(state, account.id, chosen):
            yield AggregatedSource(account.id, region, is_of_organization=True)


def _list_regions(state: EmulatorState, account_id: str, source: Any) -> list[str]:
    if source.all_aws_regions:
        return [r for r in state.regions.every if state.regions.is_enabled(account_id, r)]
    return list(source.aws_regions or ())


def is_authorized(account_id: str, region: str, collector: tuple[str, str]) -> bool:
    """Whether a source lets an account and Region collect: its own account always does."""
    if account_id == collector[0]:
        return True
    backends = moto_backends("config")
    if account_id not in backends or region not in backends[account_id]:
        return False
    return any(
        (str(held.authorized_account_id), held.authorized_aws_region) == collector
        for held in backends[account_id][region].aggregation_authorizations.values()
    )


def list_aggregated(
    state: EmulatorState, call: EmulatedCall, aggregator: Any
) -> Iterator[ConfigurationItem]:
    """Yield the items of all sources that let the aggregator collect."""
    for source in list_sources(state, call, aggregator):
        if source.is_authorized and find_recorder(source.account_id, source.region) is not None:
            yield from list_items(state, source.account_id, source.region)


def find_item(
    state: EmulatorState, call: EmulatedCall, aggregator: Any, wanted: Mapping[str, Any]
) -> ConfigurationItem | None:
    """Return the item that a resource identifier names; None where none is aggregated."""
    for item in list_aggregated(state, call, aggregator):
        if (
            item.account_id == wanted["SourceAccountId"]
            and item.region == wanted["SourceRegion"]
            and item.resource_type == wanted["ResourceType"]
            and item.resource_id == wanted["ResourceId"]
        ):
            return item
    return None
