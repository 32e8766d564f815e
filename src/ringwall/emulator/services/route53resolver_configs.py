"""Route 53 Resolver: settings of VPCs, policies that share, the end of query logging."""

import hashlib
from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.security.tagging import answer_tags
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.traffic.dns_firewall import (
    ASSOCIATIONS,
    GROUPS,
    LISTS,
    find_firewall_records,
)

ID_LENGTH = 16


@emulates("route53resolver", "GetResolverConfig", "UpdateResolverConfig")
def keep_config(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set or return whether Resolver makes up reverse rules for a VPC."""
    vpc_id = _find_vpc(call)
    held = hold(state, call, "ResolverConfig")
    if call.operation.startswith("Update"):
        flag = call.parameters.get("AutodefinedReverseFlag")
        chosen = {"ENABLE": "ENABLED", "DISABLE": "DISABLED"}.get(str(flag), flag)
        held[vpc_id] = {"value": chosen}
    return {"ResolverConfig": _show_config(call, vpc_id, held)}


@emulates("route53resolver", "ListResolverConfigs")
def list_configs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the settings of all VPCs."""
    held = hold(state, call, "ResolverConfig")
    vpcs = moto_backend("ec2", call.account_id, call.region).vpcs
    return {"ResolverConfigs": [_show_config(call, vpc_id, held) for vpc_id in vpcs]}


def _show_config(call: EmulatedCall, vpc_id: str, held: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "Id": _make_config_id("rslvr-rc", f"ResolverConfig:{vpc_id}"),
        "ResourceId": vpc_id,
        "OwnerId": call.account_id,
        "AutodefinedReverse": held.get(vpc_id, {}).get("value", "ENABLED"),
    }


def _make_config_id(prefix: str, seed: str) -> str:
    return f"{prefix}-{hashlib.sha256(seed.encode()).hexdigest()[:ID_LENGTH]}"


@emulates("route53resolver", "GetResolverDnssecConfig", "UpdateResolverDnssecConfig")
def keep_dnssec_config(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Set or return whether Resolver validates DNSSEC for a VPC; moto keeps what was set.

    A VPC that nobody set is not validated: moto knows of none, and takes any id for a VPC's.
    """
    vpc_id = _find_vpc(call)
    backend = moto_backend("route53resolver", call.account_id, call.region)
    if call.operation.startswith("Update") or vpc_id in backend.resolver_dnssec_configs:
        return None
    return {
        "ResolverDNSSECConfig": {
            "Id": _make_config_id("rdsc", f"ResolverDnssecConfig:{vpc_id}"),
            "OwnerId": call.account_id,
            "ResourceId": vpc_id,
            "ValidationStatus": "DISABLED",
        }
    }


def _find_vpc(call: EmulatedCall) -> str:
    vpc_id: str = call.parameters["ResourceId"]
    if vpc_id not in moto_backend("ec2", call.account_id, call.region).vpcs:
        raise Fault("ResourceNotFoundException", f"The VPC {vpc_id} does not exist")
    return vpc_id


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
    groups = find_firewall_records(state, call.account_id, call.region, GROUPS)
    known = {*(group["Id"] for group in groups), *_find_log_configs(call)}
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


@emulates("route53resolver", "TagResource", "UntagResource", "ListTagsForResource")
def tag_resource(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Read and change the tags of what is kept here; moto has those of the others."""
    arn = call.parameters["ResourceArn"]
    if ":resolver-query-log-config/" in arn:
        known = arn.rpartition("/")[2] in _find_log_configs(call)
    elif ":firewall-" in arn:
        nouns = (GROUPS, LISTS, ASSOCIATIONS)
        places = [(state, call.account_id, call.region, noun) for noun in nouns]
        known = any(
            arn == each["Arn"] for place in places for each in find_firewall_records(*place)
        )
    else:
        return None
    if not known:
        raise Fault("ResourceNotFoundException", f"The resource {arn} does not exist")
    tagger = moto_backend("route53resolver", call.account_id, call.region).tagger
    tags = tagger.get_tag_dict_for_resource(arn)
    answer = answer_tags(call, tags)
    if call.operation != "ListTagsForResource":
        tagger.delete_all_tags_for_resource(arn)
        tagger.tag_resource(arn, [{"Key": key, "Value": value} for key, value in tags.items()])
    return answer


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
