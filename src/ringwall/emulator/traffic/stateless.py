"""What the stateless rules of a firewall's policy do with a packet.

https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateless-rule-groups-standard.html
"""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from ringwall.emulator.firewall_resources import find_by_arn
from ringwall.emulator.state import EmulatorState, Record
from ringwall.emulator.traffic.filters import PacketFlow
from ringwall.emulator.traffic.script import ICMP, BadTraffic

ACTIONS = ("aws:pass", "aws:drop", "aws:forward_to_sfe")


def find_stateless_action(state: EmulatorState, policy: Mapping[str, Any], flow: PacketFlow) -> str:
    """Return the action of the first rule that fits a packet, by priority; the default one."""
    for rule in _list_rules(state, policy):
        definition = rule["RuleDefinition"]
        if _fits(definition["MatchAttributes"], flow):
            return _choose(definition["Actions"])
    return _choose(policy["StatelessDefaultActions"])


def _choose(actions: list[str]) -> str:
    return next(action for action in ACTIONS if action in actions)


def _list_rules(state: EmulatorState, policy: Mapping[str, Any]) -> Iterator[Record]:
    references = policy.get("StatelessRuleGroupReferences") or ()
    for item in sorted(references, key=lambda each: int(each["Priority"])):
        group = find_by_arn(state, str(item["ResourceArn"]))
        if group is not None:
            source = group["rules"]["RulesSource"]["StatelessRulesAndCustomActions"]
            yield from sorted(source["StatelessRules"], key=lambda rule: int(rule["Priority"]))


def _fits(wanted: Mapping[str, Any], flow: PacketFlow) -> bool:
    if wanted.get("TCPFlags"):
        raise BadTraffic("a stateless rule of a firewall names TCP flags, which are not modelled")
    protocols = wanted.get("Protocols")
    if protocols and flow.protocol not in protocols:
        return False
    if not _has_address(wanted.get("Sources"), flow.source):
        return False
    if not _has_address(wanted.get("Destinations"), flow.destination):
        return False
    return flow.protocol in ICMP or (
        _has_port(wanted.get("SourcePorts"), flow.source_port)
        and _has_port(wanted.get("DestinationPorts"), flow.destination_port)
    )


def _has_address(wanted: list[Record] | None, address: str) -> bool:
    found = ip_address(address)
    blocks = (ip_network(each["AddressDefinition"], strict=False) for each in wanted or ())
    return not wanted or any(b.version == found.version and found in b for b in blocks)


def _has_port(wanted: list[Record] | None, port: int) -> bool:
    return not wanted or any(each["FromPort"] <= port <= each["ToPort"] for each in wanted)
