"""What a firewall of Network Firewall does with packets that come to one of its endpoints.

https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-rules-engines.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ringwall.emulator.firewall_resources import find_by_arn
from ringwall.emulator.on_moto.moto_client import moto_backends
from ringwall.emulator.state import EmulatorState, Record
from ringwall.emulator.traffic.filters import PacketFlow
from ringwall.emulator.traffic.script import NUMBERS, BadTraffic, ScriptedConnection
from ringwall.emulator.traffic.stateless import find_stateless_action
from ringwall.emulator.traffic.suricata import SeenPackets, SuricataRule, read_rules

FirewallDecision = Literal["pass", "open", "unseen", "cut", "drop", "reject"]
"""`pass`: a rule passes the whole connection; `open`: nothing is against it so far; `unseen`: a
stateless rule passes it, and the stateful ones know nothing of it; `cut`: it is made, and what it
carries is dropped; `reject`: the firewall answers that the port is closed."""
STRICT = "STRICT_ORDER"
BY_ACTION = ("pass", "drop", "reject")
FINAL = frozenset(BY_ACTION)
"""Actions that end the search for a rule: `alert` does not."""
DOMAIN_ACTIONS = {"ALLOWLIST": "pass", "DENYLIST": "drop", "REJECTLIST": "reject"}
DOMAIN_KEYWORDS = {"TLS_SNI": ("tls", "tls.sni"), "HTTP_HOST": ("http", "http.host")}


@dataclass(frozen=True)
class FirewallRules:
    """A firewall's policy, with the rules of its groups and what their variables stand for."""

    policy: Mapping[str, Any]
    rules: tuple[tuple[SuricataRule, Mapping[str, str]], ...]
    state: EmulatorState

    @property
    def defaults(self) -> frozenset[str]:
        """What is done with packets that no rule is about."""
        return frozenset(self.policy.get("StatefulDefaultActions") or ())

    @property
    def needs_whole_streams(self) -> bool:
        """Whether connections of TCP are dropped of which it does not see both directions."""
        options = self.policy.get("StatefulEngineOptions") or {}
        return str(options.get("StreamExceptionPolicy", "DROP")) != "CONTINUE"

    def begin(self, flow: PacketFlow, connection: ScriptedConnection) -> FirewallDecision:
        """Decide about the first packet of a connection, as far ahead as it can be told."""
        action = find_stateless_action(self.state, self.policy, flow)
        if action != "aws:forward_to_sfe":
            return "unseen" if action == "aws:pass" else "drop"
        is_tcp = flow.protocol == NUMBERS["tcp"]
        first = self._search(SeenPackets(flow, is_established=False))
        if first:
            return "reject" if first == "reject" and is_tcp else _end(first)
        if "aws:drop_strict" in self.defaults:
            return "drop"
        later = self._search(_see_all(flow, connection))
        if later == "pass":
            return "pass"
        drops = bool({"aws:drop_strict", "aws:drop_established"} & self.defaults)
        return "cut" if later or drops else "open"

    def answer(self, flow: PacketFlow, begun: FirewallDecision) -> FirewallDecision:
        """Decide about the answer to a connection, by what was decided when it began."""
        action = find_stateless_action(self.state, self.policy, flow)
        if action != "aws:forward_to_sfe":
            return "pass" if action == "aws:pass" else "drop"
        if begun == "pass":
            return "pass"
        if begun == "unseen":
            return self.takes_up(flow)
        is_tcp = flow.protocol == NUMBERS["tcp"]
        found = self._search(SeenPackets(flow, is_established=not is_tcp))
        if found:
            return _end(found)
        # Without a handshake, the answer is what makes a connection an established one.
        return "drop" if begun == "cut" and not is_tcp else "pass"

    def takes_up(self, flow: PacketFlow) -> FirewallDecision:
        """Decide about packets of a connection whose beginning the firewall did not see."""
        if flow.protocol == NUMBERS["tcp"] and self.needs_whole_streams:
            return "drop"
        found = self._search(SeenPackets(flow, is_established=False))
        if found or "aws:drop_strict" not in self.defaults:
            return _end(found or "pass")
        return "drop"

    def _search(self, seen: SeenPackets) -> str:
        """Return the action of the first rule that decides; ''."""
        found = (
            rule.action
            for rule, variables in self.rules
            if rule.action in FINAL and rule.fits(seen, variables)
        )
        if (self.policy.get("StatefulEngineOptions") or {}).get("RuleOrder") == STRICT:
            return next(found, "")
        actions = set(found)
        return next((action for action in BY_ACTION if action in actions), "")


def read_firewall(state: EmulatorState, firewall: Record) -> FirewallRules:
    """Return what a firewall goes by."""
    held = find_by_arn(state, firewall["policy"])
    if held is None:
        raise BadTraffic(f"{firewall['arn']} has no policy")
    policy = held["policy"]
    own = _read_variables(policy.get("PolicyVariables"))
    base = {"HOME_NET": _find_home(firewall), **own}
    rules = [
        (rule, variables)
        for group in _list_groups(state, policy)
        for variables in [_complete(base | _read_variables(group["rules"].get("RuleVariables")))]
        for rule in read_rules(_write_rules(group["rules"], policy))
    ]
    return FirewallRules(policy, tuple(rules), state)


def _end(action: str) -> FirewallDecision:
    return "pass" if action == "pass" else "drop"


def _see_all(flow: PacketFlow, connection: ScriptedConnection) -> SeenPackets:
    application = "tls" if connection.tls_name else "http" if connection.http_host else ""
    name = connection.tls_name or connection.http_host
    return SeenPackets(flow, is_established=True, application=application, name=name)


def _find_home(firewall: Record) -> str:
    """Return the addresses that are home where nobody says which: those of the firewall's VPC."""
    _, _, _, region, account_id, _ = str(firewall["arn"]).split(":", 5)
    vpc = moto_backends("ec2")[account_id][region].vpcs[firewall["vpc"]]
    return f"[{','.join(part['cidr_block'] for part in vpc.cidr_block_association_set)}]"


def _read_variables(said: Mapping[str, Any] | None) -> dict[str, str]:
    parts = said or {}
    sets = [*(parts.get("IPSets") or {}).items(), *(parts.get("RuleVariables") or {}).items()]
    sets += (parts.get("PortSets") or {}).items()
    return {name: f"[{','.join(each['Definition'])}]" for name, each in sets}


def _complete(variables: dict[str, str]) -> dict[str, str]:
    return {"EXTERNAL_NET": "!$HOME_NET", **variables}


def _list_groups(state: EmulatorState, policy: Mapping[str, Any]) -> Iterator[Record]:
    """Yield the groups of a policy in their order; AWS's own ones match nothing here."""
    references = policy.get("StatefulRuleGroupReferences") or ()
    for item in sorted(references, key=lambda each: each.get("Priority") or 0):
        found = find_by_arn(state, str(item["ResourceArn"]))
        if found is not None:
            yield found


def _write_rules(rules: Record, policy: Mapping[str, Any]) -> str:
    """Return the rules of a group in the language of Suricata."""
    source = rules["RulesSource"]
    if source.get("RulesString"):
        return str(source["RulesString"])
    if source.get("RulesSourceList"):
        return "\n".join(_write_domains(source["RulesSourceList"], policy))
    return "\n".join(_write_header(each) for each in source.get("StatefulRules") or ())


def _write_domains(listed: Record, policy: Mapping[str, Any]) -> Iterator[str]:
    """Yield the rules that AWS makes of a list of domains.

    https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateful-rule-groups-domain-names.html
    """
    kind = listed["GeneratedRulesType"]
    action = DOMAIN_ACTIONS.get(kind, "alert")
    is_strict = (policy.get("StatefulEngineOptions") or {}).get("RuleOrder") == STRICT
    for target in listed["TargetTypes"]:
        protocol, keyword = DOMAIN_KEYWORDS[target]
        ends = f"{protocol} $HOME_NET any -> $EXTERNAL_NET any"
        for domain in listed["Targets"]:
            place = "dotprefix; " if domain.startswith(".") else ""
            begin = "" if domain.startswith(".") else "startswith; "
            content = f'{keyword}; {place}content:"{domain}"; {begin}nocase; endswith;'
            yield f"{action} {ends} ({content} flow:to_server,established; sid:1;)"
        if kind == "ALLOWLIST" and not is_strict:
            yield f"drop {ends} (flow:to_server,established; sid:1;)"


def _write_header(rule: Record) -> str:
    head = rule["Header"]
    way = "<>" if head["Direction"] == "ANY" else "->"
    ends = [
        " ".join(str(head[name]).replace("ANY", "any") for name in pair)
        for pair in (("Source", "SourcePort"), ("Destination", "DestinationPort"))
    ]
    options = "".join(
        f"{each['Keyword']}:{','.join(each['Settings'])};"
        if each.get("Settings")
        else f"{each['Keyword']};"
        for each in rule["RuleOptions"]
    )
    return (
        f"{rule['Action'].lower()} {head['Protocol'].lower()} {ends[0]} {way} {ends[1]} ({options})"
    )
