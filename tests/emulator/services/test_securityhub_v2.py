"""The newer Security Hub: its hub, its aggregator, its administrator, and the policy for it."""

import json
from typing import Any

import pytest
from security_accounts import make_accounts

OWNER = "123456789012"
SECURITY_HUB = "securityhub.amazonaws.com"


@pytest.fixture
def hub(client: Any) -> Any:
    return client("securityhub")


def test_a_hub_is_enabled_read_tagged_and_disabled(client: Any, hub: Any, refusal: Any) -> None:
    assert refusal(hub.describe_security_hub_v2) == ("ResourceNotFoundException", 404)
    arn = hub.enable_security_hub_v2(Tags={"a": "1"})["HubV2Arn"]
    assert arn.startswith(f"arn:aws:securityhub:us-east-1:{OWNER}:hubv2/")
    assert hub.enable_security_hub_v2()["HubV2Arn"] == arn
    found = hub.describe_security_hub_v2()
    assert (found["HubV2Arn"], found["Features"]["NETWORK_SCANNING"]["FeatureStatus"]) == (
        arn,
        "DISABLED",
    )
    # The two do not depend on each other.
    assert refusal(hub.describe_hub)[0] == "InvalidAccessException"
    client("iam").get_role(RoleName="AWSServiceRoleForSecurityHubV2")
    hub.tag_resource(ResourceArn=arn, Tags={"b": "2"})
    hub.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert hub.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"b": "2"}
    hub.disable_security_hub_v2()
    assert refusal(hub.describe_security_hub_v2)[0] == "ResourceNotFoundException"
    assert refusal(hub.disable_security_hub_v2)[0] == "ValidationException"


def test_an_account_has_one_aggregator(hub: Any, refusal: Any) -> None:
    every = {"RegionLinkingMode": "ALL_REGIONS"}
    assert refusal(hub.create_aggregator_v2, **every)[0] == "ResourceNotFoundException"
    hub.enable_security_hub_v2()
    made = hub.create_aggregator_v2(**every, Tags={"a": "1"})
    arn = made["AggregatorV2Arn"]
    assert refusal(hub.create_aggregator_v2, **every)[0] == "ConflictException"
    assert hub.list_aggregators_v2()["AggregatorsV2"] == [{"AggregatorV2Arn": arn}]
    assert hub.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"a": "1"}
    some = {"RegionLinkingMode": "SPECIFIED_REGIONS", "LinkedRegions": ["eu-west-1"]}
    hub.update_aggregator_v2(AggregatorV2Arn=arn, **some)
    found = hub.get_aggregator_v2(AggregatorV2Arn=arn)
    assert {n: found[n] for n in some} == some
    assert found["AggregationRegion"] == "us-east-1"
    wrong = {**some, "LinkedRegions": ["us-east-1"]}
    call = hub.update_aggregator_v2
    assert refusal(call, AggregatorV2Arn=arn, **wrong)[0] == "ValidationException"
    hub.delete_aggregator_v2(AggregatorV2Arn=arn)
    for gone in (hub.get_aggregator_v2, hub.delete_aggregator_v2):
        assert refusal(gone, AggregatorV2Arn=arn)[0] == "ResourceNotFoundException"


def test_it_has_an_administrator_of_its_own(client: Any, hub: Any, refusal: Any) -> None:
    first, second = make_accounts(client, "first", "second")
    newer = {"Feature": "SecurityHubV2"}
    hub.enable_organization_admin_account(AdminAccountId=first, **newer)
    (admin,) = hub.list_organization_admin_accounts(**newer)["AdminAccounts"]
    assert admin["AccountId"] == first
    assert hub.list_organization_admin_accounts()["AdminAccounts"] == []
    # One account administers both.
    call = hub.enable_organization_admin_account
    assert refusal(call, AdminAccountId=second)[0] == "InvalidAccessException"
    hub.disable_organization_admin_account(AdminAccountId=first, **newer)
    assert hub.list_organization_admin_accounts(**newer)["AdminAccounts"] == []


def test_a_policy_turns_it_on_and_off(client: Any, hub: Any, refusal: Any) -> None:
    (account,) = make_accounts(client, "one")
    organizations = client("organizations")
    organizations.enable_aws_service_access(ServicePrincipal=SECURITY_HUB)
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="SECURITYHUB_POLICY")

    def write(*, on: list[str], off: list[str]) -> str:
        lists = {"enable_in_regions": {"@@assign": on}, "disable_in_regions": {"@@assign": off}}
        return json.dumps({"securityhub": lists})

    policy = organizations.create_policy(
        Name="p", Description="", Type="SECURITYHUB_POLICY",
        Content=write(on=["us-east-1"], off=["eu-west-1"]),
    )["Policy"]["PolicySummary"]["Id"]  # fmt: skip
    other, elsewhere = client("securityhub", account), client("securityhub", account, "eu-west-1")
    elsewhere.enable_security_hub_v2()
    organizations.attach_policy(PolicyId=policy, TargetId=account)
    assert other.describe_security_hub_v2()["HubV2Arn"]
    assert refusal(other.disable_security_hub_v2)[0] == "AccessDeniedException"
    assert refusal(elsewhere.describe_security_hub_v2)[0] == "ResourceNotFoundException"
    assert refusal(elsewhere.enable_security_hub_v2)[0] == "AccessDeniedException"
    assert client("securityhub", account, "eu-west-2").enable_security_hub_v2()["HubV2Arn"]
    assert refusal(hub.describe_security_hub_v2)[0] == "ResourceNotFoundException"
    content = write(on=["ALL_SUPPORTED"], off=[])
    organizations.update_policy(PolicyId=policy, Content=content)
    assert elsewhere.describe_security_hub_v2()["HubV2Arn"]
    organizations.detach_policy(PolicyId=policy, TargetId=account)
    other.disable_security_hub_v2()
