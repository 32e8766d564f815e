"""A control about open ports and the playbook that closes them mean the same rules."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from ringwall.audit.examples import answer_example
from ringwall.catalog.ec2.open_rules import close_ports
from ringwall.catalog.ec2.tables.ec2_security_group import explode_group
from ringwall.catalog.loader import load_judged, load_playbooks, load_rules
from ringwall.model.change import Change
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.rule import Example
from ringwall.model.table import Row

CONTROLS = (
    "ec2.ssh_is_not_open",
    "ec2.rdp_is_not_open",
    "ec2.database_ports_are_not_open",
    "ec2.cifs_is_not_open",
    "ec2.high_risk_ports_are_not_open",
)
RULES, TABLES = load_rules(), load_judged()
GROUP = "arn:aws:ec2:eu-west-1:111111111111:security-group/sg-1"


class GroupReader:
    """Answers with the rules of one security group, and with nothing else."""

    account_id, region, partition = "111111111111", "eu-west-1", "aws"

    def __init__(self, rules: list[Row]) -> None:
        self.rules = rules

    def call(self, operation: str, **_: Any) -> Row:
        raise AssertionError(operation)

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        assert operation == "ec2.describe_security_group_rules"
        assert (path, parameters["Filters"][0]["Values"]) == ("SecurityGroupRules", ["sg-1"])
        return self.rules

    def at(self, region: str) -> "GroupReader":
        raise AssertionError(region)


def find(rule: str) -> Finding:
    return Finding(
        uid="u",
        rule=rule,
        title="",
        severity="high",
        layer="infrastructure",
        account_id="111111111111",
        region="eu-west-1",
        resources=(GROUP,),
        reason="",
        first_seen=0,
        last_seen=0,
    )


def ingress(protocol: str, low: int, high: int, cidr: str = "0.0.0.0/0") -> Row:
    """Return a rule as DescribeSecurityGroupRules shows it."""
    key = "CidrIpv6" if ":" in cidr else "CidrIpv4"
    ports = {} if protocol == "-1" else {"FromPort": low, "ToPort": high}
    return {"IsEgress": False, "IpProtocol": protocol, **ports, key: cidr}


def permission(rule: Row) -> Row:
    """Return the same rule as DescribeSecurityGroups shows it."""
    peer = (
        {"Ipv6Ranges": [{"CidrIpv6": rule["CidrIpv6"]}]}
        if "CidrIpv6" in rule
        else {"IpRanges": [{"CidrIp": rule["CidrIpv4"]}]}
    )
    none: Row = {"IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []}
    ports = {name: rule[name] for name in ("IpProtocol", "FromPort", "ToPort") if name in rule}
    return ports | none | peer


def plan(rule: str, *rules: Row) -> list[Change]:
    return list(close_ports(find(rule), GroupReader(list(rules))))


def edges(control: str) -> Iterator[Row]:
    """Yield rules at, below and above each port, by each protocol, from inside and outside."""
    for port in RULES[control].parameters["ports"]:
        for protocol in ("tcp", "udp", "icmp", "-1"):
            yield ingress(protocol, port, port)
        yield ingress("tcp", port - 1, port - 1)
        yield ingress("tcp", port + 1, port + 1)
        yield ingress("6", port, port, "::/0")
        yield ingress("tcp", port, port, "10.0.0.0/8")
        yield ingress("tcp", port, port, "128.0.0.0/1")
    yield ingress("tcp", 0, 65535)


@pytest.mark.parametrize("control", CONTROLS)
def test_a_playbook_closes_what_its_control_reports(control: str) -> None:
    """One group a rule: the control fails exactly those groups that the playbook would change."""
    rules = {f"{GROUP}-{number}": rule for number, rule in enumerate(edges(control))}
    rows = tuple(
        {"arn": arn, **row}
        for arn, rule in rules.items()
        for row in explode_group(
            {"GroupId": "sg-1", "IpPermissions": [permission(rule)], "IpPermissionsEgress": []}, {}
        )
    )
    groups = tuple({"arn": arn} for arn in rules)
    example = Example({"ec2_security_group": groups, "security_group_rule": rows}, "fail")
    answers = answer_example(RULES[control], example, TABLES)
    assert {answers.get(arn, "pass") for arn in rules} == {"pass", "fail"}
    for arn, rule in rules.items():
        assert len(plan(control, rule)) == (answers.get(arn) == "fail"), rule


@pytest.mark.parametrize("control", CONTROLS)
def test_each_control_about_ports_has_a_playbook(control: str) -> None:
    (book,) = (book for book in load_playbooks().values() if control in book.answers)
    port = RULES[control].parameters["ports"][0]
    (change,) = book.plan(find(control), GroupReader([ingress("tcp", port, port)]))
    assert change.write.operation == "ec2.revoke_security_group_ingress"
    assert f"tcp port {port}" in change.why


def test_rules_that_are_the_internet_together_are_left_to_a_human() -> None:
    rules = [ingress("tcp", 22, 22, f"{n}.0.0.0/8") for n in range(20, 30)]
    with pytest.raises(NeedsHuman, match="no rule alone opens the ports to the internet"):
        plan("ec2.ssh_is_not_open", *rules)
    assert plan("ec2.ssh_is_not_open", rules[0]) == []
    (change,) = plan("ec2.ssh_is_not_open", *rules, ingress("tcp", 22, 22))
    assert "0.0.0.0/0" in change.why


def test_every_member_of_the_family_is_closed_by_a_playbook() -> None:
    members = {rule.id for rule in RULES.values() if rule.family == "ports_are_not_open"}
    assert members == set(CONTROLS)


def test_only_the_rule_that_is_open_is_revoked_and_can_be_restored() -> None:
    opened = ingress("tcp", 20, 25) | {"Description": "for Bob's laptop", "Tags": [{"Key": "a"}]}
    (change,) = plan("ec2.ssh_is_not_open", ingress("tcp", 443, 443), opened)
    revoked = change.write.parameters["IpPermissions"]
    assert revoked == [
        {
            "IpProtocol": "tcp",
            "FromPort": 20,
            "ToPort": 25,
            "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
        }
    ]
    assert change.undo
    restored = change.undo.parameters["IpPermissions"][0]["IpRanges"]
    assert restored == [{"CidrIp": "0.0.0.0/0", "Description": "for Bob's laptop"}]
    assert change.undo.parameters["TagSpecifications"][0]["Tags"] == [{"Key": "a"}]
    assert (change.before[0]["Description"], change.after) == ("for Bob's laptop", [])
    assert "tcp ports 20 to 25" in change.why


def test_a_rule_for_everything_is_revoked_without_ports() -> None:
    (change,) = plan("ec2.rdp_is_not_open", ingress("-1", 0, 0, "::/0"))
    assert change.write.parameters["IpPermissions"] == [
        {"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}
    ]
    assert "(::/0) can reach every port" in change.why


def test_egress_is_left_alone() -> None:
    assert plan("ec2.ssh_is_not_open", ingress("tcp", 22, 22) | {"IsEgress": True}) == []


def listed() -> Row:
    return {
        "IsEgress": False,
        "IpProtocol": "tcp",
        "FromPort": 22,
        "ToPort": 22,
        "PrefixListId": "pl-1",
    }


def test_a_prefix_list_is_left_to_a_person() -> None:
    with pytest.raises(NeedsHuman, match="sg-1: the ports are open to prefix list pl-1; remove"):
        plan("ec2.ssh_is_not_open", listed())


def test_a_prefix_list_does_not_keep_the_other_rules_open() -> None:
    (change,) = plan("ec2.ssh_is_not_open", listed(), ingress("tcp", 22, 22))
    assert "(0.0.0.0/0)" in change.why


def test_a_prefix_list_for_another_port_is_no_reason_to_stop() -> None:
    assert plan("ec2.rdp_is_not_open", listed()) == []
