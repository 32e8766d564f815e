"""Load balancers, classic and newer ones: how they are reached, and what they keep of it."""

from collections.abc import Callable
from typing import Any

from aws_examples import read_example

from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

CLASSIC, BALANCER = "elasticloadbalancing_load_balancer", "elasticloadbalancingv2_load_balancer"
LISTENER, GROUP = "elasticloadbalancingv2_listener", "elasticloadbalancingv2_target_group"
STRONG = {
    "PolicyName": "ELBSecurityPolicy-2015-03",
    "PolicyTypeName": "SSLNegotiationPolicyType",
    "PolicyAttributeDescriptions": [
        {"AttributeName": "Protocol-TLSv1.2", "AttributeValue": "true"},
        {
            "AttributeName": "Reference-Security-Policy",
            "AttributeValue": "ELBSecurityPolicy-TLS-1-2-2017-01",
        },
    ],
}


def answer_classic() -> dict[str, Any]:
    policies = read_example("elb", "DescribeLoadBalancerPolicies")["PolicyDescriptions"]
    return {
        "elb.describe_load_balancers": read_example("elb", "DescribeLoadBalancers"),
        "elb.describe_load_balancer_attributes": read_example(
            "elb", "DescribeLoadBalancerAttributes"
        ),
        "elb.describe_load_balancer_policies": {"PolicyDescriptions": [*policies, STRONG]},
    }


def test_a_classic_load_balancer_is_read_as_aws_shows_it(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(answer_classic()), CLASSIC)
    (balancer,) = rows[CLASSIC]
    assert gaps == []
    assert balancer["arn"].endswith(":loadbalancer/my-load-balancer")
    assert balancer["availability_zones"] == ["us-west-2a"]
    assert balancer["listener_protocols"] == ["HTTP", "HTTPS"]
    certificate = "arn:aws:iam::123456789012:server-certificate/my-server-cert"
    assert balancer["certificate_ids"] == [certificate]
    assert balancer["listener_policies"] == ["ELBSecurityPolicy-2015-03"]
    # The policy that says which keys backends have negotiates nothing.
    assert balancer["negotiation_policies"] == ["ELBSecurityPolicy-2015-03"]
    assert balancer["strong_policies"] == ["ELBSecurityPolicy-2015-03"]
    names = ("access_log_enabled", "connection_draining_enabled", "cross_zone")
    assert [balancer[name] for name in names] == [False, False, False]
    # The example is older than the attribute.
    assert balancer["desync_mitigation_mode"] is None


def test_policies_are_asked_for_where_a_listener_has_one(canned: Any, collect: Any) -> None:
    answers = answer_classic()
    (shown,) = answers["elb.describe_load_balancers"]["LoadBalancerDescriptions"]
    plain = [shown | {"ListenerDescriptions": shown["ListenerDescriptions"][:1]}]
    del answers["elb.describe_load_balancer_policies"]
    answers["elb.describe_load_balancers"] = {"LoadBalancerDescriptions": plain}
    rows, gaps = collect(canned(answers), CLASSIC)
    assert gaps == []
    assert [row["encrypted_listeners"] for row in rows[CLASSIC]] == [0]


def test_a_load_balancer_is_read_as_aws_shows_it(canned: Any, collect: Any) -> None:
    answers = {
        "elbv2.describe_load_balancers": read_example("elbv2", "DescribeLoadBalancers"),
        "elbv2.describe_load_balancer_attributes": read_example(
            "elbv2", "DescribeLoadBalancerAttributes"
        ),
        "elbv2.describe_listeners": read_example("elbv2", "DescribeListeners"),
    }
    rows, gaps = collect(canned(answers), BALANCER, LISTENER)
    (balancer,) = rows[BALANCER]
    assert gaps == []
    assert balancer["availability_zones"] == ["us-west-2a", "us-west-2b"]
    assert balancer["access_logs_enabled"] is False
    assert balancer["deletion_protection_enabled"] is False
    assert balancer["drop_invalid_header_fields_enabled"] is None
    (listener,) = rows[LISTENER]
    assert listener["load_balancer_arn"] == balancer["arn"]
    assert (listener["protocol"], listener["port"], listener["ssl_policy"]) == ("HTTP", 80, "")
    assert listener["redirects_to_https"] is False


def test_listeners_that_may_not_be_listed_are_a_gap(canned: Any, collect: Any) -> None:
    answers = {
        "elbv2.describe_load_balancers": read_example("elbv2", "DescribeLoadBalancers"),
        "elbv2.describe_listeners": AccessDenied("no", "AccessDenied"),
    }
    rows, gaps = collect(canned(answers), LISTENER)
    assert rows[LISTENER] == []
    assert [(gap.table_name, gap.status) for gap in gaps] == [(LISTENER, "denied")]


def test_a_target_group_is_read_as_aws_shows_it(canned: Any, collect: Any) -> None:
    shown = read_example("elbv2", "DescribeTargetGroups")
    # The example is older than the member, which is always sent now.
    (group,) = shown["TargetGroups"]
    answers = {"elbv2.describe_target_groups": {"TargetGroups": [group | {"TargetType": "ip"}]}}
    rows, gaps = collect(canned(answers), GROUP)
    (found,) = rows[GROUP]
    assert gaps == []
    assert (found["protocol"], found["health_check_protocol"]) == ("HTTP", "HTTP")
    assert found["load_balancer_arns"] == group["LoadBalancerArns"]


def test_the_service_reads_load_balancers(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    ec2, elbv2 = aws("ec2"), aws("elbv2")
    subnets = [one["SubnetId"] for one in ec2.describe_subnets()["Subnets"]]
    made = elbv2.create_load_balancer(Name="shop", Subnets=subnets)["LoadBalancers"][0]
    redirect = {
        "Type": "redirect",
        "RedirectConfig": {"Protocol": "HTTPS", "StatusCode": "HTTP_301"},
    }
    elbv2.create_listener(
        LoadBalancerArn=made["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=[redirect]
    )
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    elbv2.create_target_group(Name="shop", Protocol="HTTP", Port=80, VpcId=vpc)
    plain = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}
    aws("elb").create_load_balancer(LoadBalancerName="wiki", Listeners=[plain], Subnets=subnets[:1])
    rows, gaps = collect(live, BALANCER, LISTENER, GROUP)
    assert gaps == []
    assert [row["desync_mitigation_mode"] for row in rows[BALANCER]] == ["defensive"]
    assert [row["redirects_to_https"] for row in rows[LISTENER]] == [True]
    assert [row["target_type"] for row in rows[GROUP]] == ["instance"]
    rows, gaps = collect(live, CLASSIC)
    assert gaps == []
    assert [row["listener_protocols"] for row in rows[CLASSIC]] == [["HTTP"]]
