"""EC2: pools of IPAM: the CIDRs that are provisioned to them, and what is allocated of those.

https://docs.aws.amazon.com/vpc/latest/ipam/create-ipam-pool.html
"""

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold, make_id
from ringwall.emulator.services.ec2_ipam import find_planned, global_arn, read_ipam_tags
from ringwall.emulator.state import EmulatorState, Record

Network = IPv4Network | IPv6Network
LENGTHS = (
    "AllocationMinNetmaskLength",
    "AllocationMaxNetmaskLength",
    "AllocationDefaultNetmaskLength",
)
SETTINGS = ("Description", "AutoImport", *LENGTHS)


@emulates("ec2", "CreateIpamPool")
def create_pool(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a pool without addresses, at the top of a scope or in another pool."""
    given = call.parameters
    scope = find_planned(state, call, "scope", given["IpamScopeId"])
    source = given.get("SourceIpamPoolId")
    above = find_planned(state, call, "pool", source)["shown"] if source else None
    made = make_id("ipam-pool")
    shown: Record = {
        "OwnerId": call.account_id,
        "IpamPoolId": made,
        "IpamPoolArn": global_arn(call, f"ipam-pool/{made}"),
        "IpamScopeArn": scope["IpamScopeArn"],
        "IpamScopeType": scope["IpamScopeType"],
        "IpamArn": scope["IpamArn"],
        "IpamRegion": call.region,
        "Locale": given.get("Locale") or (above or {}).get("Locale", "None"),
        "PoolDepth": above["PoolDepth"] + 1 if above else 1,
        "State": "create-complete",
        "AddressFamily": given["AddressFamily"],
        "AutoImport": bool(given.get("AutoImport")),
        "Description": given.get("Description") or "",
        "Tags": read_ipam_tags(call, "ipam-pool"),
    }
    shown |= {name: given[name] for name in LENGTHS if given.get(name) is not None}
    shown |= {"SourceIpamPoolId": source} if source else {}
    hold(state, call, "pool")[made] = {"shown": shown, "cidrs": {}, "allocations": {}}
    scope["PoolCount"] += 1
    return {"IpamPool": shown}


@emulates("ec2", "DescribeIpamPools")
def describe_pools(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return pools by their ids."""
    wanted = call.parameters.get("IpamPoolIds") or list(hold(state, call, "pool"))
    return {"IpamPools": [find_planned(state, call, "pool", name)["shown"] for name in wanted]}


@emulates("ec2", "ModifyIpamPool", "DeleteIpamPool")
def change_pool(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a pool, or delete one without addresses."""
    given = call.parameters
    pool = find_planned(state, call, "pool", given["IpamPoolId"])
    if call.operation.startswith("Modify"):
        changes = {name: given[name] for name in SETTINGS if given.get(name) is not None}
        pool["shown"] |= changes | {"State": "modify-complete"}
        return {"IpamPool": pool["shown"]}
    if pool["cidrs"] and not given.get("Cascade"):
        message = f"The pool {given['IpamPoolId']} has provisioned CIDRs"
        raise Fault("DependencyViolation", message)
    del hold(state, call, "pool")[given["IpamPoolId"]]
    for scope in hold(state, call, "scope").values():
        scope["PoolCount"] -= int(scope["IpamScopeArn"] == pool["shown"]["IpamScopeArn"])
    return {"IpamPool": pool["shown"] | {"State": "delete-complete"}}


@emulates("ec2", "ProvisionIpamPoolCidr")
def provision_cidr(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give a pool addresses: those of the pool that it is in, if it is in one."""
    given = call.parameters
    pool = find_planned(state, call, "pool", given["IpamPoolId"])
    source = pool["shown"].get("SourceIpamPoolId")
    if source:
        above = find_planned(state, call, "pool", source)
        network = _choose(above, given.get("Cidr"), given.get("NetmaskLength"))
        _record(above, network, {"ResourceType": "ipam-pool", "ResourceId": given["IpamPoolId"]})
    elif not given.get("Cidr"):
        raise Fault("MissingParameter", "The request must contain the parameter Cidr")
    else:
        network = _parse(given["Cidr"])
        if any(network.overlaps(_parse(held)) for held in pool["cidrs"]):
            message = f"The CIDR {network} overlaps with one of the pool"
            raise Fault("InvalidParameterValue", message)
    shown = {
        "Cidr": str(network),
        "State": "provisioned",
        "IpamPoolCidrId": make_id("ipam-pool-cidr"),
        "NetmaskLength": network.prefixlen,
    }
    pool["cidrs"][str(network)] = shown
    return {"IpamPoolCidr": shown}


@emulates("ec2", "DeprovisionIpamPoolCidr")
def deprovision_cidr(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take addresses from a pool of which nothing is allocated."""
    pool = find_planned(state, call, "pool", call.parameters["IpamPoolId"])
    cidr = str(call.parameters.get("Cidr"))
    if cidr not in pool["cidrs"]:
        raise Fault("InvalidParameterValue", f"The CIDR {cidr} is not provisioned to the pool")
    if any(_is_within(_parse(held["Cidr"]), _parse(cidr)) for held in pool["allocations"].values()):
        raise Fault("DependencyViolation", f"The CIDR {cidr} has allocations")
    shown = pool["cidrs"].pop(cidr) | {"State": "deprovisioned"}
    source = pool["shown"].get("SourceIpamPoolId")
    if source:
        release(state, call, source, cidr)
    return {"IpamPoolCidr": shown}


@emulates("ec2", "GetIpamPoolCidrs", "GetIpamPoolAllocations")
def show_pool(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the addresses of a pool, or what is allocated of them."""
    pool = find_planned(state, call, "pool", call.parameters["IpamPoolId"])
    if call.operation.endswith("Cidrs"):
        return {"IpamPoolCidrs": list(pool["cidrs"].values())}
    wanted = call.parameters.get("IpamPoolAllocationId")
    held = pool["allocations"].values()
    found = [item for item in held if wanted in {None, item["IpamPoolAllocationId"]}]
    return {"IpamPoolAllocations": found}


@emulates("ec2", "AllocateIpamPoolCidr")
def allocate_cidr(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Reserve addresses of a pool: those that are named, or the first that are free."""
    given = call.parameters
    pool = find_planned(state, call, "pool", given["IpamPoolId"])
    network = _choose(pool, given.get("Cidr"), given.get("NetmaskLength"))
    about = {"ResourceType": "custom", "Description": given.get("Description") or ""}
    if given.get("PreviewNextCidr"):
        return {"IpamPoolAllocation": {"Cidr": str(network)}}
    shown = _record(pool, network, about | {"ResourceOwner": call.account_id})
    return {"IpamPoolAllocation": shown}


def allocate_for_vpc(
    state: EmulatorState, call: EmulatedCall, pool_id: str, length: int | None
) -> str:
    """Reserve addresses for a VPC that is about to be made; return them."""
    pool = find_planned(state, call, "pool", pool_id)
    network = _choose(pool, call.parameters.get("CidrBlock"), length)
    _record(pool, network, {"ResourceType": "vpc", "ResourceOwner": call.account_id})
    return str(network)


@emulates("ec2", "ReleaseIpamPoolAllocation")
def release_cidr(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Free addresses that were reserved by hand."""
    given = call.parameters
    pool = find_planned(state, call, "pool", given["IpamPoolId"])
    held = pool["allocations"].get(given["IpamPoolAllocationId"])
    if held is None or held["Cidr"] != given["Cidr"]:
        message = f"The allocation '{given['IpamPoolAllocationId']}' does not exist"
        raise Fault("InvalidIpamPoolAllocationId.NotFound", message)
    if held["ResourceType"] != "custom":
        raise Fault("InvalidParameterValue", "Only a custom allocation can be released")
    release(state, call, given["IpamPoolId"], given["Cidr"])
    return {"Success": True}


def release(state: EmulatorState, call: EmulatedCall, pool_id: str, cidr: str) -> None:
    """Free addresses of a pool, if they are reserved."""
    pool = hold(state, call, "pool").get(pool_id, {"allocations": {}})
    for name, held in list(pool["allocations"].items()):
        if held["Cidr"] == cidr:
            del pool["allocations"][name]


def _choose(pool: Record, cidr: str | None, length: int | None) -> Network:
    """Return addresses of a pool that are free."""
    taken = [_parse(held["Cidr"]) for held in pool["allocations"].values()]
    spaces = [_parse(held) for held in pool["cidrs"]]
    if cidr:
        wanted = _parse(cidr)
        is_inside = any(_is_within(wanted, space) for space in spaces)
        if is_inside and not any(wanted.overlaps(other) for other in taken):
            _check_length(pool, wanted.prefixlen)
            return wanted
        raise Fault("InvalidParameterValue", f"The CIDR {cidr} is not free in the pool")
    length = length or pool["shown"].get("AllocationDefaultNetmaskLength")
    if length is None:
        raise Fault("MissingParameter", "The request must contain Cidr or NetmaskLength")
    _check_length(pool, length)
    for space in spaces:
        for found in space.subnets(new_prefix=length) if length >= space.prefixlen else ():
            if not any(found.overlaps(other) for other in taken):
                return found
    raise Fault("InsufficientCidrBlocks", f"The pool has no free CIDR of length {length}")


def _check_length(pool: Record, length: int) -> None:
    shortest = pool["shown"].get("AllocationMinNetmaskLength", 0)
    longest = pool["shown"].get("AllocationMaxNetmaskLength", 128)
    if not shortest <= length <= longest:
        message = f"The netmask length must be between {shortest} and {longest}"
        raise Fault("InvalidParameterValue", message)


def _record(pool: Record, network: Network, about: Record) -> Record:
    made = make_id("ipam-pool-alloc")
    shown = {"Cidr": str(network), "IpamPoolAllocationId": made, **about}
    pool["allocations"][made] = shown
    return shown


def _is_within(inner: Network, outer: Network) -> bool:
    return inner.version == outer.version and inner.subnet_of(outer)  # type: ignore[arg-type]


def _parse(cidr: str) -> Network:
    try:
        return ip_network(cidr)
    except ValueError as error:
        raise Fault("InvalidParameterValue", f"The CIDR {cidr} is not valid") from error
