"""Closing a security group: exactly the rules that were added, and back with all they had."""

from typing import Any

import pytest
from opened_group import WORLD, last_event, make_threat, make_web_group, open_port
from response_world import ResponseWorld

PLAYBOOK = "ec2.close_opened_group"
TABLES = ("ec2_security_group",)


@pytest.fixture
def group(response_world: ResponseWorld) -> str:
    """Return a group that lets web clients in, and an office."""
    return make_web_group(response_world)


def list_rules(world: ResponseWorld, group: str) -> Any:
    asked = [{"Name": "group-id", "Values": [group]}]
    found = world.client("ec2").describe_security_group_rules(Filters=asked)
    return sorted(
        (
            rule["IsEgress"],
            rule.get("FromPort"),
            rule.get("CidrIpv4") or rule.get("CidrIpv6") or "",
            rule.get("PrefixListId") or (rule.get("ReferencedGroupInfo") or {}).get("GroupId", ""),
            rule.get("Description", ""),
            str(rule.get("Tags", [])),
        )
        for rule in found["SecurityGroupRules"]
    )


def test_only_what_the_event_added_is_revoked_and_comes_back(
    response_world: ResponseWorld, group: str
) -> None:
    tags = [{"ResourceType": "security-group-rule", "Tags": [{"Key": "team", "Value": "a"}]}]
    event = open_port(response_world, group, 3389, WORLD, TagSpecifications=tags)
    open_port(response_world, group, 5432, WORLD)
    before = list_rules(response_world, group)
    threat = make_threat(response_world, group, event)
    report = response_world.respond(PLAYBOOK, threat)
    left = [rule[1] for rule in list_rules(response_world, group) if not rule[0]]
    assert left == [22, 443, 5432]
    assert response_world.plan(PLAYBOOK, threat).changes == ()
    response_world.undo(report.run.id)
    assert list_rules(response_world, group) == before


def test_rules_of_every_kind_of_peer_come_back(response_world: ResponseWorld, group: str) -> None:
    ec2 = response_world.client("ec2")
    made = ec2.create_managed_prefix_list(
        PrefixListName="all", MaxEntries=2, AddressFamily="IPv4", Entries=[{"Cidr": WORLD}]
    )
    peers = [
        {"PrefixListIds": [{"PrefixListId": made["PrefixList"]["PrefixListId"]}]},
        {"UserIdGroupPairs": [{"GroupId": group, "Description": "itself"}]},
        {"Ipv6Ranges": [{"CidrIpv6": "::/0"}]},
    ]
    ports = {"IpProtocol": "tcp", "FromPort": 9000, "ToPort": 9001}
    rules = [{**ports, **peer} for peer in peers]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rules)
    first = last_event(response_world)
    ec2.authorize_security_group_egress(
        GroupId=group, IpPermissions=[{**ports, "IpRanges": [{"CidrIp": "203.0.113.9/32"}]}]
    )
    second = last_event(response_world)
    before = list_rules(response_world, group)
    threat = make_threat(response_world, group, first, second)
    report = response_world.respond(PLAYBOOK, threat)
    assert len(report.steps) == 4
    assert 9000 not in [rule[1] for rule in list_rules(response_world, group)]
    response_world.undo(report.run.id)
    assert list_rules(response_world, group) == before


def test_a_rule_that_was_changed_is_revoked(response_world: ResponseWorld, group: str) -> None:
    ec2 = response_world.client("ec2")
    asked = [{"Name": "group-id", "Values": [group]}]
    found = ec2.describe_security_group_rules(Filters=asked)["SecurityGroupRules"]
    rule = next(one for one in found if one.get("FromPort") == 22)
    wanted = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIpv4": WORLD}
    own = rule["SecurityGroupRuleId"]
    ec2.modify_security_group_rules(
        GroupId=group,
        SecurityGroupRules=[{"SecurityGroupRuleId": own, "SecurityGroupRule": wanted}],
    )
    response_world.respond(PLAYBOOK, make_threat(response_world, group, last_event(response_world)))
    left = [one[1] for one in list_rules(response_world, group) if not one[0]]
    assert left == [443]


def test_without_an_event_what_opens_the_internet_is_revoked(
    response_world: ResponseWorld, group: str
) -> None:
    open_port(response_world, group, 3389, "0.0.0.0/1")
    threat = make_threat(response_world, group, "x' or '1", "00000000-0000-0000-0000-000000000000")
    planned = response_world.plan(PLAYBOOK, threat)
    assert len(planned.changes) == 1
    assert any("tcp port 443 stays open" in step.what for step in planned.steps)
    response_world.respond(PLAYBOOK, threat, web="yes")
    assert [rule[1] for rule in list_rules(response_world, group) if not rule[0]] == [22]


def test_an_event_of_another_group_closes_nothing_here(
    response_world: ResponseWorld, group: str
) -> None:
    ec2 = response_world.client("ec2")
    vpc = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["VpcId"]
    other = ec2.create_security_group(GroupName="b", Description="b", VpcId=vpc)["GroupId"]
    event = open_port(response_world, other, 3389, WORLD)
    planned = response_world.plan(PLAYBOOK, make_threat(response_world, group, event))
    assert planned.changes == ()


def test_events_that_nobody_may_look_up_delay_nothing(
    response_world: ResponseWorld, group: str
) -> None:
    event = open_port(response_world, group, 3389, WORLD)
    response_world.world.emulator.deny("cloudtrail:LookupEvents")
    planned = response_world.plan(PLAYBOOK, make_threat(response_world, group, event))
    response_world.world.emulator.allow()
    assert len(planned.changes) == 1
    assert any("Look in CloudTrail" in step.what for step in planned.steps)


@pytest.mark.parametrize(
    "name", ["sg-0", "sg-0123456789abcdef0", "web; rm -rf /", "sg-0123456789abcdef0\n", "web"]
)
def test_what_is_no_group_is_left_to_a_person(response_world: ResponseWorld, name: str) -> None:
    planned = response_world.plan(PLAYBOOK, make_threat(response_world, name))
    assert planned.changes == ()
    assert planned.steps


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, group: str
) -> None:
    event = open_port(response_world, group, 3389, WORLD)
    threat = make_threat(response_world, group, event)
    response_world.die_everywhere(PLAYBOOK, threat, lambda: list_rules(response_world, group))
