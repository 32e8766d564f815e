from typing import Any

from emulated_firewalls import make_policy


def test_firewall_has_an_endpoint_that_routes_can_point_to(
    client: Any, network: Any, firewall: Any
) -> None:
    ec2, (vpc, subnets) = client("ec2"), network
    shown = firewall.describe_firewall(FirewallName="egress")
    status = shown["FirewallStatus"]
    assert (status["Status"], status["ConfigurationSyncStateSummary"]) == ("READY", "IN_SYNC")
    attachment = status["SyncStates"]["us-east-1a"]["Attachment"]
    assert attachment["SubnetId"] == subnets[0]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(
        RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", VpcEndpointId=attachment["EndpointId"]
    )
    (endpoint,) = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    assert endpoint["VpcEndpointType"] == "GatewayLoadBalancer"
    assert endpoint["SubnetIds"] == [subnets[0]]
    (interface,) = ec2.describe_network_interfaces()["NetworkInterfaces"]
    assert interface["NetworkInterfaceId"] in endpoint["NetworkInterfaceIds"]
    assert (interface["InterfaceType"], interface["Groups"], interface["RequesterManaged"]) == (
        "gateway_load_balancer_endpoint",
        [],
        True,
    )
    assert [f["FirewallName"] for f in firewall.list_firewalls(VpcIds=[vpc])["Firewalls"]] == [
        "egress"
    ]


def test_protections_are_obeyed(client: Any, network: Any, firewall: Any, refusal: Any) -> None:
    _, subnets = network
    name = {"FirewallName": "egress"}
    assert refusal(firewall.delete_firewall, **name)[0] == "InvalidOperationException"
    firewall.update_subnet_change_protection(SubnetChangeProtection=True, **name)
    more = name | {"SubnetMappings": [{"SubnetId": subnets[1]}]}
    assert refusal(firewall.associate_subnets, **more)[0] == "InvalidOperationException"
    firewall.update_subnet_change_protection(SubnetChangeProtection=False, **name)
    firewall.associate_subnets(**more)
    assert refusal(firewall.associate_subnets, **more)[0] == "InvalidRequestException"
    assert len(client("ec2").describe_vpc_endpoints()["VpcEndpoints"]) == 2
    firewall.disassociate_subnets(SubnetIds=[subnets[0]], **name)
    firewall.update_firewall_delete_protection(DeleteProtection=False, **name)
    firewall.delete_firewall(**name)
    assert firewall.list_firewalls()["Firewalls"] == []
    assert client("ec2").describe_vpc_endpoints()["VpcEndpoints"] == []
    assert client("ec2").describe_network_interfaces()["NetworkInterfaces"] == []


def test_policy_is_exchanged_by_who_saw_the_last_change(firewall: Any, refusal: Any) -> None:
    other = make_policy(firewall, name="other")
    old = firewall.describe_firewall(FirewallName="egress")["UpdateToken"]
    change = {"FirewallName": "egress", "FirewallPolicyArn": other, "UpdateToken": old}
    assert firewall.associate_firewall_policy(**change)["UpdateToken"] != old
    assert refusal(firewall.associate_firewall_policy, **change)[0] == "InvalidTokenException"
    shown = firewall.describe_firewall(FirewallName="egress")["Firewall"]
    assert shown["FirewallPolicyArn"] == other
    wrong = {"FirewallName": "egress", "FirewallPolicyArn": other.replace("/other", "/none")}
    assert refusal(firewall.associate_firewall_policy, **wrong)[0] == "InvalidRequestException"


def test_firewall_needs_subnets_of_its_vpc(client: Any, network: Any, refusal: Any) -> None:
    firewalls = client("network-firewall")
    _, subnets = network
    other = client("ec2").create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    given = {"FirewallName": "f", "FirewallPolicyArn": make_policy(firewalls), "VpcId": other}
    code, _ = refusal(firewalls.create_firewall, SubnetMappings=[{"SubnetId": subnets[0]}], **given)
    assert code == "InvalidRequestException"
    assert firewalls.list_firewalls()["Firewalls"] == []
