"""The web ACLs that a blueprint wants: their rules, logs, and load balancers."""

import pytest
from blueprint_world import BlueprintWorld, columns_of, tell_bad_steps, want

from ringwall.catalog.wafv2.manual import associate_distributions
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.landscape import make_landscape

SECTION = "infrastructure.web_firewall"
TEXT = """
blueprint: acme
home_region: %s
accounts: {security: management, log_archive: management}
infrastructure:
  web_firewall: {%s}
"""
HERE = "management eu-west-1"
BALANCER = (
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/0123456789abcdef"
)


def write(*settings: str, home: str = "eu-west-1") -> str:
    return TEXT % (home, ", ".join(("enabled: true", *settings)))


def name_balancer(arn: str) -> str:
    return f"load_balancers: [{{account: management, arn: '{arn}'}}]"


def find_rules(*settings: str) -> dict[str, str]:
    rows = want(write("accounts: [management]", *settings), SECTION)
    (acl,) = columns_of(rows, "wafv2_web_acl").values()
    found = sorted(acl["rules"], key=lambda rule: rule["Priority"])
    return {
        rule["Name"]: next(iter(rule.get("Action") or rule.get("OverrideAction"))) for rule in found
    }


def test_it_counts_before_it_blocks() -> None:
    counted = find_rules()
    assert counted == dict.fromkeys(
        (
            "RateLimit",
            "AWSManagedRulesAmazonIpReputationList",
            "AWSManagedRulesCommonRuleSet",
            "AWSManagedRulesKnownBadInputsRuleSet",
            "AWSManagedRulesSQLiRuleSet",
        ),
        "Count",
    )
    blocked = find_rules("mode: block, anonymous_ip: true, bot_control: true")
    assert blocked.pop("RateLimit") == "Block"
    assert list(blocked)[-1] == "AWSManagedRulesBotControlRuleSet"
    assert "AWSManagedRulesAnonymousIpList" in blocked
    assert set(blocked.values()) == {"None"}


def test_without_an_account_there_is_no_web_acl() -> None:
    assert want(write(), SECTION) == []
    assert want(TEXT % ("eu-west-1", "accounts: [management]"), SECTION) == []


@pytest.mark.parametrize(("home", "count"), [("us-east-1", 1), ("eu-west-1", 0)])
def test_cloudfront_needs_its_region_and_a_person(home: str, count: int) -> None:
    text = write("cloudfront: [management]", home=home)
    landscape = make_landscape(parse_blueprint(text.encode(), "ringwall.yaml"))
    acls = columns_of(want(text, SECTION), "wafv2_web_acl")
    assert len(acls) == len(list(associate_distributions.steps(landscape))) == count


def test_logs_go_where_the_blueprint_says() -> None:
    bucket = "arn:aws:s3:::aws-waf-logs-all"
    rows = want(write(name_balancer(BALANCER), f"log_destination_arn: '{bucket}'"), SECTION)
    assert columns_of(rows, "logs_log_group") == {}
    (found,) = columns_of(rows, "wafv2_logging_configuration").values()
    assert found["log_destination_configs"] == [bucket]
    (association,) = columns_of(rows, "wafv2_web_acl_association").values()
    assert association["resource_arn"] == BALANCER


@pytest.mark.slow
def test_web_acls_are_built_changed_and_erased(organization_world: BlueprintWorld) -> None:
    world = organization_world
    ec2, waf = world.client("ec2"), world.client("wafv2")
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"]]
    made = world.client("elbv2").create_load_balancer(Name="shop", Subnets=subnets[:2])
    arn = made["LoadBalancers"][0]["LoadBalancerArn"]
    world.build(write(name_balancer(arn)), SECTION)
    assert waf.get_web_acl_for_resource(ResourceArn=arn)["WebACL"]["Name"] == "acme-regional"
    world.build(write(name_balancer(arn), "mode: block, redacted_headers: []"), SECTION)
    off = TEXT % ("eu-west-1", name_balancer(arn))
    report = world.apply(world.plan(off, SECTION, prune=True))
    assert tell_bad_steps(report) == []
    assert waf.list_web_acls(Scope="REGIONAL")["WebACLs"] == []
