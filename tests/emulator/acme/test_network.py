from typing import Any

import pytest

from ringwall.emulator.acme.network import ANYWHERE, INSIDE, Layout, make_group, make_vpc
from ringwall.emulator.acme.team import Team, make_session
from ringwall.emulator.app import Emulator

KEYS = {"AccessKeyId": "AKIATEAM", "SecretAccessKey": "none"}


@pytest.fixture
def team(emulator: Emulator) -> Team:
    session = make_session(emulator, KEYS)
    return Team(emulator, "123456789012", "dev", session)


def in_vpc(vpc: str) -> Any:
    return [{"Name": "vpc-id", "Values": [vpc]}]


def test_vpc_has_a_public_and_two_private_subnets(team: Team) -> None:
    vpc = make_vpc(team, Layout("shop", "eu-west-1", 7))
    ec2 = team.client("ec2", "eu-west-1")
    found = {
        s["SubnetId"]: (s["CidrBlock"], s["AvailabilityZone"], s["MapPublicIpOnLaunch"])
        for s in ec2.describe_subnets(Filters=in_vpc(vpc.id))["Subnets"]
    }
    assert found == {
        vpc.public: ("10.7.0.0/24", "eu-west-1a", False),
        vpc.private[0]: ("10.7.10.0/24", "eu-west-1a", False),
        vpc.private[1]: ("10.7.11.0/24", "eu-west-1b", False),
    }


def test_private_subnets_reach_the_internet_only_through_a_nat(team: Team) -> None:
    ec2 = team.client("ec2")
    for layout, ways in (
        (Layout("a", "us-east-1", 1), 0),
        (Layout("b", "us-east-1", 2, nat=True), 1),
    ):
        vpc = make_vpc(team, layout)
        (table,) = ec2.describe_route_tables(RouteTableIds=[vpc.private_routes])["RouteTables"]
        outside = [r for r in table["Routes"] if r.get("DestinationCidrBlock") == ANYWHERE]
        assert len(outside) == ways
        assert all(route["NatGatewayId"] for route in outside)
        assert {a["SubnetId"] for a in table["Associations"]} == {*vpc.private}


def public_acl(team: Team, layout: Layout) -> dict[int, tuple[str, str]]:
    """Return the ingress rules of the public subnet by number: action and ports."""
    vpc = make_vpc(team, layout)
    own = [{"Name": "association.subnet-id", "Values": [vpc.public]}]
    (acl,) = team.client("ec2").describe_network_acls(Filters=own)["NetworkAcls"]
    return {
        entry["RuleNumber"]: (
            entry["RuleAction"],
            str(entry.get("PortRange", {}).get("From", "all")),
        )
        for entry in acl["Entries"]
        if not entry["Egress"] and entry["RuleNumber"] < 32767
    }


def test_public_network_acl_is_closed_open_or_denies_first(team: Team) -> None:
    closed = public_acl(team, Layout("closed", "us-east-1", 1))
    assert closed == {
        100: ("allow", "443"),
        110: ("allow", "22"),
        120: ("allow", "32768"),
        130: ("allow", "all"),
    }
    assert public_acl(team, Layout("open", "us-east-1", 2, open_nacl=True)) == {
        100: ("allow", "all")
    }
    assert public_acl(team, Layout("denying", "us-east-1", 3, denying_nacl=True)) == {
        80: ("deny", "22"),
        90: ("deny", "3389"),
        100: ("allow", "all"),
    }


@pytest.mark.parametrize("closed", [True, False])
def test_default_group_is_emptied_unless_told_otherwise(team: Team, *, closed: bool) -> None:
    vpc = make_vpc(team, Layout("a", "us-east-1", 1, closed_default_group=closed))
    own = [*in_vpc(vpc.id), {"Name": "group-name", "Values": ["default"]}]
    (group,) = team.client("ec2").describe_security_groups(Filters=own)["SecurityGroups"]
    assert bool(group["IpPermissions"]) is not closed
    assert bool(group["IpPermissionsEgress"]) is not closed


@pytest.mark.parametrize("logged", [True, False])
def test_flows_are_logged_unless_told_otherwise(team: Team, *, logged: bool) -> None:
    vpc = make_vpc(team, Layout("a", "us-east-1", 1, flow_logs=logged))
    logs = team.client("ec2").describe_flow_logs()["FlowLogs"]
    assert [log["ResourceId"] for log in logs] == ([vpc.id] if logged else [])
    assert all(log["LogGroupName"] == "/acme/flow-logs/a" for log in logs)


def test_group_takes_both_families_and_other_groups(team: Team) -> None:
    vpc = make_vpc(team, Layout("a", "us-east-1", 1))
    web = make_group(team, vpc, "web", {(443, 443): ANYWHERE, (80, 80): "::/0"})
    app = make_group(team, vpc, "app", {(8080, 8090): web, (22, 22): INSIDE})
    ec2 = team.client("ec2")
    (group,) = ec2.describe_security_groups(GroupIds=[app])["SecurityGroups"]
    sources = {
        (p["FromPort"], p["ToPort"]): [
            *(r["CidrIp"] for r in p["IpRanges"]),
            *(g["GroupId"] for g in p["UserIdGroupPairs"]),
        ]
        for p in group["IpPermissions"]
    }
    assert sources == {(8080, 8090): [web], (22, 22): [INSIDE]}
    (group,) = ec2.describe_security_groups(GroupIds=[web])["SecurityGroups"]
    (found,) = (p for p in group["IpPermissions"] if p["FromPort"] == 80)
    assert [r["CidrIpv6"] for r in found["Ipv6Ranges"]] == ["::/0"]
    assert {"Key": "Name", "Value": "web"} in group["Tags"]
