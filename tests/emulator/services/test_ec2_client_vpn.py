from typing import Any

CHAIN = "arn:aws:acm:us-east-1:123456789012:certificate/people"
WAY = {
    "Type": "certificate-authentication",
    "MutualAuthentication": {"ClientRootCertificateChainArn": CHAIN},
}


def make(ec2: Any) -> str:
    return str(
        ec2.create_client_vpn_endpoint(
            ClientCidrBlock="10.250.0.0/22",
            ServerCertificateArn="arn:aws:acm:us-east-1:123456789012:certificate/vpn",
            AuthenticationOptions=[WAY],
            ConnectionLogOptions={"Enabled": False},
            TagSpecifications=[
                {"ResourceType": "client-vpn-endpoint", "Tags": [{"Key": "a", "Value": "b"}]}
            ],
        )["ClientVpnEndpointId"]
    )


def test_an_endpoint_waits_for_a_network_and_changes(client: Any, refusal: Any) -> None:
    ec2 = client("ec2")
    made = make(ec2)
    (shown,) = ec2.describe_client_vpn_endpoints()["ClientVpnEndpoints"]
    assert shown["Status"] == {"Code": "pending-associate"}
    mutual = shown["AuthenticationOptions"][0]["MutualAuthentication"]
    assert mutual == {"ClientRootCertificateChain": CHAIN}
    assert (shown["ConnectionLogOptions"], shown["VpnPort"]) == ({"Enabled": False}, 443)
    assert shown["Tags"] == [{"Key": "a", "Value": "b"}]
    log = {"Enabled": True, "CloudwatchLogGroup": "vpn"}
    ec2.modify_client_vpn_endpoint(ClientVpnEndpointId=made, ConnectionLogOptions=log)
    (shown,) = ec2.describe_client_vpn_endpoints(ClientVpnEndpointIds=[made])["ClientVpnEndpoints"]
    assert shown["ConnectionLogOptions"] == log
    ec2.delete_client_vpn_endpoint(ClientVpnEndpointId=made)
    assert ec2.describe_client_vpn_endpoints()["ClientVpnEndpoints"] == []
    code, _ = refusal(ec2.delete_client_vpn_endpoint, ClientVpnEndpointId=made)
    assert code == "InvalidClientVpnEndpointId.NotFound"


def test_endpoints_come_in_pages(client: Any) -> None:
    ec2 = client("ec2")
    made = {make(ec2) for _ in range(6)}
    first = ec2.describe_client_vpn_endpoints(MaxResults=5)
    assert len(first["ClientVpnEndpoints"]) == 5
    rest = ec2.describe_client_vpn_endpoints(NextToken=first["NextToken"])["ClientVpnEndpoints"]
    found = [*first["ClientVpnEndpoints"], *rest]
    assert {one["ClientVpnEndpointId"] for one in found} == made
