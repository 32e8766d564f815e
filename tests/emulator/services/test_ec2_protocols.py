from typing import Any

import pytest

TEN = [{"CidrIp": "10.0.0.0/8"}]


@pytest.fixture
def group(client: Any) -> str:
    group_id: str = client("ec2").create_security_group(GroupName="g", Description="d")["GroupId"]
    return group_id


def ports(found: dict[str, Any]) -> tuple[str, int | None, int | None]:
    return found["IpProtocol"], found.get("FromPort"), found.get("ToPort")


@pytest.mark.parametrize("way", ["ingress", "egress"])
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (("-1",), ("-1", None, None)),
        (("all",), ("-1", None, None)),
        (("47",), ("47", None, None)),
        (("50", 7, 9), ("50", None, None)),
        (("58",), ("icmpv6", -1, -1)),
        (("icmpv6",), ("icmpv6", -1, -1)),
        (("icmpv6", 128, 0), ("icmpv6", 128, 0)),
        (("1", 8, 0), ("icmp", 8, 0)),
        (("TCP", 22, 23), ("tcp", 22, 23)),
        (("17", 53, 53), ("udp", 53, 53)),
    ],
)
def test_rules_are_kept_as_aws_shows_them(
    client: Any, group: str, way: str, given: tuple[Any, ...], shown: Any
) -> None:
    ec2 = client("ec2")
    rule = dict(zip(("IpProtocol", "FromPort", "ToPort"), given, strict=False), IpRanges=TEN)
    getattr(ec2, f"authorize_security_group_{way}")(GroupId=group, IpPermissions=[rule])
    member = "IpPermissions" if way == "ingress" else "IpPermissionsEgress"

    def read() -> list[Any]:
        (found,) = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
        return [
            ports(permission)
            for permission in found[member]
            if {"CidrIp": "10.0.0.0/8"} in permission["IpRanges"]
        ]

    assert read() == [shown]
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
    found = [r for r in rules["SecurityGroupRules"] if r.get("CidrIpv4") == "10.0.0.0/8"]
    everywhere = tuple(-1 if part is None else part for part in shown)
    assert list(map(ports, found)) == [everywhere]
    getattr(ec2, f"revoke_security_group_{way}")(GroupId=group, IpPermissions=[rule])
    assert read() == []


def test_a_rule_without_a_list_is_read_too(client: Any, group: str) -> None:
    ec2 = client("ec2")
    ec2.authorize_security_group_ingress(GroupId=group, IpProtocol="47", CidrIp="10.0.0.0/8")
    (found,) = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert list(map(ports, found["IpPermissions"])) == [("47", None, None)]


@pytest.mark.parametrize("protocol", ["tcp", "6", "udp", "icmp"])
def test_where_ports_are_needed_a_rule_without_is_refused(
    client: Any, group: str, refusal: Any, protocol: str
) -> None:
    rule = {"IpProtocol": protocol, "IpRanges": TEN}
    authorize = client("ec2").authorize_security_group_ingress
    code = refusal(authorize, GroupId=group, IpPermissions=[rule])
    assert code == ("InvalidParameterValue", 400)


def test_all_rules_that_a_call_adds_are_named_with_their_peers(client: Any, group: str) -> None:
    ec2 = client("ec2")
    entries = [{"Cidr": "10.0.0.0/8"}]
    made = ec2.create_managed_prefix_list(
        PrefixListName="p", MaxEntries=2, AddressFamily="IPv4", Entries=entries
    )
    prefix_list = made["PrefixList"]["PrefixListId"]
    way = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2}
    peers = [
        {"UserIdGroupPairs": [{"GroupId": group, "Description": "own"}]},
        {"PrefixListIds": [{"PrefixListId": prefix_list, "Description": "list"}]},
        {"IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "net"}]},
    ]
    rules = [{**way, **peer} for peer in peers]
    added = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rules)
    asked = [{"Name": "group-id", "Values": [group]}]
    shown = ec2.describe_security_group_rules(Filters=asked)["SecurityGroupRules"]
    for found in (added["SecurityGroupRules"], [one for one in shown if not one["IsEgress"]]):
        assert {one["Description"] for one in found} == {"own", "list", "net"}
        assert {one["ReferencedGroupInfo"]["GroupId"] for one in found if _of_group(one)} == {group}
        assert {one["PrefixListId"] for one in found if one.get("PrefixListId")} == {prefix_list}
    bare = [{**way, "UserIdGroupPairs": [{"GroupId": group}]}]
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=bare)
    left = ec2.describe_security_group_rules(Filters=asked)["SecurityGroupRules"]
    assert not any(_of_group(one) for one in left)


def _of_group(rule: dict[str, Any]) -> bool:
    return "ReferencedGroupInfo" in rule


def test_a_group_takes_its_tags_with_it(client: Any) -> None:
    ec2 = client("ec2")
    tags = [{"ResourceType": "security-group", "Tags": [{"Key": "a", "Value": "b"}]}]
    made = ec2.create_security_group(GroupName="t", Description="d", TagSpecifications=tags)
    assert ec2.describe_tags()["Tags"]
    ec2.delete_security_group(GroupId=made["GroupId"])
    assert ec2.describe_tags()["Tags"] == []
