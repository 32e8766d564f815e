from types import SimpleNamespace
from typing import Any

from ringwall.emulator.app import Emulator
from ringwall.emulator.on_moto.moto_client import moto_backend


def test_there_is_one_detector_in_a_region(client: Any, code: Any) -> None:
    client("guardduty").create_detector(Enable=True)
    assert code(client("guardduty").create_detector, Enable=True) == "BadRequestException"
    client("guardduty", "", "eu-west-1").create_detector(Enable=True)


def test_a_firewall_policy_in_use_stays(emulator: Emulator, client: Any, code: Any) -> None:
    firewall = client("network-firewall")
    policy = "arn:aws:network-firewall:us-east-1:123456789012:firewall-policy/p"
    with emulator.mounted():
        backend = moto_backend("network-firewall", "123456789012", "us-east-1")
        backend.firewalls["f"] = SimpleNamespace(firewall_policy_arn=policy)
    for named in ({"FirewallPolicyArn": policy}, {"FirewallPolicyName": "p"}):
        assert code(firewall.delete_firewall_policy, **named) == "InvalidOperationException"


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
