from typing import Any


def test_there_is_one_detector_in_a_region(client: Any, code: Any) -> None:
    client("guardduty").create_detector(Enable=True)
    assert code(client("guardduty").create_detector, Enable=True) == "BadRequestException"
    client("guardduty", "", "eu-west-1").create_detector(Enable=True)


def test_a_firewall_policy_in_use_stays(client: Any, code: Any) -> None:
    firewall, ec2 = client("network-firewall"), client("ec2")
    subnet = ec2.describe_subnets()["Subnets"][0]
    policy = "arn:aws:network-firewall:us-east-1:123456789012:firewall-policy/p"
    firewall.create_firewall(
        FirewallName="f",
        FirewallPolicyArn=policy,
        VpcId=subnet["VpcId"],
        SubnetMappings=[{"SubnetId": subnet["SubnetId"]}],
    )
    found = code(firewall.delete_firewall_policy, FirewallPolicyArn=policy)
    assert found == "InvalidOperationException"


def test_what_is_for_cloudfront_is_in_its_region(client: Any, code: Any) -> None:
    asked = {
        "Name": "a",
        "Scope": "CLOUDFRONT",
        "DefaultAction": {"Allow": {}},
        "VisibilityConfig": {
            "SampledRequestsEnabled": True,
            "CloudWatchMetricsEnabled": True,
            "MetricName": "m",
        },
    }
    elsewhere = client("wafv2", "", "eu-west-1")
    assert code(elsewhere.create_web_acl, **asked) == "WAFInvalidParameterException"
    client("wafv2").create_web_acl(**asked)
