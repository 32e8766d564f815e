from typing import Any

LISTENER = {
    "Protocol": "HTTPS",
    "LoadBalancerPort": 443,
    "InstancePort": 80,
    "SSLCertificateId": "arn:aws:iam::123456789012:server-certificate/shop",
}
NAME = {"LoadBalancerName": "shop"}
STRONG = "ELBSecurityPolicy-TLS-1-2-2017-01"


def make(client: Any) -> Any:
    client("iam").upload_server_certificate(
        ServerCertificateName="shop", CertificateBody="made-up", PrivateKey="made-up"
    )
    elb = client("elb")
    elb.create_load_balancer(**NAME, Listeners=[LISTENER], AvailabilityZones=["us-east-1a"])
    return elb


def test_the_mode_against_desync_is_told_once(client: Any) -> None:
    elb = make(client)

    def read() -> Any:
        found = elb.describe_load_balancer_attributes(**NAME)["LoadBalancerAttributes"]
        return found["AdditionalAttributes"]

    key = "elb.http.desyncmitigationmode"
    assert read() == [{"Key": key, "Value": "defensive"}]
    mode = {"AdditionalAttributes": [{"Key": key, "Value": "monitor"}]}
    elb.modify_load_balancer_attributes(**NAME, LoadBalancerAttributes=mode)
    cross = {"CrossZoneLoadBalancing": {"Enabled": True}}
    elb.modify_load_balancer_attributes(**NAME, LoadBalancerAttributes=cross)
    assert read() == [{"Key": key, "Value": "monitor"}]


def test_a_listener_with_tls_has_a_policy_of_aws_until_it_has_another(client: Any) -> None:
    elb = make(client)
    (balancer,) = elb.describe_load_balancers()["LoadBalancerDescriptions"]
    assert balancer["ListenerDescriptions"][0]["PolicyNames"] == ["ELBSecurityPolicy-2016-08"]
    (policy,) = elb.describe_load_balancer_policies(**NAME)["PolicyDescriptions"]
    assert policy["PolicyAttributeDescriptions"] == [
        {"AttributeName": "Reference-Security-Policy", "AttributeValue": policy["PolicyName"]}
    ]
    reference = {"AttributeName": "Reference-Security-Policy", "AttributeValue": STRONG}
    elb.create_load_balancer_policy(
        **NAME,
        PolicyName="tls12",
        PolicyTypeName="SSLNegotiationPolicyType",
        PolicyAttributes=[reference],
    )
    elb.set_load_balancer_policies_of_listener(**NAME, LoadBalancerPort=443, PolicyNames=["tls12"])
    (balancer,) = elb.describe_load_balancers()["LoadBalancerDescriptions"]
    assert balancer["ListenerDescriptions"][0]["PolicyNames"] == ["tls12"]
    (policy,) = elb.describe_load_balancer_policies(**NAME)["PolicyDescriptions"]
    assert (policy["PolicyName"], policy["PolicyAttributeDescriptions"]) == ("tls12", [reference])


def test_zones_are_those_of_the_subnets(client: Any, network: Any) -> None:
    elb, (_, subnets) = client("elb"), network
    plain = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}
    elb.create_load_balancer(**NAME, Listeners=[plain], Subnets=subnets)
    (balancer,) = elb.describe_load_balancers()["LoadBalancerDescriptions"]
    assert balancer["AvailabilityZones"] != []
