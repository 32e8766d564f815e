from typing import Any

import pytest

SEEN = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "m"}
RULES = [
    {
        "Name": "common",
        "Priority": 0,
        "Statement": {
            "ManagedRuleGroupStatement": {
                "VendorName": "AWS",
                "Name": "AWSManagedRulesCommonRuleSet",
            }
        },
        "OverrideAction": {"None": {}},
        "VisibilityConfig": SEEN,
    },
    {
        "Name": "rate",
        "Priority": 1,
        "Statement": {"RateBasedStatement": {"Limit": 2000, "AggregateKeyType": "IP"}},
        "Action": {"Block": {}},
        "VisibilityConfig": SEEN,
    },
]
ACL = {"Scope": "REGIONAL", "DefaultAction": {"Allow": {}}, "VisibilityConfig": SEEN}


@pytest.fixture
def balancer(client: Any, network: Any) -> str:
    made = client("elbv2").create_load_balancer(Name="shop", Subnets=network[1])
    arn: str = made["LoadBalancers"][0]["LoadBalancerArn"]
    return arn


def test_load_balancer_has_one_acl(client: Any, balancer: str, refusal: Any) -> None:
    waf = client("wafv2")
    acls = [waf.create_web_acl(Name=n, Rules=RULES, **ACL)["Summary"] for n in ("a", "b")]
    for acl in acls:
        waf.associate_web_acl(WebACLArn=acl["ARN"], ResourceArn=balancer)
    assert waf.get_web_acl_for_resource(ResourceArn=balancer)["WebACL"]["Name"] == "b"
    found = [waf.list_resources_for_web_acl(WebACLArn=a["ARN"])["ResourceArns"] for a in acls]
    assert found == [[], [balancer]]
    gone = {k: acls[1][k] for k in ("Name", "Id", "LockToken")} | {"Scope": "REGIONAL"}
    assert refusal(waf.delete_web_acl, **gone)[0] == "WAFAssociatedItemException"
    stale = gone | {"LockToken": acls[0]["LockToken"]}
    waf.disassociate_web_acl(ResourceArn=balancer)
    assert "WebACL" not in waf.get_web_acl_for_resource(ResourceArn=balancer)
    assert refusal(waf.delete_web_acl, **stale)[0] == "WAFOptimisticLockException"
    waf.delete_web_acl(**gone)
    other = {"WebACLArn": acls[0]["ARN"], "ResourceArn": balancer.replace("/shop/", "/none/")}
    assert refusal(waf.associate_web_acl, **other)[0] == "WAFUnavailableEntityException"
    bucket = other | {"ResourceArn": "arn:aws:s3:::shop-of-acme"}
    assert refusal(waf.associate_web_acl, **bucket)[0] == "WAFInvalidParameterException"


def test_logs_go_only_where_waf_may_write(client: Any, refusal: Any) -> None:
    waf = client("wafv2")
    arn = waf.create_web_acl(Name="a", **ACL)["Summary"]["ARN"]

    def logs(*names: str) -> dict[str, Any]:
        return {"LoggingConfiguration": {"ResourceArn": arn, "LogDestinationConfigs": list(names)}}

    for name in (
        "arn:aws:s3:::shop-of-acme-logs",
        "arn:aws:logs:us-east-1:123456789012:log-group:waf",
    ):
        code, _ = refusal(waf.put_logging_configuration, **logs(name))
        assert code == "WAFInvalidParameterException"
    good = "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-shop"
    waf.put_logging_configuration(**logs(good))
    shown = waf.get_logging_configuration(ResourceArn=arn)["LoggingConfiguration"]
    assert shown["LogDestinationConfigs"] == [good]
    code, _ = refusal(waf.create_web_acl, Name="a", **ACL)
    assert code == "WAFDuplicateItemException"


def test_groups_of_aws_have_a_capacity(client: Any, refusal: Any) -> None:
    waf, scope = client("wafv2"), {"Scope": "REGIONAL"}
    names = [
        g["Name"] for g in waf.list_available_managed_rule_groups(**scope)["ManagedRuleGroups"]
    ]
    assert "AWSManagedRulesSQLiRuleSet" in names
    named = {"VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet"} | scope
    assert waf.describe_managed_rule_group(**named)["Capacity"] == 700
    assert waf.check_capacity(Rules=RULES, **scope)["Capacity"] == 702
    code, _ = refusal(waf.describe_managed_rule_group, **named | {"Name": "none"})
    assert code == "WAFNonexistentItemException"
