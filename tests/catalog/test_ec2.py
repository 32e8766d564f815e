"""EC2: what AWS answers becomes rows, and what it refuses stays unknown."""

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

import pytest

from ringwall.audit.examples import answer_example
from ringwall.catalog.ec2.addresses import address_range, are_world, count_public, is_world
from ringwall.catalog.ec2.tables.ec2_network_acl import explode_acl
from ringwall.catalog.ec2.tables.ec2_security_group import explode_group
from ringwall.catalog.loader import load_judged, load_rules
from ringwall.emulator.app import Emulator
from ringwall.model.errors import AccessDenied
from ringwall.model.rule import Example
from ringwall.model.table import Reader, Row

HERE = "arn:aws:ec2:eu-west-1:111111111111"
DENIED = AccessDenied("not for you", "UnauthorizedOperation")


@pytest.mark.parametrize(
    ("cidr", "expected"),
    [
        ("0.0.0.0/0", True),
        ("::/0", True),
        ("0.0.0.0/1", True),
        ("128.0.0.0/1", True),
        ("64.0.0.0/2", True),
        ("2000::/3", True),
        ("10.0.0.0/8", False),
        ("198.51.100.7/32", False),
        ("224.0.0.0/4", False),
        ("fc00::/7", False),
        ("2001:db8::/32", False),
    ],
)
def test_a_block_too_wide_for_one_network_is_the_world(cidr: str, *, expected: bool) -> None:
    assert is_world(cidr) is expected


TOGETHER: list[tuple[list[str], bool]] = [
    ([], False),
    (["0.0.0.0/0"], True),
    (["10.0.0.0/8", "::/0"], True),
    (["9.0.0.0/8"], False),
    (["9.0.0.0/8", "17.0.0.0/8"], True),
    (["9.0.0.0/8", "9.0.0.0/8", "9.1.0.0/16"], False),
    (["9.0.0.0/8", "17.1.2.3/32"], True),
    ([f"{n}.0.0.0/8" for n in range(1, 60)], True),
    ([f"20.{n}.0.0/16" for n in range(256)], False),
    (["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "224.0.0.0/4"], False),
    (["10.0.0.0/8", "9.0.0.0/8"], False),
    (["2600::/12"], False),
    (["2600::/12", "2a00::/12"], True),
    (["2600::/12", "9.0.0.0/8"], False),  # each has the whole of its own family
    (["fc00::/7", "fe80::/10"], False),
    (["10.0.0.0/7"], False),  # half of it is private
    (["96.0.0.0/3"], True),
    ([f"{n}.0.0.0/4" for n in (0, 16, 48, 64, 96, 112)], True),
    (["2600::/8"], True),
]


@pytest.mark.parametrize(("cidrs", "expected"), TOGETHER)
def test_blocks_count_together(cidrs: list[str], *, expected: bool) -> None:
    assert are_world(cidrs) is expected


LAST = {
    "RuleNumber": 32767,
    "Egress": False,
    "RuleAction": "deny",
    "Protocol": "-1",
    "CidrBlock": "0.0.0.0/0",
}


def test_network_acls_and_security_groups_mean_the_same_internet() -> None:
    """The control of ACLs measures addresses in SQL: it has the same bounds."""
    acls: dict[str, Row] = {}
    rows: list[Row] = []
    for number, (cidrs, _) in enumerate(TOGETHER):
        entries = [
            {
                "RuleNumber": n,
                "Egress": False,
                "RuleAction": "allow",
                "Protocol": "6",
                "PortRange": {"From": 22, "To": 22},
                "Ipv6CidrBlock" if ":" in cidr else "CidrBlock": cidr,
            }
            for n, cidr in enumerate(cidrs, 1)
        ]
        acls[f"acl-{number}"] = {"arn": f"acl-{number}", "subnet_ids": ["s"]}
        acl = {"Entries": [*entries, LAST]}
        rows += [{"arn": f"acl-{number}", **row} for row in explode_acl(acl, {})]
    example = Example(
        {"ec2_network_acl": tuple(acls.values()), "ec2_network_acl_entry": tuple(rows)}, "fail"
    )
    rule = load_rules()["ec2.nacl_does_not_open_admin_ports"]
    answers = answer_example(rule, example, load_judged())
    assert [answers.get(arn, "pass") for arn in acls] == [
        "fail" if is_open else "pass" for _, is_open in TOGETHER
    ]


@pytest.mark.parametrize(
    ("cidr", "count"),
    [
        ("10.1.0.0/16", 0),
        ("9.0.0.0/8", 2**24),
        ("10.0.0.0/7", 2**24),
        ("192.0.0.0/8", 2**24 - 2**16),
        ("2000::/3", 2**125),
        ("::/0", 2**125),
        ("fc00::/7", 0),
    ],
)
def test_only_public_addresses_count(cidr: str, count: int) -> None:
    assert count_public(ip_network(cidr)) == count


def open_ports(*rules: tuple[str, int, int, list[str]]) -> dict[str, bool]:
    """Return which rules of a group are open to the internet, by their peers."""
    permissions = [
        {
            "IpProtocol": protocol,
            "FromPort": low,
            "ToPort": high,
            "UserIdGroupPairs": [],
            "IpRanges": [{"CidrIp": cidr} for cidr in cidrs if ":" not in cidr],
            "Ipv6Ranges": [{"CidrIpv6": cidr} for cidr in cidrs if ":" in cidr],
            "PrefixListIds": [],
        }
        for protocol, low, high, cidrs in rules
    ]
    rows = explode_group({"IpPermissions": permissions, "IpPermissionsEgress": []}, {})
    return {row["peer"]: row["is_world"] for row in rows}


def test_rules_of_a_group_are_the_internet_together() -> None:
    many = [f"{n}.0.0.0/8" for n in range(1, 60)]
    marks = open_ports(("tcp", 22, 22, [*many, "192.168.0.0/16"]))
    assert {peer for peer, is_world in marks.items() if not is_world} == {
        "10.0.0.0/8",
        "192.168.0.0/16",
    }


def test_rules_of_other_ports_and_protocols_do_not_count() -> None:
    one, two, three = ["9.0.0.0/8"], ["17.0.0.0/8"], ["20.0.0.0/8"]
    assert open_ports(("tcp", 22, 22, one), ("tcp", 23, 23, two), ("udp", 22, 22, three)) == {
        "9.0.0.0/8": False,
        "17.0.0.0/8": False,
        "20.0.0.0/8": False,
    }
    # At port 80 they are the internet, and at 22 the first one is alone.
    assert open_ports(("tcp", 0, 65535, one), ("tcp", 80, 80, two)) == {
        "9.0.0.0/8": False,
        "17.0.0.0/8": True,
    }
    assert set(open_ports(("-1", 0, 65535, one), ("tcp", 22, 22, two)).items()) == {
        ("9.0.0.0/8", False),
        ("17.0.0.0/8", True),
    }
    assert set(open_ports(("tcp", 22, 22, ["2600::/12", "2a00::/12"])).values()) == {True}


def test_addresses_as_text_stand_in_their_order() -> None:
    assert address_range("10.0.0.0/8") == ("0a000000", "0affffff")
    assert address_range("::/0") == ("0" * 32, "f" * 32)
    assert address_range("9.0.0.0/32")[0] < address_range("100.0.0.0/32")[0]


WORLD: Row = {
    "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
    "Ipv6Ranges": [],
    "PrefixListIds": [],
    "UserIdGroupPairs": [],
}
GROUP = {
    "GroupId": "sg-1",
    "GroupName": "web",
    "Description": "Web servers",
    "VpcId": "vpc-1",
    "OwnerId": "111111111111",
    "IpPermissions": [
        {
            "IpProtocol": "tcp",
            "FromPort": 22,
            "ToPort": 22,
            "IpRanges": [
                {"CidrIp": "10.0.0.0/8", "Description": "office"},
                {"CidrIp": "128.0.0.0/1"},
            ],
            "Ipv6Ranges": [{"CidrIpv6": "::/0"}],
            "PrefixListIds": [{"PrefixListId": "pl-1"}],
            "UserIdGroupPairs": [{"GroupId": "sg-2", "UserId": "222222222222"}],
        },
        {"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, **WORLD},
    ],
    "IpPermissionsEgress": [{"IpProtocol": "-1", **WORLD}],
}


def test_a_group_becomes_a_row_per_rule_and_peer(canned: Any, collect: Any) -> None:
    reader = canned({"ec2.describe_security_groups": {"SecurityGroups": [GROUP]}})
    rows, gaps = collect(reader, "ec2_security_group")
    assert gaps == []
    (group,) = rows["ec2_security_group"]
    assert (group["arn"], group["group_name"]) == (f"{HERE}:security-group/sg-1", "web")
    rules = rows["security_group_rule"]
    assert {rule["arn"] for rule in rules} == {group["arn"]}
    assert [
        (r["direction"], r["ip_protocol"], r["from_port"], r["to_port"], r["peer"], r["is_world"])
        for r in rules
    ] == [
        ("ingress", "tcp", 22, 22, "10.0.0.0/8", False),
        ("ingress", "tcp", 22, 22, "128.0.0.0/1", True),
        ("ingress", "tcp", 22, 22, "::/0", True),
        ("ingress", "tcp", 22, 22, "pl-1", False),
        ("ingress", "tcp", 22, 22, "sg-2", False),
        ("ingress", "icmp", -1, -1, "0.0.0.0/0", True),
        ("egress", "-1", 0, 65535, "0.0.0.0/0", True),
    ]
    assert rules[0]["description"] == "office"
    assert (rules[4]["referenced_group_id"], rules[4]["referenced_account_id"]) == (
        "sg-2",
        "222222222222",
    )


def test_a_broken_block_is_a_gap_of_that_group(canned: Any, collect: Any) -> None:
    broken = {**GROUP, "IpPermissions": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "x/33"}]}]}
    reader = canned({"ec2.describe_security_groups": {"SecurityGroups": [broken]}})
    rows, gaps = collect(reader, "ec2_security_group")
    assert len(rows["ec2_security_group"]) == 1
    told = [(g.table_name, g.aspect, g.resource) for g in gaps]
    assert ("security_group_rule", "ec2_security_group", f"{HERE}:security-group/sg-1") in told
    assert {resource for _, _, resource in told} == {f"{HERE}:security-group/sg-1"}


RULE = {**WORLD, "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}


@pytest.mark.parametrize(
    "permissions",
    [
        {},
        "",
        None,
        [{**RULE, "IpRanges": {}}],
        [{**RULE, "IpProtocol": ""}],
        [{**RULE, "IpProtocol": {}}],
        [{**RULE, "FromPort": []}],
        [{**RULE, "ToPort": "many"}],
    ],
)
def test_a_garbled_rule_of_a_group_is_a_gap_of_that_group(
    canned: Any, collect: Any, permissions: Any
) -> None:
    broken = {**GROUP, "IpPermissions": permissions}
    reader = canned({"ec2.describe_security_groups": {"SecurityGroups": [broken]}})
    rows, gaps = collect(reader, "ec2_security_group")
    told = [(g.table_name, g.aspect, g.resource) for g in gaps]
    assert ("security_group_rule", "ec2_security_group", f"{HERE}:security-group/sg-1") in told
    assert {resource for _, _, resource in told} == {f"{HERE}:security-group/sg-1"}
    assert rows.get("security_group_rule", []) == []


def test_a_group_without_a_name_may_be_the_default_one(canned: Any, collect: Any) -> None:
    reader = canned(
        {"ec2.describe_security_groups": {"SecurityGroups": [{**GROUP, "GroupName": ""}]}}
    )
    rows, gaps = collect(reader, "ec2_security_group")
    assert rows["ec2_security_group"][0]["group_name"] is None
    assert [(g.table_name, g.aspect) for g in gaps] == [("ec2_security_group", "group_name")]


def test_a_prefix_list_tells_whether_it_holds_the_world(canned: Any, collect: Any) -> None:
    lists = [
        {"PrefixListId": "pl-a", "PrefixListArn": f"{HERE}:prefix-list/pl-a", "OwnerId": "AWS"},
        {"PrefixListId": "pl-1", "PrefixListArn": f"{HERE}:prefix-list/pl-1", "OwnerId": "1" * 12},
    ]
    pages = [{"Entries": [{"Cidr": "10.0.0.0/8"}]}, {"Entries": [{"Cidr": "0.0.0.0/0"}]}]
    answers = {
        "ec2.describe_managed_prefix_lists": {"PrefixLists": lists},
        "ec2.get_managed_prefix_list_entries": pages,
    }
    rows, gaps = collect(canned(answers), "ec2_prefix_list")
    assert gaps == []
    assert [(r["prefix_list_id"], r["cidrs"], r["is_world"]) for r in rows["ec2_prefix_list"]] == [
        ("pl-a", [], False),
        ("pl-1", ["10.0.0.0/8", "0.0.0.0/0"], True),
    ]
    answers["ec2.get_managed_prefix_list_entries"] = [{"Entries": [{"Cidr": "nonsense"}]}]
    rows, _ = collect(canned(answers), "ec2_prefix_list")
    assert [r["is_world"] for r in rows["ec2_prefix_list"]] == [False, None]


def test_a_network_acl_becomes_a_row_per_entry(canned: Any, collect: Any) -> None:
    acl = {
        "NetworkAclId": "acl-1",
        "VpcId": "vpc-1",
        "IsDefault": True,
        "OwnerId": "111111111111",
        "Associations": [{"SubnetId": "subnet-1"}],
        "Entries": [
            {
                "RuleNumber": 100,
                "Protocol": "6",
                "PortRange": {"From": 22, "To": 23},
                "RuleAction": "allow",
                "Egress": False,
                "CidrBlock": "10.0.0.0/8",
            },
            {
                "RuleNumber": 32768,
                "Protocol": "-1",
                "RuleAction": "deny",
                "Egress": True,
                "Ipv6CidrBlock": "::/0",
            },
        ],
    }
    reader = canned({"ec2.describe_network_acls": {"NetworkAcls": [acl]}})
    rows, _ = collect(reader, "ec2_network_acl")
    assert rows["ec2_network_acl"][0]["subnet_ids"] == ["subnet-1"]
    first, last = rows["ec2_network_acl_entry"]
    assert (first["protocol"], first["from_port"], first["to_port"]) == ("tcp", 22, 23)
    assert (first["first_address"], first["is_world"]) == ("0a000000", False)
    assert (last["from_port"], last["to_port"], last["is_egress"]) == (0, 65535, True)
    assert (last["ipv6_cidr_block"], last["cidr_block"], last["is_world"]) == ("::/0", "", True)


ENTRY = {
    "RuleNumber": 100,
    "Protocol": "6",
    "PortRange": {"From": 22, "To": 22},
    "RuleAction": "allow",
    "Egress": False,
    "CidrBlock": "0.0.0.0/0",
}


@pytest.mark.parametrize(
    "entries",
    [
        {},
        [],
        "",
        [{**ENTRY, "RuleAction": ""}],
        [{**ENTRY, "Protocol": ""}],
        [{**ENTRY, "Egress": "?"}],
        [{**ENTRY, "RuleNumber": []}],
        [{**ENTRY, "PortRange": {"From": {}, "To": 22}}],
    ],
)
def test_a_garbled_entry_of_a_network_acl_is_a_gap_of_that_acl(
    canned: Any, collect: Any, entries: Any
) -> None:
    acl = {
        "NetworkAclId": "acl-1",
        "VpcId": "vpc-1",
        "IsDefault": True,
        "OwnerId": "111111111111",
        "Associations": [],
        "Entries": entries,
    }
    rows, gaps = collect(
        canned({"ec2.describe_network_acls": {"NetworkAcls": [acl]}}), "ec2_network_acl"
    )
    here = ("ec2_network_acl", f"{HERE}:network-acl/acl-1")
    found = {(g.table_name, g.aspect, g.resource) for g in gaps}
    # Whether a default ACL lets all pass is read of its entries, too; not all of each.
    assert {("ec2_network_acl_entry", *here)} <= found
    assert found <= {("ec2_network_acl_entry", *here), ("ec2_default_network_acl", *here)}
    assert rows.get("ec2_network_acl_entry", []) == []


def test_a_route_table_says_whom_it_serves_and_where_it_leads(canned: Any, collect: Any) -> None:
    main, other = (
        {
            "RouteTableId": "rtb-1",
            "VpcId": "vpc-1",
            "OwnerId": "111111111111",
            "Associations": [{"Main": True, "RouteTableAssociationId": "rtbassoc-1"}],
            "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"}],
        },
        {
            "RouteTableId": "rtb-2",
            "VpcId": "vpc-1",
            "OwnerId": "111111111111",
            "Associations": [{"Main": False, "SubnetId": "subnet-1"}],
            "Routes": [
                {"DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": "eigw-1"},
                {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active"},
            ],
        },
    )
    reader = canned({"ec2.describe_route_tables": {"RouteTables": [main, other]}})
    rows, _ = collect(reader, "ec2_route_table")
    assert [(r["is_main"], r["subnet_ids"]) for r in rows["ec2_route_table"]] == [
        (True, []),
        (False, ["subnet-1"]),
    ]
    assert [(r["route_table_id"], r["target"]) for r in rows["ec2_route"]] == [
        ("rtb-1", "local"),
        ("rtb-2", "eigw-1"),
        ("rtb-2", "nat-1"),
    ]


def test_an_instance_shows_every_public_address(canned: Any, collect: Any) -> None:
    instance = {
        "InstanceId": "i-1",
        "State": {"Name": "stopped"},
        "MetadataOptions": {"HttpTokens": "required", "HttpEndpoint": "enabled"},
        "NetworkInterfaces": [
            {"PrivateIpAddresses": [{"PrivateIpAddress": "10.0.0.1"}]},
            {"PrivateIpAddresses": [{"Association": {"PublicIp": "198.51.100.7"}}]},
        ],
    }
    answer = {"Reservations": [{"Instances": [instance]}, {"Instances": []}]}
    rows, _ = collect(canned({"ec2.describe_instances": answer}), "ec2_instance")
    (row,) = rows["ec2_instance"]
    assert (row["state"], row["http_tokens"]) == ("stopped", "required")
    assert (row["public_ip_address"], row["public_ips"]) == ("", ["198.51.100.7"])


DEFAULT_KEY, OWN_KEY = f"{HERE.replace(':ec2:', ':kms:')}:key/1", f"{HERE}:key/2"


def _snapshots(**parameters: Any) -> Any:
    assert parameters["OwnerIds"] == ["self"]
    owned = [
        {"SnapshotId": "snap-1", "OwnerId": "111111111111", "Encrypted": False},
        {
            "SnapshotId": "snap-2",
            "OwnerId": "111111111111",
            "Encrypted": True,
            "KmsKeyId": DEFAULT_KEY,
        },
        {
            "SnapshotId": "snap-3",
            "OwnerId": "111111111111",
            "Encrypted": True,
            "KmsKeyId": OWN_KEY,
        },
    ]
    return {"Snapshots": owned[:1] if parameters.get("RestorableByUserIds") else owned}


def _permissions(**parameters: Any) -> Any:
    found = {
        "snap-1": [{"Group": "all"}, {"UserId": "222222222222"}],
        "snap-3": [{"UserId": "333333333333"}],
    }
    assert parameters["Attribute"] == "createVolumePermission"
    return {"CreateVolumePermissions": found.get(parameters["SnapshotId"], [])}


def _read_snapshots(canned: Any, collect: Any, **other: Any) -> Any:
    answers = {
        "ec2.describe_snapshots": _snapshots,
        "ec2.get_snapshot_block_public_access_state": {"State": "unblocked"},
        "ec2.describe_snapshot_attribute": _permissions,
        "kms.describe_key": {"KeyMetadata": {"Arn": DEFAULT_KEY}},
    }
    reader = canned({**answers, **other})
    rows, gaps = collect(reader, "ec2_snapshot")
    return rows["ec2_snapshot"], gaps, reader.calls


def test_public_snapshots_are_found_in_one_call(canned: Any, collect: Any) -> None:
    rows, gaps, _ = _read_snapshots(canned, collect)
    assert gaps == []
    assert rows[0]["arn"] == "arn:aws:ec2:eu-west-1::snapshot/snap-1"
    assert rows[0]["account_id"] == "111111111111"
    assert [(r["snapshot_id"], r["is_public"]) for r in rows] == [
        ("snap-1", True),
        ("snap-2", False),
        ("snap-3", False),
    ]


def test_whom_a_snapshot_is_shared_with_is_asked_where_it_can_be(canned: Any, collect: Any) -> None:
    rows, gaps, calls = _read_snapshots(canned, collect)
    assert gaps == []
    assert [r["restore_accounts"] for r in rows] == [
        ["all", "222222222222"],
        [],
        ["333333333333"],
    ]
    assert len(calls) == 4 + 2  # what AWS's own key encrypts is not asked about


def test_a_default_key_that_is_not_told_spares_no_question(canned: Any, collect: Any) -> None:
    rows, gaps, calls = _read_snapshots(canned, collect, **{"kms.describe_key": DENIED})
    assert (gaps, len(calls)) == ([], 4 + 3)
    assert [r["restore_accounts"] for r in rows][1:] == [[], ["333333333333"]]


def test_a_share_that_could_not_be_read_is_not_known(canned: Any, collect: Any) -> None:
    denied = {"ec2.describe_snapshot_attribute": DENIED}
    rows, gaps, _ = _read_snapshots(canned, collect, **denied)
    assert [r["restore_accounts"] for r in rows] == [None, [], None]
    assert {gap.aspect for gap in gaps} == {"CreateVolumePermissions"}


def test_a_refused_call_hides_nothing_but_itself(canned: Any, collect: Any) -> None:
    answers = {
        "ec2.get_ebs_encryption_by_default": {"EbsEncryptionByDefault": True},
        "ec2.get_ebs_default_kms_key_id": DENIED,
        "ec2.get_snapshot_block_public_access_state": {"State": "unblocked"},
        "ec2.get_image_block_public_access_state": DENIED,
        "ec2.get_instance_metadata_defaults": {"AccountLevel": {"HttpTokens": "required"}},
        "ec2.get_serial_console_access_status": {"SerialConsoleAccessEnabled": False},
    }
    rows, gaps = collect(canned(answers), "ec2_account")
    (row,) = rows["ec2_account"]
    assert row["arn"] == f"{HERE}:account"
    assert (row["ebs_encryption_by_default"], row["http_tokens"]) == (True, "required")
    assert (row["serial_console_access_enabled"], row["http_endpoint"]) == (False, "")
    assert row["ebs_default_kms_key_id"] is None
    assert row["image_block_public_access_state"] is None
    assert {gap.aspect for gap in gaps} == {"EbsKey", "ImageSharing"}


def test_what_has_no_service_and_what_has_no_ipv4_is_no_gap(canned: Any, collect: Any) -> None:
    """Endpoints of VPC Lattice have no service name; an IPv6-only subnet has no IPv4 block."""
    endpoint = {
        "VpcEndpointId": "vpce-1",
        "VpcEndpointType": "Resource",
        "VpcId": "vpc-1",
        "OwnerId": "111111111111",
    }
    reader = canned({"ec2.describe_vpc_endpoints": {"VpcEndpoints": [endpoint]}})
    rows, gaps = collect(reader, "ec2_vpc_endpoint")
    assert (rows["ec2_vpc_endpoint"][0]["service_name"], gaps) == ("", [])
    subnet = {
        "SubnetId": "subnet-1",
        "VpcId": "vpc-1",
        "OwnerId": "111111111111",
        "MapPublicIpOnLaunch": False,
        "AssignIpv6AddressOnCreation": True,
        "Ipv6Native": True,
    }
    rows, gaps = collect(canned({"ec2.describe_subnets": {"Subnets": [subnet]}}), "ec2_subnet")
    assert (rows["ec2_subnet"][0]["cidr_block"], gaps) == ("", [])


def test_an_endpoint_policy_is_exploded(canned: Any, collect: Any) -> None:
    endpoint = {
        "VpcEndpointId": "vpce-1",
        "VpcId": "vpc-1",
        "OwnerId": "111111111111",
        "PolicyDocument": '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*",'
        ' "Resource": "*"}}',
    }
    reader = canned({"ec2.describe_vpc_endpoints": {"VpcEndpoints": [endpoint]}})
    rows, _ = collect(reader, "ec2_vpc_endpoint")
    (statement,) = rows["policy_statement"]
    assert (statement["arn"], statement["policy_type"]) == (
        f"{HERE}:vpc-endpoint/vpce-1",
        "endpoint",
    )


TABLES = (
    "ec2_account",
    "ec2_eip",
    "ec2_flow_log",
    "ec2_instance",
    "ec2_internet_gateway",
    "ec2_nat_gateway",
    "ec2_network_acl",
    "ec2_network_interface",
    "ec2_prefix_list",
    "ec2_route_table",
    "ec2_security_group",
    "ec2_snapshot",
    "ec2_subnet",
    "ec2_volume",
    "ec2_vpc",
    "ec2_vpc_endpoint",
)


def test_the_service_reads_a_region(
    live: Reader, aws: Callable[[str], Any], collect: Any, emulator: Emulator
) -> None:
    ec2 = aws("ec2")
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    group = ec2.create_security_group(GroupName="web", Description="web", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(
        GroupId=group, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0"
    )
    ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
    volume = ec2.create_volume(Size=1, AvailabilityZone="eu-west-1a")["VolumeId"]
    public, shared = (ec2.create_snapshot(VolumeId=volume)["SnapshotId"] for _ in range(2))
    for snapshot, whom in ((public, {"Group": "all"}), (shared, {"UserId": "222222222222"})):
        ec2.modify_snapshot_attribute(
            SnapshotId=snapshot,
            Attribute="createVolumePermission",
            CreateVolumePermission={"Add": [whom]},
        )
    ec2.enable_ebs_encryption_by_default()
    emulator.calls.clear()
    rows, gaps = collect(live, *TABLES)
    assert gaps == []
    assert [r["ebs_encryption_by_default"] for r in rows["ec2_account"]] == [True]
    assert {r["vpc_id"] for r in rows["ec2_subnet"]} == {vpc}
    assert [r["is_main"] for r in rows["ec2_route_table"]] == [True]
    assert [r["state"] for r in rows["ec2_instance"]] == ["running"]
    assert {r["snapshot_id"]: r["is_public"] for r in rows["ec2_snapshot"]}[public] is True
    assert [r["is_public"] for r in rows["ec2_snapshot"]].count(True) == 1
    shares = {r["snapshot_id"]: r["restore_accounts"] for r in rows["ec2_snapshot"]}
    assert (shares[public], shares[shared]) == (["all"], ["222222222222"])
    opened = [
        r["group_id"]
        for r in rows["security_group_rule"]
        if r["is_world"] and r["direction"] == "ingress"
    ]
    assert opened == [group]
    # One call per table, but one that two tables share; more for the account's settings, for all
    # snapshots, and for each; for the user data of the instance.
    assert sum(emulator.calls.values()) == len(TABLES) - 1 + 5 + 3 + len(shares) + 1


def test_a_refused_list_is_a_gap(live: Reader, collect: Any, emulator: Emulator) -> None:
    emulator.deny("ec2:DescribeFlowLogs")
    rows, gaps = collect(live, "ec2_flow_log", "ec2_vpc")
    assert (len(rows["ec2_flow_log"]), len(rows["ec2_vpc"])) == (0, 1)
    assert [(g.table_name, g.aspect, g.status) for g in gaps] == [
        ("ec2_flow_log", "list", "denied")
    ]
