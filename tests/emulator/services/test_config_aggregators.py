import json
from typing import Any

import pytest
from log_targets import make_config_role, make_log_bucket, start_recorder
from policy_texts import write

MANAGEMENT = "123456789012"
SERVICE = "config-multiaccountsetup.amazonaws.com"
NAME = {"ConfigurationAggregatorName": "all"}
REGIONS = ("us-east-1", "eu-west-1")
QUERY = (
    "SELECT accountId, COUNT(*) WHERE resourceType = 'AWS::EC2::VPC' GROUP BY accountId "
    "ORDER BY accountId"
)


@pytest.fixture
def members(client: Any, member: str) -> tuple[str, str]:
    """Return two members that record in two Regions: the first one administers Config."""
    organizations = client("organizations")
    made = organizations.create_account(AccountName="b", Email="b@example.com")
    other = made["CreateAccountStatus"]["AccountId"]
    make_log_bucket(client("s3"), "logs", "config")
    group = {"allSupported": True, "includeGlobalResourceTypes": False}
    for account in (member, other):
        role = make_config_role(client("iam", account))
        for region in REGIONS:
            start_recorder(client("config", account, region), role, "logs", **group)
    return member, other


def delegate(client: Any, account: str) -> None:
    organizations = client("organizations")
    organizations.enable_aws_service_access(ServicePrincipal=SERVICE)
    organizations.register_delegated_administrator(AccountId=account, ServicePrincipal=SERVICE)


def aggregate(client: Any, account: str) -> Any:
    """Return a client of an account that aggregates the organization."""
    config = client("config", account)
    trusted = {"Principal": {"Service": "config.amazonaws.com"}, "Action": "sts:AssumeRole"}
    trust = write({"Effect": "Allow", **trusted})
    iam = client("iam", account)
    role = iam.create_role(RoleName="aggregator", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    config.put_configuration_aggregator(
        **NAME,
        OrganizationAggregationSource={"RoleArn": role, "AwsRegions": [*REGIONS]},
    )
    return config


def test_the_organization_is_aggregated_by_who_administers_config(
    client: Any, members: tuple[str, str], refusal: Any
) -> None:
    admin, other = members
    source = {"RoleArn": f"arn:aws:iam::{admin}:role/aggregator", "AllAwsRegions": True}
    put = client("config", admin).put_configuration_aggregator
    code = refusal(put, **NAME, OrganizationAggregationSource=source)[0]
    assert code == "OrganizationAccessDeniedException"
    delegate(client, admin)
    config = aggregate(client, admin)
    rows = config.select_aggregate_resource_config(**NAME, Expression=QUERY)["Results"]
    counts = {row["accountId"]: row["COUNT(*)"] for row in map(json.loads, rows)}
    assert counts == dict.fromkeys((admin, other), len(REGIONS))
    sources = config.describe_configuration_aggregator_sources_status(**NAME)
    statuses = sources["AggregatedSourceStatusList"]
    assert {(s["SourceType"], s["LastUpdateStatus"]) for s in statuses} == {
        ("ORGANIZATION", "SUCCEEDED")
    }
    assert len(statuses) == 3 * len(REGIONS)


def test_collected_items_are_read_one_by_one_and_in_batches(
    client: Any, members: tuple[str, str], refusal: Any
) -> None:
    admin, other = members
    delegate(client, admin)
    config = aggregate(client, admin)
    found = config.list_aggregate_discovered_resources(
        **NAME,
        ResourceType="AWS::EC2::VPC",
        Filters={"AccountId": other, "Region": "eu-west-1"},
    )["ResourceIdentifiers"]
    (resource,) = found
    item = config.get_aggregate_resource_config(**NAME, ResourceIdentifier=resource)
    assert item["ConfigurationItem"]["accountId"] == other
    missing = resource | {"ResourceId": "vpc-0"}
    code = refusal(config.get_aggregate_resource_config, **NAME, ResourceIdentifier=missing)[0]
    assert code == "ResourceNotDiscoveredException"
    batch = config.batch_get_aggregate_resource_config(
        **NAME, ResourceIdentifiers=[resource, missing]
    )
    assert len(batch["BaseConfigurationItems"]) == 1
    assert batch["UnprocessedResourceIdentifiers"] == [missing]


def test_single_accounts_are_asked_first(client: Any, members: tuple[str, str]) -> None:
    source, collector = members
    config = client("config", collector)
    config.put_configuration_aggregator(
        **NAME,
        AccountAggregationSources=[{"AccountIds": [source], "AwsRegions": ["us-east-1"]}],
    )

    def status() -> str:
        found = config.describe_configuration_aggregator_sources_status(**NAME)
        (one,) = found["AggregatedSourceStatusList"]
        text: str = one["LastUpdateStatus"]
        return text

    def rows() -> int:
        found = config.select_aggregate_resource_config(**NAME, Expression=QUERY)
        return len(found["Results"])

    assert (status(), rows()) == ("FAILED", 0)
    inside = client("config", source)
    (asked,) = inside.describe_pending_aggregation_requests()["PendingAggregationRequests"]
    assert asked["RequesterAccountId"] == collector
    inside.put_aggregation_authorization(
        AuthorizedAccountId=collector, AuthorizedAwsRegion="us-east-1"
    )
    assert inside.describe_pending_aggregation_requests()["PendingAggregationRequests"] == []
    assert (status(), rows()) == ("SUCCEEDED", 1)


def test_an_aggregator_must_exist(client: Any, refusal: Any) -> None:
    config = client("config")
    code = refusal(config.select_aggregate_resource_config, **NAME, Expression=QUERY)[0]
    assert code == "NoSuchConfigurationAggregatorException"


def test_what_rules_say_everywhere_is_aggregated(client: Any, members: tuple[str, str]) -> None:
    admin, other = members
    delegate(client, admin)
    config = aggregate(client, admin)
    rule = {"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"}
    theirs = client("config", other)
    theirs.put_config_rule(ConfigRule={"ConfigRuleName": "encrypted", "Source": rule})
    volume = client("ec2", other).create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
    (found,) = config.describe_aggregate_compliance_by_config_rules(**NAME)[
        "AggregateComplianceByConfigRules"
    ]
    assert (found["AccountId"], found["AwsRegion"]) == (other, "us-east-1")
    assert found["Compliance"]["ComplianceType"] == "NON_COMPLIANT"
    for filters in ({"ComplianceType": "COMPLIANT"}, {"AccountId": admin}):
        none = config.describe_aggregate_compliance_by_config_rules(**NAME, Filters=filters)
        assert none["AggregateComplianceByConfigRules"] == []
    asked = {**NAME, "ConfigRuleName": "encrypted", "AwsRegion": "us-east-1"}
    details = config.get_aggregate_compliance_details_by_config_rule(**asked, AccountId=other)
    (one,) = details["AggregateEvaluationResults"]
    qualifier = one["EvaluationResultIdentifier"]["EvaluationResultQualifier"]
    assert qualifier["ResourceId"] == volume
    details = config.get_aggregate_compliance_details_by_config_rule(**asked, AccountId=admin)
    assert details["AggregateEvaluationResults"] == []
    (count,) = config.get_aggregate_config_rule_compliance_summary(**NAME, GroupByKey="ACCOUNT_ID")[
        "AggregateComplianceCounts"
    ]
    assert count["GroupName"] == other
    assert count["ComplianceSummary"]["NonCompliantResourceCount"]["CappedCount"] == 1


def test_collected_resources_are_counted(client: Any, members: tuple[str, str]) -> None:
    admin, other = members
    delegate(client, admin)
    config = aggregate(client, admin)
    wanted = {"Filters": {"ResourceType": "AWS::EC2::VPC"}}
    count = config.get_aggregate_discovered_resource_counts
    assert count(**NAME, **wanted)["TotalDiscoveredResources"] == 2 * len(REGIONS)
    grouped = count(**NAME, **wanted, GroupByKey="ACCOUNT_ID")["GroupedResourceCounts"]
    assert {one["GroupName"]: one["ResourceCount"] for one in grouped} == dict.fromkeys(
        (admin, other), len(REGIONS)
    )


def test_channels_and_rules_have_a_status(client: Any, members: tuple[str, str]) -> None:
    config = client("config", members[0])
    (status,) = config.describe_delivery_channel_status()["DeliveryChannelsStatus"]
    assert status["configHistoryDeliveryInfo"] == {"lastStatus": "Not_Applicable"}
    with pytest.raises(config.exceptions.NoSuchDeliveryChannelException):
        config.describe_delivery_channel_status(DeliveryChannelNames=["none"])
    for name, own in (
        ("known", "ENCRYPTED_VOLUMES"),
        ("other", "ACM_CERTIFICATE_EXPIRATION_CHECK"),
    ):
        source = {"Owner": "AWS", "SourceIdentifier": own}
        config.put_config_rule(ConfigRule={"ConfigRuleName": name, "Source": source})
    shown = config.describe_config_rule_evaluation_status()["ConfigRulesEvaluationStatus"]
    assert [one["FirstEvaluationStarted"] for one in shown] == [True, False]
    with pytest.raises(config.exceptions.NoSuchConfigRuleException):
        config.describe_config_rule_evaluation_status(ConfigRuleNames=["none"])


def test_an_aggregator_that_is_put_again_keeps_its_tags(client: Any) -> None:
    config, source = client("config"), {"AccountIds": ["111111111111"], "AllAwsRegions": True}
    put = {"ConfigurationAggregatorName": "all", "AccountAggregationSources": [source]}
    made = config.put_configuration_aggregator(**put, Tags=[{"Key": "team", "Value": "ops"}])
    arn = made["ConfigurationAggregator"]["ConfigurationAggregatorArn"]
    config.put_configuration_aggregator(**put, Tags=[{"Key": "team", "Value": "other"}])
    tags = config.list_tags_for_resource(ResourceArn=arn)["Tags"]
    assert tags == [{"Key": "team", "Value": "ops"}]
