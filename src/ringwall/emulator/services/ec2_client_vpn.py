"""EC2: Client VPN endpoints.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateClientVpnEndpoint.html
"""

from collections.abc import Mapping
from typing import Any

from moto.ec2.utils import convert_tag_spec

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold, make_id
from ringwall.emulator.paging import answer_page
from ringwall.emulator.state import EmulatorState, Record

KIND = "client-vpn-endpoint"
COPIED = (
    "Description",
    "ClientCidrBlock",
    "ServerCertificateArn",
    "DnsServers",
    "SecurityGroupIds",
)
CHANGED = ("Description", "ServerCertificateArn", "SecurityGroupIds", "VpcId", "SplitTunnel")
LONGEST_PAGE = 1000
PORT = 443


@emulates("ec2", "CreateClientVpnEndpoint")
def create_endpoint(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make an endpoint, which nobody can use until a network is associated."""
    given = call.parameters
    for member in ("AuthenticationOptions", "ConnectionLogOptions"):
        if not given.get(member):
            raise Fault("MissingParameter", f"The request must contain the parameter {member}")
    made = make_id("cvpn-endpoint")
    status = {"Code": "pending-associate"}
    name = f"{made}.prod.clientvpn.{call.region}.amazonaws.com"
    tags = convert_tag_spec(given.get("TagSpecifications") or []).get(KIND, {})
    hold(state, call, KIND)[made] = {
        "ClientVpnEndpointId": made,
        "Description": "",
        **{member: given[member] for member in COPIED if given.get(member)},
        "Status": status,
        "CreationTime": state.clock.now().strftime("%Y-%m-%dT%H:%M:%S"),
        "DnsName": f"*.{name}",
        "SplitTunnel": bool(given.get("SplitTunnel")),
        "VpnProtocol": "openvpn",
        "TransportProtocol": given.get("TransportProtocol") or "udp",
        "VpnPort": int(given.get("VpnPort") or PORT),
        "AuthenticationOptions": [_show_way(way) for way in given["AuthenticationOptions"]],
        "ConnectionLogOptions": _show_log(given["ConnectionLogOptions"]),
        **({"VpcId": given["VpcId"]} if given.get("VpcId") else {}),
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }
    return {"ClientVpnEndpointId": made, "Status": status, "DnsName": name}


def _show_way(given: Mapping[str, Any]) -> Record:
    """Return a way to sign in; what is asked for as an ARN is shown without."""
    shown: Record = {"Type": given["Type"]}
    if mutual := given.get("MutualAuthentication"):
        chain = mutual.get("ClientRootCertificateChainArn", "")
        shown["MutualAuthentication"] = {"ClientRootCertificateChain": chain}
    if directory := given.get("ActiveDirectory"):
        shown["ActiveDirectory"] = directory
    if federated := given.get("FederatedAuthentication"):
        shown["FederatedAuthentication"] = {"SamlProviderArn": federated.get("SAMLProviderArn", "")}
    return shown


def _show_log(given: Mapping[str, Any]) -> Record:
    named = {name: value for name, value in given.items() if name != "Enabled"}
    return {"Enabled": bool(given.get("Enabled")), **named}


@emulates("ec2", "DescribeClientVpnEndpoints")
def describe_endpoints(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return endpoints, all or those that are named."""
    held = hold(state, call, KIND)
    if named := call.parameters.get("ClientVpnEndpointIds"):
        return {"ClientVpnEndpoints": [_find(held, one) for one in named]}
    return answer_page(call, "ClientVpnEndpoints", list(held.values()), LONGEST_PAGE)


@emulates("ec2", "ModifyClientVpnEndpoint")
def modify_endpoint(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change what is named."""
    given = call.parameters
    endpoint = _find(hold(state, call, KIND), given["ClientVpnEndpointId"])
    endpoint |= {name: given[name] for name in CHANGED if given.get(name) is not None}
    if log := given.get("ConnectionLogOptions"):
        endpoint["ConnectionLogOptions"] = _show_log(log)
    return {"Return": True}


@emulates("ec2", "DeleteClientVpnEndpoint")
def delete_endpoint(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete an endpoint."""
    held = hold(state, call, KIND)
    _find(held, call.parameters["ClientVpnEndpointId"])
    del held[call.parameters["ClientVpnEndpointId"]]
    return {"Status": {"Code": "deleting"}}


def _find(held: Holding, name: str) -> Record:
    if name not in held:
        raise Fault("InvalidClientVpnEndpointId.NotFound", f"Endpoint {name} does not exist")
    return held[name]
