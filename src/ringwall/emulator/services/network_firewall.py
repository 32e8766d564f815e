"""Network Firewall: firewalls with an endpoint in each of their subnets.

https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_CreateFirewall.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.firewall_resources import (
    check_token,
    drop_empty,
    find_by_arn,
    find_resource,
    make_resource,
    show_tags,
)
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.made_interfaces import ENDPOINT, place_interfaces
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState, Record

PROTECTIONS: Mapping[str, str] = {
    "UpdateFirewallDeleteProtection": "DeleteProtection",
    "UpdateSubnetChangeProtection": "SubnetChangeProtection",
    "UpdateFirewallPolicyChangeProtection": "FirewallPolicyChangeProtection",
}
"""Operations -> the protection that they set."""


@emulates("network-firewall", "CreateFirewall")
def create_firewall(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a firewall for a VPC, with a policy and a subnet for each zone."""
    given = call.parameters
    if given.get("TransitGatewayId"):
        message = "Firewalls of a transit gateway are not emulated"
        raise Fault("UnsupportedOperationException", message)
    _check_policy(state, given["FirewallPolicyArn"])
    ec2 = moto_backend("ec2", call.account_id, call.region)
    if given.get("VpcId") not in ec2.vpcs or not given.get("SubnetMappings"):
        message = "VpcId and SubnetMappings must name a VPC and its subnets"
        raise Fault("InvalidRequestException", message)
    _check_subnets(call, given["VpcId"], given["SubnetMappings"], ())
    body = {
        "policy": given["FirewallPolicyArn"],
        "vpc": given["VpcId"],
        "protections": {name: bool(given.get(name)) for name in PROTECTIONS.values()},
        "endpoints": {},
    }
    made = make_resource(state, call, "firewall", given["FirewallName"], body)
    _add_endpoints(call, made, given["SubnetMappings"])
    return {"Firewall": _show(made), "FirewallStatus": _show_status(state, call, made)}


def _check_policy(state: EmulatorState, arn: str) -> None:
    if find_by_arn(state, arn) is None or ":firewall-policy/" not in arn:
        raise Fault("InvalidRequestException", f"Firewall policy is not found: {arn}")


def _check_subnets(
    call: EmulatedCall, vpc_id: str, mappings: list[Record], taken: tuple[str, ...]
) -> None:
    """Refuse subnets of another VPC, and two in one zone."""
    ec2 = moto_backend("ec2", call.account_id, call.region)
    subnets = {s.id: s for zone in ec2.subnets.values() for s in zone.values()}
    zones = [subnets[name].availability_zone for name in taken if name in subnets]
    for item in mappings:
        subnet = subnets.get(item["SubnetId"])
        if subnet is None or subnet.vpc_id != vpc_id:
            message = f"The subnet {item['SubnetId']} is not in the VPC {vpc_id}"
            raise Fault("InvalidRequestException", message)
        if subnet.availability_zone in zones:
            message = f"More than one subnet in {subnet.availability_zone}"
            raise Fault("InvalidRequestException", message)
        zones.append(subnet.availability_zone)


def _add_endpoints(call: EmulatedCall, firewall: Record, mappings: list[Record]) -> None:
    """Give each subnet an endpoint, to which routes can point."""
    ec2 = moto_backend("ec2", call.account_id, call.region)
    for item in mappings:
        made = ec2.create_vpc_endpoint(
            vpc_id=firewall["vpc"],
            service_name=f"com.amazonaws.vpce.{call.region}.vpce-svc-{firewall['id'][-12:]}",
            endpoint_type="GatewayLoadBalancer",
            policy_document=None,
            route_table_ids=[],
            subnet_ids=[item["SubnetId"]],
            tags={"AWSNetworkFirewallManaged": "true", "Firewall": firewall["arn"]},
            private_dns_enabled=False,
        )
        made.network_interface_ids = place_interfaces(ec2, ENDPOINT, made.id, made.subnet_ids)
        kind = item.get("IPAddressType") or "IPV4"
        firewall["endpoints"][item["SubnetId"]] = {"id": made.id, "type": kind}


def _remove_endpoints(call: EmulatedCall, firewall: Record, subnets: list[str]) -> None:
    ec2 = moto_backend("ec2", call.account_id, call.region)
    for subnet in subnets:
        gone = firewall["endpoints"].pop(subnet)["id"]
        place_interfaces(ec2, ENDPOINT, gone, ())
        ec2.vpc_end_points.pop(gone, None)


def find_firewall(state: EmulatorState, call: EmulatedCall) -> Record:
    """Return the firewall that a call names by its name or its ARN."""
    given = call.parameters
    name, arn = given.get("FirewallName"), given.get("FirewallArn")
    return find_resource(state, call, ("firewall",), name, arn)


@emulates("network-firewall", "DescribeFirewall", "DescribeFirewallMetadata")
def describe_firewall(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a firewall and its status."""
    held = find_firewall(state, call)
    if call.operation.endswith("Metadata"):
        return {
            "FirewallArn": held["arn"],
            "FirewallPolicyArn": held["policy"],
            "Description": held["description"] or "",
            "Status": "READY",
        }
    return {
        "UpdateToken": held["token"],
        "Firewall": _show(held),
        "FirewallStatus": _show_status(state, call, held),
    }


@emulates("network-firewall", "ListFirewalls")
def list_firewalls(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the account's firewalls, of some VPCs if asked."""
    wanted = call.parameters.get("VpcIds")
    held = hold(state, call, "firewall").values()
    shown = [f for f in held if not wanted or f["vpc"] in wanted]
    return {
        "Firewalls": [{"FirewallName": f["name"], "FirewallArn": f["arn"]} for f in shown],
    }


@emulates("network-firewall", *PROTECTIONS)
def set_protection(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Protect a firewall from a change, or no longer."""
    held, name = find_firewall(state, call), PROTECTIONS[call.operation]
    check_token(call, held)
    held["protections"][name] = bool(call.parameters[name])
    return _name(held) | {name: held["protections"][name]}


@emulates("network-firewall", "UpdateFirewallDescription")
def set_description(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Describe a firewall."""
    held = find_firewall(state, call)
    check_token(call, held)
    held["description"] = call.parameters.get("Description")
    return drop_empty(_name(held) | {"Description": held["description"]})


@emulates("network-firewall", "UpdateFirewallEncryptionConfiguration")
def set_encryption(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose a firewall's key."""
    held = find_firewall(state, call)
    check_token(call, held)
    held["encryption"] = call.parameters.get("EncryptionConfiguration") or held["encryption"]
    return _name(held) | {"EncryptionConfiguration": held["encryption"]}


@emulates("network-firewall", "AssociateFirewallPolicy")
def associate_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give a firewall another policy."""
    held = find_firewall(state, call)
    _check_protection(held, "FirewallPolicyChangeProtection")
    _check_policy(state, call.parameters["FirewallPolicyArn"])
    check_token(call, held)
    held["policy"] = call.parameters["FirewallPolicyArn"]
    return _name(held) | {"FirewallPolicyArn": held["policy"]}


@emulates("network-firewall", "AssociateSubnets", "DisassociateSubnets")
def change_subnets(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give a firewall more subnets, or fewer."""
    held = find_firewall(state, call)
    _check_protection(held, "SubnetChangeProtection")
    if call.operation.startswith("Associate"):
        mappings = call.parameters["SubnetMappings"]
        _check_subnets(call, held["vpc"], mappings, tuple(held["endpoints"]))
        check_token(call, held)
        _add_endpoints(call, held, mappings)
    else:
        gone = call.parameters["SubnetIds"]
        if set(gone) - held["endpoints"].keys():
            raise Fault("InvalidRequestException", "The firewall is not in all of these subnets")
        check_token(call, held)
        _remove_endpoints(call, held, gone)
    return _name(held) | {"SubnetMappings": _show_subnets(held)}


@emulates("network-firewall", "DeleteFirewall")
def delete_firewall(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a firewall that is not protected, with its endpoints."""
    held = find_firewall(state, call)
    _check_protection(held, "DeleteProtection")
    status = _show_status(state, call, held) | {"Status": "DELETING"}
    shown = _show(held)
    _remove_endpoints(call, held, list(held["endpoints"]))
    del hold(state, call, "firewall")[held["arn"]]
    return {"Firewall": shown, "FirewallStatus": status}


def _check_protection(held: Record, name: str) -> None:
    if held["protections"][name]:
        message = f"Unable to fulfill request because {name} is enabled: {held['arn']}"
        raise Fault("InvalidOperationException", message)


def _name(held: Record) -> dict[str, Any]:
    return {
        "FirewallArn": held["arn"],
        "FirewallName": held["name"],
        "UpdateToken": held["token"],
    }


def _show_subnets(held: Record) -> list[dict[str, str]]:
    found = held["endpoints"].items()
    return [{"SubnetId": name, "IPAddressType": endpoint["type"]} for name, endpoint in found]


def _show(held: Record) -> Record:
    return drop_empty(
        {
            "FirewallName": held["name"],
            "FirewallArn": held["arn"],
            "FirewallId": held["id"],
            "FirewallPolicyArn": held["policy"],
            "VpcId": held["vpc"],
            "SubnetMappings": _show_subnets(held),
            **held["protections"],
            "Description": held["description"],
            "Tags": show_tags(held),
            "EncryptionConfiguration": held["encryption"],
        }
    )


def _show_status(state: EmulatorState, call: EmulatedCall, held: Record) -> dict[str, Any]:
    """Return whether a firewall is ready, and its endpoints by zone."""
    ec2 = moto_backend("ec2", call.account_id, call.region)
    zones = {s.id: s.availability_zone for zone in ec2.subnets.values() for s in zone.values()}
    policy = find_by_arn(state, held["policy"])
    parts = [held["policy"], *(policy["groups"] if policy is not None else ())]
    synced = {arn: {"SyncStatus": "IN_SYNC", "UpdateToken": held["token"]} for arn in parts}
    states = {
        zones.get(subnet, "unknown"): {
            "Attachment": {"SubnetId": subnet, "EndpointId": endpoint["id"], "Status": "READY"},
            "Config": synced,
        }
        for subnet, endpoint in held["endpoints"].items()
    }
    return {
        "Status": "READY",
        "ConfigurationSyncStateSummary": "IN_SYNC",
        "SyncStates": states,
    }
