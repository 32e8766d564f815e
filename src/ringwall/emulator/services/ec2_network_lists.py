"""EC2: changes of prefix lists by their version, of network ACLs, and of endpoints' policies."""

import json
from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("ec2", "ModifyManagedPrefixList")
def modify_prefix_list(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change the entries of the newest version; moto loses the name and starts from any version.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyManagedPrefixList.html
    """
    given = call.parameters
    held = moto_backend("ec2", call.account_id, call.region).managed_prefix_lists.get(
        given["PrefixListId"]
    )
    if held is None or held.owner_id == "AWS":
        message = f"The prefix list ID '{given['PrefixListId']}' does not exist"
        raise Fault("InvalidPrefixListID.NotFound", message)
    added = {entry["Cidr"]: dict(entry) for entry in given.get("AddEntries") or ()}
    removed = {entry["Cidr"] for entry in given.get("RemoveEntries") or ()}
    if (added or removed) and given.get("CurrentVersion") != held.version:
        message = f"The prefix list has the incorrect version number {given.get('CurrentVersion')}"
        raise Fault("PrefixListVersionMismatch", message)
    entries = {entry["Cidr"]: entry for entry in held.entries.get(held.version) or ()}
    if removed - entries.keys():
        message = f"The prefix list has no entry {min(removed - entries.keys())}"
        raise Fault("InvalidPrefixListModification", message)
    kept = {cidr: e for cidr, e in entries.items() if cidr not in removed} | added
    most = int(given.get("MaxEntries") or held.max_entries)
    if len(kept) > most:
        message = f"The prefix list has reached its maximum of {most} entries"
        raise Fault("PrefixListMaxEntriesExceeded", message)
    held.max_entries = most
    held.prefix_list_name = given.get("PrefixListName") or held.prefix_list_name
    if added or removed:
        held.version += 1
        held.entries[held.version] = list(kept.values())
    held.state = "modify-complete"
    return {"PrefixList": _show(state, call, held)}


def _show(_state: EmulatorState, _call: EmulatedCall, held: Any) -> dict[str, Any]:
    return {
        "PrefixListId": held.id,
        "AddressFamily": held.address_family,
        "State": held.state,
        "PrefixListArn": held.arn,
        "PrefixListName": held.prefix_list_name,
        "MaxEntries": int(held.max_entries),
        "Version": held.version,
        "OwnerId": held.owner_id,
    }


@emulates("ec2", "DeleteNetworkAclEntry", "ReplaceNetworkAclEntry")
def check_acl_entry(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to change an entry that is not there; let moto change the rest."""
    given = call.parameters
    acl = moto_backend("ec2", call.account_id, call.region).network_acls.get(given["NetworkAclId"])
    if acl is None:
        message = f"The networkAcl ID '{given['NetworkAclId']}' does not exist"
        raise Fault("InvalidNetworkAclID.NotFound", message)
    wanted = (str(given["RuleNumber"]), str(bool(given.get("Egress"))).lower())
    known = {(str(e.rule_number), str(e.egress).lower()) for e in acl.network_acl_entries}
    if wanted not in known:
        message = (
            f"The network acl entry identified by {given['RuleNumber']} does not exist in "
            f"{given['NetworkAclId']}"
        )
        raise Fault("InvalidNetworkAclEntry.NotFound", message)


@emulates("ec2", "CreateVpcEndpoint")
def create_endpoint(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make an endpoint, of the type Gateway where none is named, with a policy that can be read."""
    given = call.parameters
    _check_document(given.get("PolicyDocument"))
    backend = moto_backend("ec2", call.account_id, call.region)
    kind = given.get("VpcEndpointType") or "Gateway"
    wanted = set(given.get("RouteTableIds") or ())
    for held in backend.vpc_end_points.values():
        same = (held.vpc_id, held.service_name) == (given["VpcId"], given["ServiceName"])
        if kind == "Gateway" and same and wanted & set(held.route_table_ids or ()):
            message = f"route table {min(wanted)} already has a route to {given['ServiceName']}"
            raise Fault("RouteAlreadyExists", message)
    answer = state.ask_moto(call)
    made = backend.vpc_end_points[answer["VpcEndpoint"]["VpcEndpointId"]]
    made.vpc_endpoint_type = kind
    if kind == "Gateway":
        made.private_dns_enabled = False
    shown = {"VpcEndpointType": kind, "PrivateDnsEnabled": bool(made.private_dns_enabled)}
    return {"VpcEndpoint": answer["VpcEndpoint"] | shown}


@emulates("ec2", "ModifyVpcEndpoint")
def modify_endpoint(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change an endpoint; give it AWS's policy again where that is asked."""
    given = call.parameters
    _check_document(given.get("PolicyDocument"))
    backend = moto_backend("ec2", call.account_id, call.region)
    held = backend.vpc_end_points.get(given["VpcEndpointId"])
    if held is None:
        message = f"The Vpc Endpoint Id '{given['VpcEndpointId']}' does not exist"
        raise Fault("InvalidVpcEndpointId.NotFound", message)
    before = set(held.route_table_ids or ())
    answer = state.ask_moto(call)
    _route(backend, held, before)
    if given.get("ResetPolicy"):
        held.policy_document = json.dumps(held.DEFAULT_POLICY)
    removed = set(given.get("RemoveSecurityGroupIds") or ())
    held.security_group_ids = [g for g in held.security_group_ids if g not in removed]
    if given.get("PrivateDnsEnabled") is not None:
        held.private_dns_enabled = given["PrivateDnsEnabled"]
    return answer


def _route(backend: Any, endpoint: Any, before: set[str]) -> None:
    """Have a route to an endpoint in each of its route tables, and in no other."""
    prefixes, now = endpoint.destination_prefix_list_id, set(endpoint.route_table_ids or ())
    for table in sorted(now - before) if prefixes else ():
        backend.create_route(
            table, None, gateway_id=endpoint.id, destination_prefix_list_id=prefixes
        )
    for table in sorted(before - now) if prefixes else ():
        backend.delete_route(table, prefixes)


def _check_document(text: Any) -> None:
    if not text:
        return
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict) or "Statement" not in document:
        raise Fault("InvalidPolicyDocument", "The Policy document is not valid.")
