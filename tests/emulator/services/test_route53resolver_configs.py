from typing import Any

import pytest


@pytest.fixture
def vpc(client: Any) -> str:
    made: str = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return made


def test_group_filters_a_vpc_until_it_is_told_otherwise(
    client: Any, vpc: str, refusal: Any
) -> None:
    resolver = client("route53resolver")
    made = resolver.create_firewall_rule_group(CreatorRequestId="1", Name="block")
    group = made["FirewallRuleGroup"]["Id"]
    given = {"CreatorRequestId": "1", "FirewallRuleGroupId": group, "Name": "a", "VpcId": vpc}
    wrong = given | {"Priority": 100}
    assert refusal(resolver.associate_firewall_rule_group, **wrong)[0] == "ValidationException"
    found = resolver.associate_firewall_rule_group(
        Priority=101, MutationProtection="ENABLED", **given
    )
    name = {
        "FirewallRuleGroupAssociationId": found["FirewallRuleGroupAssociation"]["Id"],
    }
    twice = given | {"Priority": 102}
    assert refusal(resolver.associate_firewall_rule_group, **twice)[0] == "ConflictException"
    code, _ = refusal(resolver.disassociate_firewall_rule_group, **name)
    assert code == "ConflictException"
    resolver.update_firewall_rule_group_association(MutationProtection="DISABLED", **name)
    listed = resolver.list_firewall_rule_group_associations(VpcId=vpc)
    assert [a["Priority"] for a in listed["FirewallRuleGroupAssociations"]] == [101]
    resolver.disassociate_firewall_rule_group(**name)
    code, _ = refusal(resolver.get_firewall_rule_group_association, **name)
    assert code == "ResourceNotFoundException"


def test_firewall_fails_closed_until_it_is_told_otherwise(
    client: Any, vpc: str, refusal: Any
) -> None:
    resolver = client("route53resolver")
    before = resolver.get_firewall_config(ResourceId=vpc)["FirewallConfig"]
    assert before["FirewallFailOpen"] == "DISABLED"
    resolver.update_firewall_config(ResourceId=vpc, FirewallFailOpen="ENABLED")
    shown = {c["ResourceId"]: c for c in resolver.list_firewall_configs()["FirewallConfigs"]}
    assert shown[vpc] == before | {"FirewallFailOpen": "ENABLED"}
    code, _ = refusal(resolver.get_firewall_config, ResourceId="vpc-0123")
    assert code == "ResourceNotFoundException"
    resolver.update_resolver_config(ResourceId=vpc, AutodefinedReverseFlag="DISABLE")
    shown = resolver.get_resolver_config(ResourceId=vpc)["ResolverConfig"]
    assert shown["AutodefinedReverse"] == "DISABLED"


def test_answers_are_validated_once_somebody_asks_for_it(
    client: Any, vpc: str, refusal: Any
) -> None:
    resolver = client("route53resolver")
    before = resolver.get_resolver_dnssec_config(ResourceId=vpc)["ResolverDNSSECConfig"]
    assert before["ValidationStatus"] == "DISABLED"
    assert resolver.list_resolver_dnssec_configs()["ResolverDnssecConfigs"] == []
    asked = {"ResourceId": vpc, "Validation": "ENABLE"}
    set_ = resolver.update_resolver_dnssec_config(**asked)["ResolverDNSSECConfig"]
    assert set_["ValidationStatus"] == "ENABLED"
    assert resolver.get_resolver_dnssec_config(ResourceId=vpc)["ResolverDNSSECConfig"] == set_
    assert resolver.list_resolver_dnssec_configs()["ResolverDnssecConfigs"] == [set_]
    code, _ = refusal(resolver.get_resolver_dnssec_config, ResourceId="vpc-0123")
    assert code == "ResourceNotFoundException"
    code, _ = refusal(resolver.update_resolver_dnssec_config, **asked | {"ResourceId": "vpc-0123"})
    assert code == "ResourceNotFoundException"


def test_query_logs_end(client: Any, vpc: str, refusal: Any) -> None:
    resolver = client("route53resolver")
    client("s3").create_bucket(Bucket="logs")
    made = resolver.create_resolver_query_log_config(
        Name="logs", DestinationArn="arn:aws:s3:::logs", CreatorRequestId="1"
    )["ResolverQueryLogConfig"]
    name = {"ResolverQueryLogConfigId": made["Id"]}
    resolver.associate_resolver_query_log_config(ResourceId=vpc, **name)
    code, _ = refusal(resolver.delete_resolver_query_log_config, **name)
    assert code == "InvalidRequestException"
    resolver.disassociate_resolver_query_log_config(ResourceId=vpc, **name)
    code, _ = refusal(resolver.disassociate_resolver_query_log_config, ResourceId=vpc, **name)
    assert code == "ResourceNotFoundException"
    resolver.delete_resolver_query_log_config(**name)
    assert resolver.list_resolver_query_log_configs()["ResolverQueryLogConfigs"] == []


def test_sharing_policy_is_kept(client: Any, refusal: Any) -> None:
    resolver = client("route53resolver")
    made = resolver.create_firewall_rule_group(CreatorRequestId="1", Name="block")
    arn = made["FirewallRuleGroup"]["Arn"]
    code, _ = refusal(resolver.get_firewall_rule_group_policy, Arn=arn)
    assert code == "ResourceNotFoundException"
    resolver.put_firewall_rule_group_policy(Arn=arn, FirewallRuleGroupPolicy="{}")
    shown = resolver.get_firewall_rule_group_policy(Arn=arn)
    assert shown["FirewallRuleGroupPolicy"] == "{}"
