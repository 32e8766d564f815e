"""EC2: IPAM: who plans addresses, in which Regions, and in which scopes.

https://docs.aws.amazon.com/vpc/latest/ipam/how-it-works-ipam.html
"""

from collections.abc import Mapping
from typing import Any

from moto.ec2.utils import convert_tag_spec

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold, make_arn, make_id
from ringwall.emulator.state import EmulatorState, Record


def read_ipam_tags(call: EmulatedCall, kind: str) -> list[dict[str, str]]:
    """Return the tags that a request gives to what it makes."""
    tags = convert_tag_spec(call.parameters.get("TagSpecifications") or []).get(kind, {})
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def global_arn(call: EmulatedCall, resource: str) -> str:
    """Return an ARN as IPAM writes it: without a Region."""
    return make_arn(call, resource).replace(f":{call.region}:", "::", 1)


def find_planned(state: EmulatorState, call: EmulatedCall, kind: str, name: str) -> Record:
    """Return an IPAM, a scope or a pool by its id; a Fault where there is none."""
    held = hold(state, call, kind)
    if name not in held:
        spelled = {"ipam": "Ipam", "scope": "IpamScope", "pool": "IpamPool"}[kind]
        raise Fault(f"Invalid{spelled}Id.NotFound", f"The {kind} ID '{name}' does not exist")
    return held[name]


@emulates("ec2", "CreateIpam")
def create_ipam(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make an IPAM with its two default scopes; its own Region is always one that it plans."""
    made = make_id("ipam")
    regions = [r["RegionName"] for r in call.parameters.get("OperatingRegions") or ()]
    ipam: Record = {
        "OwnerId": call.account_id,
        "IpamId": made,
        "IpamArn": global_arn(call, f"ipam/{made}"),
        "IpamRegion": call.region,
        "Description": call.parameters.get("Description") or "",
        "OperatingRegions": [{"RegionName": r} for r in dict.fromkeys([call.region, *regions])],
        "State": "create-complete",
        "Tier": call.parameters.get("Tier") or "advanced",
        "EnablePrivateGua": bool(call.parameters.get("EnablePrivateGua")),
        "ScopeCount": 0,
        "ResourceDiscoveryAssociationCount": 0,
        "Tags": read_ipam_tags(call, "ipam"),
    }
    hold(state, call, "ipam")[made] = ipam
    for kind in ("public", "private"):
        scope = _add_scope(state, call, ipam, kind, is_default=True)
        ipam[f"{kind.capitalize()}DefaultScopeId"] = scope["IpamScopeId"]
    return {"Ipam": ipam}


def _add_scope(
    state: EmulatorState, call: EmulatedCall, ipam: Record, kind: str, *, is_default: bool
) -> Record:
    made = make_id("ipam-scope")
    scope: Record = {
        "OwnerId": call.account_id,
        "IpamScopeId": made,
        "IpamScopeArn": global_arn(call, f"ipam-scope/{made}"),
        "IpamArn": ipam["IpamArn"],
        "IpamRegion": call.region,
        "IpamScopeType": kind,
        "IsDefault": is_default,
        "Description": "" if is_default else call.parameters.get("Description") or "",
        "PoolCount": 0,
        "State": "create-complete",
        "Tags": [] if is_default else read_ipam_tags(call, "ipam-scope"),
    }
    hold(state, call, "scope")[made] = scope
    ipam["ScopeCount"] += 1
    return scope


@emulates("ec2", "DescribeIpams", "DescribeIpamScopes")
def describe_ipams(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return IPAMs or scopes by their ids."""
    kind, member = ("scope", "IpamScopes") if "Scope" in call.operation else ("ipam", "Ipams")
    wanted = call.parameters.get(f"{member.removesuffix('s')}Ids") or list(hold(state, call, kind))
    return {member: [find_planned(state, call, kind, name) for name in wanted]}


@emulates("ec2", "ModifyIpam")
def modify_ipam(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change the description, the tier or the Regions of an IPAM."""
    given = call.parameters
    ipam = find_planned(state, call, "ipam", given["IpamId"])
    added = [r["RegionName"] for r in given.get("AddOperatingRegions") or ()]
    removed = {r["RegionName"] for r in given.get("RemoveOperatingRegions") or ()}
    if ipam["IpamRegion"] in removed:
        raise Fault("InvalidParameterValue", "The Region of an IPAM cannot be removed from it")
    old = [r["RegionName"] for r in ipam["OperatingRegions"]]
    kept = [r for r in dict.fromkeys([*old, *added]) if r not in removed]
    ipam["OperatingRegions"] = [{"RegionName": r} for r in kept]
    for name in ("Description", "Tier", "EnablePrivateGua"):
        ipam[name] = ipam[name] if given.get(name) is None else given[name]
    ipam["State"] = "modify-complete"
    return {"Ipam": ipam}


@emulates("ec2", "CreateIpamScope")
def create_scope(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make another private scope."""
    ipam = find_planned(state, call, "ipam", call.parameters["IpamId"])
    return {"IpamScope": _add_scope(state, call, ipam, "private", is_default=False)}


@emulates("ec2", "DeleteIpam", "DeleteIpamScope")
def delete_ipam(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a scope without pools, or an IPAM: with what is in it only if `Cascade` says so."""
    given, scopes = call.parameters, hold(state, call, "scope")
    if call.operation.endswith("Scope"):
        scope = find_planned(state, call, "scope", given["IpamScopeId"])
        if scope["IsDefault"] or scope["PoolCount"]:
            raise Fault("DependencyViolation", "A default scope, or one with pools, stays")
        del scopes[scope["IpamScopeId"]]
        for ipam in hold(state, call, "ipam").values():
            ipam["ScopeCount"] -= int(ipam["IpamArn"] == scope["IpamArn"])
        return {"IpamScope": scope | {"State": "delete-complete"}}
    ipam = find_planned(state, call, "ipam", given["IpamId"])
    own = [name for name, scope in scopes.items() if scope["IpamArn"] == ipam["IpamArn"]]
    pools = hold(state, call, "pool")
    inside = [name for name, pool in pools.items() if pool["shown"]["IpamArn"] == ipam["IpamArn"]]
    if inside and not given.get("Cascade"):
        raise Fault("DependencyViolation", f"The IPAM {ipam['IpamId']} has pools")
    for name in inside:
        del pools[name]
    for name in own:
        del scopes[name]
    del hold(state, call, "ipam")[ipam["IpamId"]]
    return {"Ipam": ipam | {"State": "delete-complete"}}


@emulates("ec2", "EnableIpamOrganizationAdminAccount", "DisableIpamOrganizationAdminAccount")
def delegate_ipam(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose the account that plans for the organization; there is one at a time."""
    wanted, chosen = (
        call.parameters["DelegatedAdminAccountId"],
        state.setting(call, "IpamAdmin", ""),
    )
    if call.operation.startswith("Disable"):
        if chosen != wanted:
            message = f"The account {wanted} is not the delegated administrator"
            raise Fault("InvalidParameterValue", message)
        state.set(call, "IpamAdmin", "")
        return {"Success": True}
    if chosen not in {"", wanted} or wanted == call.account_id:
        message = f"The account {wanted} cannot be the delegated administrator"
        raise Fault("InvalidParameterValue", message)
    state.set(call, "IpamAdmin", wanted)
    return {"Success": True}
