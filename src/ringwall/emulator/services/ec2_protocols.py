"""EC2: rules of security groups: those without ports, and all that a call has added."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from moto.ec2.models.security_groups import SecurityGroupRule

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

NAMES = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "all": "-1"}
"""Protocols that AWS returns by their name, by their number."""
NEEDS_PORTS = frozenset({"tcp", "udp", "icmp"})
HAS_PORTS = NEEDS_PORTS | {"icmpv6"}
ALL = "-1"
_make_rule = SecurityGroupRule.__init__
_equals = SecurityGroupRule.__eq__
_PEERS = ("ip_range", "source_group", "prefix_list_id")


def _make_described(self: SecurityGroupRule, *given: Any, **named: Any) -> None:
    """Make a rule; its description comes with whatever its peer is."""
    peers = (*given[5:8], *(named.get(peer) for peer in _PEERS))
    told = next((p["Description"] for p in peers if isinstance(p, dict) and "Description" in p), "")
    self.__dict__["told"] = told
    _make_rule(self, *given, **named)


def _is_same(self: SecurityGroupRule, other: SecurityGroupRule) -> bool:
    """Whether two rules let the same in: descriptions do not matter."""
    own, theirs = self.source_group, other.source_group
    if own.get("Description") == theirs.get("Description"):
        return bool(_equals(self, other))
    self.source_group, other.source_group = _undescribed(own), _undescribed(theirs)
    try:
        return bool(_equals(self, other))
    finally:
        self.source_group, other.source_group = own, theirs


def _undescribed(peer: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in peer.items() if name != "Description"}


def _describe(self: SecurityGroupRule) -> str | None:
    return self.ip_range.get("Description") or self.__dict__.get("told") or None


# Moto keeps descriptions of blocks of addresses alone, and takes a group that is described
# otherwise for another one.
setattr(SecurityGroupRule, "__init__", _make_described)  # noqa: B010
setattr(SecurityGroupRule, "__eq__", _is_same)  # noqa: B010
setattr(SecurityGroupRule, "description", property(_describe))  # noqa: B010


@emulates(
    "ec2",
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "RevokeSecurityGroupIngress",
    "RevokeSecurityGroupEgress",
    "ModifySecurityGroupRules",
)
def set_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Let the rules of a protocol without ports be about all of them.

    "For tcp, udp, and icmp, you must specify a port range. For icmpv6, the port range is optional";
    of any other protocol, AWS ignores it.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
    """
    given = dict(parse_qsl(call.body.decode(), keep_blank_values=True))
    wanted = dict(given)
    for key, value in given.items():
        if not key.endswith("IpProtocol"):
            continue
        protocol = NAMES.get(value.lower(), value.lower())
        ports = [f"{key.removesuffix('IpProtocol')}{end}" for end in ("FromPort", "ToPort")]
        if protocol in NEEDS_PORTS and not all(given.get(port) for port in ports):
            message = (
                "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."
            )
            raise Fault("InvalidParameterValue", message)
        wanted[key] = protocol
        for port in ports if protocol not in NEEDS_PORTS and protocol != ALL else ():
            wanted[port] = given.get(port) or ALL if protocol in HAS_PORTS else ALL
    asked = call
    if wanted != given:
        body = urlencode(wanted).encode()
        environ = {**call.environ, "CONTENT_LENGTH": str(len(body))}
        asked = replace(call, body=body, environ=environ)
    if call.operation.startswith("Authorize"):
        return _name_added(state, asked)
    return state.ask_moto(asked) if wanted != given else None


def _name_added(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return all rules that a call added: moto names those of its last permission alone.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
    """
    before = {rule.id for rule in _list_rules(call)}
    answer = dict(state.ask_moto(call))
    added = (rule for rule in _list_rules(call) if rule.id not in before)
    answer["SecurityGroupRules"] = [_show(call, rule) for rule in added]
    return answer


@emulates("ec2", "DeleteSecurityGroup")
def delete_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a group with its tags, which moto goes on showing."""
    backend = moto_backend("ec2", call.account_id, call.region)
    before = {name for vpc in backend.groups.values() for name in vpc}
    answer = state.ask_moto(call)
    for name in before - {name for vpc in backend.groups.values() for name in vpc}:
        backend.tags.pop(name, None)
    return answer


def _list_rules(call: EmulatedCall) -> Iterator[Any]:
    groups = moto_backend("ec2", call.account_id, call.region).groups.values()
    for vpc in groups:
        for group in vpc.values():
            yield from (*group.ingress_rules, *group.egress_rules)


def _show(call: EmulatedCall, rule: Any) -> dict[str, Any]:
    shown = {
        "SecurityGroupRuleId": rule.id,
        "GroupId": rule.group_id,
        "GroupOwnerId": call.account_id,
        "IsEgress": rule.is_egress,
        "IpProtocol": rule.ip_protocol,
        "FromPort": -1 if rule.from_port is None else rule.from_port,
        "ToPort": -1 if rule.to_port is None else rule.to_port,
        "CidrIpv4": rule.cidr_ipv4,
        "CidrIpv6": rule.cidr_ipv6,
        "PrefixListId": rule.prefix_list_id,
        "Description": rule.description,
        "Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in rule.get_tags()],
    }
    if group := rule.referenced_group_info:
        names = ("GroupId", "UserId", "VpcId", "VpcPeeringConnectionId")
        shown["ReferencedGroupInfo"] = {name: group[name] for name in names if group.get(name)}
    return {name: value for name, value in shown.items() if value is not None}


@emulates("ec2", "DescribeSecurityGroups")
def describe_groups(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Return no ports with protocols that have none."""
    if all(rule.ip_protocol in {*HAS_PORTS, ALL} for rule in _list_rules(call)):
        return None
    answer = state.ask_moto(call)
    for group in answer["SecurityGroups"]:
        for permission in (*group["IpPermissions"], *group["IpPermissionsEgress"]):
            if permission["IpProtocol"] not in HAS_PORTS:
                permission.pop("FromPort", None)
                permission.pop("ToPort", None)
    return answer
