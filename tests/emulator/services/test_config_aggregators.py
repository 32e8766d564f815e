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
