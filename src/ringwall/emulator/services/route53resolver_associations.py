"""DNS Firewall and Resolver: what applies to a VPC, and what happens when a firewall fails."""

import hashlib
from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.services.route53resolver_firewall import (
    find_held,
    make_resolver_record,
    now_as_text,
)
from ringwall.emulator.state import EmulatorState

LOWEST, HIGHEST = 100, 9900
ID_LENGTH = 16


@emulates("route53resolver", "AssociateFirewallRuleGroup")
def associate_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a group filter the questions of a VPC, in the order of priorities.

    https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_AssociateFirewallRuleGroup.html
    """
    given = call.parameters
    find_held(hold(state, call, "rule_groups"), given["FirewallRuleGroupId"])
    _check_vpc(call, given["VpcId"])
    _check_priority(state, call, given["VpcId"], given["Priority"], "")
    held = hold(state, call, "group_associations")
    pair = (given["FirewallRuleGroupId"], given["VpcId"])
    if pair in {(item["FirewallRuleGroupId"], item["VpcId"]) for item in held.values()}:
        raise Fault("ConflictException", "The rule group is associated with the VPC already")
    made = make_resolver_record(call, "rslvr-frgassoc", "firewall-rule-group-association")
    made |= {
        "FirewallRuleGroupId": given["FirewallRuleGroupId"],
        "VpcId": given["VpcId"],
        "Priority": given["Priority"],
        "MutationProtection": given.get("MutationProtection") or "DISABLED",
    }
    held[made["Id"]] = made
    return {"FirewallRuleGroupAssociation": made}


def _check_vpc(call: EmulatedCall, vpc_id: str) -> None:
    if vpc_id not in moto_backend("ec2", call.account_id, call.region).vpcs:
        raise Fault("ResourceNotFoundException", f"The VPC {vpc_id} does not exist")


def _check_priority(
    state: EmulatorState, call: EmulatedCall, vpc_id: str, priority: int, own: str
) -> None:
    if not LOWEST < priority < HIGHEST:
        message = f"The priority must be greater than {LOWEST} and less than {HIGHEST}"
        raise Fault("ValidationException", message)
    others = hold(state, call, "group_associations").values()
    taken = {a["Priority"] for a in others if a["VpcId"] == vpc_id and a["Id"] != own}
    if priority in taken:
        raise Fault("ValidationException", f"The VPC has an association of priority {priority}")


@emulates(
    "route53resolver",
    "GetFirewallRuleGroupAssociation",
    "UpdateFirewallRuleGroupAssociation",
    "DisassociateFirewallRuleGroup",
)
def change_association(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return, change or end the association of a group; one that is protected does not end."""
    given, held = call.parameters, hold(state, call, "group_associations")
    found = find_held(held, given["FirewallRuleGroupAssociationId"])
    if call.operation.startswith("Update"):
        if given.get("Priority") is not None:
            _check_priority(state, call, found["VpcId"], given["Priority"], found["Id"])
        for name in ("Priority", "MutationProtection", "Name"):
            found[name] = found[name] if given.get(name) is None else given[name]
        found["ModificationTime"] = now_as_text()
    if not call.operation.startswith("Disassociate"):
        return {"FirewallRuleGroupAssociation": found}
    if found["MutationProtection"] == "ENABLED":
        raise Fault("ConflictException", "The association is protected against mutations")
    del held[found["Id"]]
    return {"FirewallRuleGroupAssociation": found | {"Status": "DELETING"}}


@emulates("route53resolver", "ListFirewallRuleGroupAssociations")
def list_associations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the associations, of one group, VPC, priority or status if asked."""
    names = ("FirewallRuleGroupId", "VpcId", "Priority", "Status")
    given = call.parameters
    wanted = {name: given[name] for name in names if given.get(name) is not None}
    held = hold(state, call, "group_associations").values()
    found = [item for item in held if all(item[k] == v for k, v in wanted.items())]
    return {"FirewallRuleGroupAssociations": found}


CONFIGS: Mapping[str, tuple[str, str, str]] = {
    "FirewallConfig": ("FirewallFailOpen", "DISABLED", "rslvr-fc"),
    "ResolverConfig": ("AutodefinedReverse", "ENABLED", "rslvr-rc"),
}
"""Settings of a VPC: what each is called, what it is by default, and how its ids begin."""


@emulates(
    "route53resolver",
    "GetFirewallConfig",
    "UpdateFirewallConfig",
    "GetResolverConfig",
    "UpdateResolverConfig",
)
def keep_config(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set or return a setting of a VPC.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-vpc-configuration.html
    """
    kind = next(name for name in CONFIGS if call.operation.endswith(name))
    vpc_id = call.parameters["ResourceId"]
    _check_vpc(call, vpc_id)
    held = hold(state, call, kind)
    if call.operation.startswith("Update"):
        flag = call.parameters.get("AutodefinedReverseFlag")
        chosen = {"ENABLE": "ENABLED", "DISABLE": "DISABLED"}.get(str(flag), flag)
        held[vpc_id] = {"value": call.parameters.get("FirewallFailOpen") or chosen}
    return {kind: _show_config(call, kind, vpc_id, held)}


@emulates("route53resolver", "ListFirewallConfigs", "ListResolverConfigs")
def list_configs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the settings of all VPCs."""
    kind = next(name for name in CONFIGS if name in call.operation)
    held, vpcs = hold(state, call, kind), moto_backend("ec2", call.account_id, call.region).vpcs
    return {f"{kind}s": [_show_config(call, kind, vpc_id, held) for vpc_id in vpcs]}


def _show_config(
    call: EmulatedCall, kind: str, vpc_id: str, held: Mapping[str, Any]
) -> dict[str, Any]:
    member, default, prefix = CONFIGS[kind]
    made = hashlib.sha256(f"{kind}:{vpc_id}".encode()).hexdigest()[:ID_LENGTH]
    value = held.get(vpc_id, {}).get("value", default)
    shown = {"Id": f"{prefix}-{made}", "ResourceId": vpc_id, "OwnerId": call.account_id}
    return shown | {member: value}


@emulates(
    "route53resolver",
    "PutFirewallRuleGroupPolicy",
    "GetFirewallRuleGroupPolicy",
    "PutResolverQueryLogConfigPolicy",
    "GetResolverQueryLogConfigPolicy",
)
def keep_sharing_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set or return the policy that shares a rule group or a query log configuration."""
    member = call.operation[len("Put") :]
    arn, held = call.parameters["Arn"], hold(state, call, member)
    name = arn.rpartition("/")[2]
    known = {**hold(state, call, "rule_groups"), **_find_log_configs(call)}
    if name not in known:
        raise Fault("ResourceNotFoundException", f"The resource {arn} does not exist")
    if call.operation.startswith("Put"):
        held[arn] = {"policy": call.parameters[member]}
        return {"ReturnValue": True}
    if arn not in held:
        code = "UnknownResourceException" if "Log" in member else "ResourceNotFoundException"
        raise Fault(code, f"There is no policy of {arn}")
    return {member: held[arn]["policy"]}


def _find_log_configs(call: EmulatedCall) -> dict[str, Any]:
    backend = moto_backend("route53resolver", call.account_id, call.region)
    found: dict[str, Any] = backend.resolver_query_log_configs
    return found


@emulates("route53resolver", "DisassociateResolverQueryLogConfig")
def end_query_logs(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Log the questions of a VPC no longer."""
    backend = moto_backend("route53resolver", call.account_id, call.region)
    given = call.parameters
    for name, item in backend.resolver_query_log_config_associations.items():
        wanted = (given["ResolverQueryLogConfigId"], given["ResourceId"])
        if (item.resolver_query_log_config_id, item.resource_id) == wanted:
            del backend.resolver_query_log_config_associations[name]
            backend.resolver_query_log_configs[wanted[0]].association_count -= 1
            shown = {
                "Id": item.id,
                "ResolverQueryLogConfigId": wanted[0],
                "ResourceId": wanted[1],
                "Status": "DELETING",
                "CreationTime": item.creation_time,
            }
            return {"ResolverQueryLogConfigAssociation": shown}
    raise Fault("ResourceNotFoundException", "The configuration is not associated with the VPC")


@emulates("route53resolver", "DeleteResolverQueryLogConfig")
def delete_query_logs(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a configuration that logs no VPC's questions."""
    configs = _find_log_configs(call)
    name = call.parameters["ResolverQueryLogConfigId"]
    if name not in configs:
        raise Fault("ResourceNotFoundException", f"The configuration {name} does not exist")
    if configs[name].association_count:
        message = "The configuration is associated with VPCs"
        raise Fault("InvalidRequestException", message)
    held = configs.pop(name)
    shown = {
        "Id": name,
        "OwnerId": call.account_id,
        "Arn": held.arn,
        "Name": held.name,
        "DestinationArn": held.destination_arn,
        "CreatorRequestId": held.creator_request_id,
        "CreationTime": held.creation_time,
        "AssociationCount": 0,
        "ShareStatus": held.share_status,
        "Status": "DELETING",
    }
    return {"ResolverQueryLogConfig": shown}
