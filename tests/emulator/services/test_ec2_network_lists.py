import json
from typing import Any


def test_prefix_list_changes_by_its_version(client: Any, refusal: Any) -> None:
    ec2 = client("ec2")
    made = ec2.create_managed_prefix_list(
        PrefixListName="office", AddressFamily="IPv4", MaxEntries=2,
        Entries=[{"Cidr": "10.0.0.0/8", "Description": "a"}],
    )["PrefixList"]  # fmt: skip
    name = {"PrefixListId": made["PrefixListId"]}
    change = {
        "AddEntries": [{"Cidr": "11.0.0.0/8"}],
        "RemoveEntries": [{"Cidr": "10.0.0.0/8"}],
    }
    shown = ec2.modify_managed_prefix_list(CurrentVersion=1, **change, **name)["PrefixList"]
    assert (shown["PrefixListName"], shown["Version"]) == ("office", 2)
    entries = ec2.get_managed_prefix_list_entries(**name)["Entries"]
    assert [e["Cidr"] for e in entries] == ["11.0.0.0/8"]
    code, _ = refusal(ec2.modify_managed_prefix_list, CurrentVersion=1, **change, **name)
    assert code == "PrefixListVersionMismatch"
    gone = {"RemoveEntries": change["RemoveEntries"], "CurrentVersion": 2}
    assert refusal(ec2.modify_managed_prefix_list, **gone, **name)[0] == (
        "InvalidPrefixListModification"
    )
    many = {"AddEntries": [{"Cidr": f"{i}.0.0.0/8"} for i in (12, 13)], "CurrentVersion": 2}
    assert refusal(ec2.modify_managed_prefix_list, **many, **name)[0] == (
        "PrefixListMaxEntriesExceeded"
    )


def test_acl_entry_must_be_there_to_be_changed(client: Any, network: Any, refusal: Any) -> None:
    ec2, (vpc, _) = client("ec2"), network
    acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    name = {"NetworkAclId": acl, "RuleNumber": 50, "Egress": False}
    rule = {"Protocol": "-1", "RuleAction": "deny", "CidrBlock": "192.0.2.7/32"}
    missing = "InvalidNetworkAclEntry.NotFound"
    assert refusal(ec2.replace_network_acl_entry, **name, **rule)[0] == missing
    ec2.create_network_acl_entry(**name, **rule)
    ec2.replace_network_acl_entry(**name, **rule | {"RuleAction": "allow"})
    other_side = name | {"Egress": True}
    assert refusal(ec2.delete_network_acl_entry, **other_side)[0] == missing
    ec2.delete_network_acl_entry(**name)
    assert refusal(ec2.delete_network_acl_entry, **name)[0] == missing


def test_endpoint_has_a_type_and_a_policy(client: Any, network: Any, refusal: Any) -> None:
    ec2, (vpc, _) = client("ec2"), network
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    given = {
        "VpcId": vpc,
        "ServiceName": "com.amazonaws.us-east-1.s3",
        "RouteTableIds": [table],
    }
    code, _ = refusal(ec2.create_vpc_endpoint, PolicyDocument="{", **given)
    assert code == "InvalidPolicyDocument"
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    made = ec2.create_vpc_endpoint(PolicyDocument=policy, **given)["VpcEndpoint"]
    assert (made["VpcEndpointType"], made["PrivateDnsEnabled"]) == ("Gateway", False)
    assert refusal(ec2.create_vpc_endpoint, **given)[0] == "RouteAlreadyExists"
    ec2.modify_vpc_endpoint(VpcEndpointId=made["VpcEndpointId"], ResetPolicy=True)
    (shown,) = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    assert json.loads(shown["PolicyDocument"])["Statement"][0]["Effect"] == "Allow"
    unknown = {"VpcEndpointId": "vpce-0123", "ResetPolicy": True}
    assert refusal(ec2.modify_vpc_endpoint, **unknown)[0] == "InvalidVpcEndpointId.NotFound"
