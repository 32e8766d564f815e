"""Security Hub: the hub of an account and Region, its standards, and products that report to it."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.hub_automation import rules_of
from ringwall.emulator.security.hub_policies import find_central, refuse_if_managed
from ringwall.emulator.security.hub_settling import require_hub, settle_hubs
from ringwall.emulator.security.hub_v2 import find_aggregator_v2, find_v2
from ringwall.emulator.security.hubs import (
    BY_DEFAULT,
    PRODUCTS,
    SECURITY_HUB,
    EnabledStandard,
    Hub,
    enable_standards_of,
    find_hub,
    find_standards,
    make_hub,
    name_standard,
    product_arn,
    refuse_access,
    refuse_conflict,
    refuse_input,
    refuse_missing,
    remove_hub,
    show_standard_status,
)
from ringwall.emulator.security.tagging import answer_tags
from ringwall.emulator.security.wire import write_moment
from ringwall.emulator.state import EmulatorState


@emulates("securityhub", "EnableSecurityHub")
def enable_hub(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn Security Hub on, with two standards unless the request says otherwise."""
    settle_hubs(state, call.account_id, call.region)
    refuse_if_managed(state, call)
    if find_hub(state, call.account_id, call.region) is not None:
        raise refuse_conflict("Account is already subscribed to Security Hub")
    by_default = call.parameters.get("EnableDefaultStandards") is not False
    hub = make_hub(state, call.account_id, call.region, BY_DEFAULT if by_default else ())
    hub.tags = dict(call.parameters.get("Tags") or {})
    hub.generator = call.parameters.get("ControlFindingGenerator") or hub.generator
    return {}


@emulates("securityhub", "DisableSecurityHub")
def disable_hub(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn Security Hub off, unless an organization depends on it or manages it."""
    require_hub(state, call)
    refuse_if_managed(state, call)
    own = SECURITY_HUB.find_own(state, call)
    if own is not None and own.associated():
        raise refuse_access(
            f"Account {call.account_id} has member accounts: disassociate them before Security Hub "
            "is disabled"
        )
    if SECURITY_HUB.find_administrator(state, call.account_id, call.region):
        raise refuse_access(
            f"Account {call.account_id} is a member account: it must be disassociated first"
        )
    remove_hub(state, call.account_id, call.region)
    return {}


@emulates("securityhub", "DescribeHub")
def describe_hub(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the hub."""
    hub = require_hub(state, call)
    if call.parameters.get("HubArn") not in {None, hub.arn}:
        raise refuse_missing("The hub")
    return {
        "HubArn": hub.arn,
        "SubscribedAt": write_moment(hub.subscribed),
        "AutoEnableControls": hub.auto_enable_controls,
        "ControlFindingGenerator": hub.generator,
    }


@emulates("securityhub", "UpdateSecurityHubConfiguration")
def update_hub(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change the hub's settings; a member's generator is its administrator's."""
    hub = require_hub(state, call)
    refuse_if_managed(state, call)
    generator = call.parameters.get("ControlFindingGenerator")
    if generator and SECURITY_HUB.find_administrator(state, call.account_id, call.region):
        raise refuse_access(
            f"Account {call.account_id} is a member account: its administrator has the generator"
        )
    hub.generator = generator or hub.generator
    if call.parameters.get("AutoEnableControls") is not None:
        hub.auto_enable_controls = bool(call.parameters["AutoEnableControls"])
    return {}


@emulates("securityhub", "TagResource", "UntagResource", "ListTagsForResource")
def tag_hub(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of a hub, of either Security Hub, and of what organizes it."""
    arn = str(call.parameters["ResourceArn"])
    newer = find_v2(state, call.account_id, call.region)
    if newer is not None and arn == newer.arn:
        return answer_tags(call, newer.tags)
    aggregator = find_aggregator_v2(state, call.account_id)
    if aggregator is not None and arn == aggregator.regions.arn:
        return answer_tags(call, aggregator.tags)
    policies = find_central(state, call.account_id).policies.values()
    policy = next((held for held in policies if held.arn == arn), None)
    if policy is not None:
        return answer_tags(call, policy.tags)
    hub = require_hub(state, call)
    rule = rules_of(state, call).get(arn)
    if rule is not None:
        return answer_tags(call, rule.tags)
    if arn != hub.arn:
        raise refuse_missing("The resource")
    return answer_tags(call, hub.tags)


@emulates("securityhub", "DescribeStandards")
def describe_standards(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the standards that can be enabled."""
    default = {name_standard(arn, call.region) for arn in BY_DEFAULT}
    standards = [
        {
            "StandardsArn": arn,
            "Name": name,
            "EnabledByDefault": arn in default,
            "StandardsManagedBy": {"Company": "AWS", "Product": "Security Hub"},
        }
        for arn, name in find_standards(call.region).items()
    ]
    page, more = cut_page(call, standards, 100)
    return {"Standards": page} | more


@emulates("securityhub", "BatchEnableStandards")
def enable_standards(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Enable standards; all are looked for before one is enabled."""
    hub = require_hub(state, call)
    refuse_if_managed(state, call)
    asked = [r["StandardsArn"] for r in call.parameters["StandardsSubscriptionRequests"]]
    known = find_standards(call.region)
    for arn in asked:
        if arn not in known:
            raise refuse_input(f"Standards ARN {arn} is not valid")
    made = enable_standards_of(hub, asked)
    return {"StandardsSubscriptions": [_show(a, hub.standards[a]) for a in made]}


@emulates("securityhub", "BatchDisableStandards")
def disable_standards(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Disable standards."""
    hub = require_hub(state, call)
    refuse_if_managed(state, call)
    asked = call.parameters["StandardsSubscriptionArns"]
    for arn in asked:
        _require_standard(hub, arn)
    gone = [(arn, hub.standards.pop(arn)) for arn in dict.fromkeys(asked)]
    deleting = {"StandardsStatus": "DELETING"}
    return {"StandardsSubscriptions": [_show(arn, held) | deleting for arn, held in gone]}


@emulates("securityhub", "GetEnabledStandards")
def get_enabled_standards(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the standards that are enabled."""
    hub = require_hub(state, call)
    wanted = call.parameters.get("StandardsSubscriptionArns") or list(hub.standards)
    found = [_show(arn, hub.standards[arn]) for arn in wanted if arn in hub.standards]
    page, more = cut_page(call, found, 100)
    return {"StandardsSubscriptions": page} | more


def _show(subscription: str, standard: EnabledStandard) -> dict[str, Any]:
    return {
        "StandardsSubscriptionArn": subscription,
        "StandardsArn": standard.arn,
        "StandardsInput": {},
        "StandardsStatus": show_standard_status(standard),
        "StandardsControlsUpdatable": "READY_FOR_UPDATES",
    }


def _require_standard(hub: Hub, subscription: str) -> EnabledStandard:
    found = hub.standards.get(subscription)
    if found is None:
        raise refuse_input(f"Standards subscription {subscription} is not valid")
    return found


@emulates("securityhub", "EnableImportFindingsForProduct")
def enable_product(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a product of AWS report its findings."""
    hub, product = require_hub(state, call), str(call.parameters["ProductArn"])
    known = {product_arn(call.region, name): name for name in PRODUCTS}
    if product not in known:
        raise refuse_input(f"Product {product} is not valid")
    place = f"arn:{call.partition}:securityhub:{call.region}:{call.account_id}"
    subscription = f"{place}:product-subscription/aws/{known[product]}"
    if subscription in hub.products:
        raise refuse_conflict(f"Account {call.account_id} is already subscribed to {product}")
    hub.products[subscription] = product
    return {"ProductSubscriptionArn": subscription}


@emulates("securityhub", "DisableImportFindingsForProduct")
def disable_product(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take no more findings of a product."""
    hub = require_hub(state, call)
    if hub.products.pop(call.parameters["ProductSubscriptionArn"], None) is None:
        raise refuse_missing("The product subscription")
    return {}


@emulates("securityhub", "ListEnabledProductsForImport")
def list_products(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the products that report."""
    page, more = cut_page(call, list(require_hub(state, call).products), 100)
    return {"ProductSubscriptions": page} | more


@emulates("securityhub", "DescribeProducts")
def describe_products(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the integrations of AWS's own services; those of other companies are not known."""
    require_hub(state, call)
    found = [
        {
            "ProductArn": product_arn(call.region, name),
            "ProductName": name,
            "CompanyName": "AWS",
            "IntegrationTypes": ["SEND_FINDINGS_TO_SECURITY_HUB"],
        }
        for name in PRODUCTS
    ]
    wanted = call.parameters.get("ProductArn")
    found = [p for p in found if wanted in {None, p["ProductArn"]}]
    page, more = cut_page(call, found, 100)
    return {"Products": page} | more
