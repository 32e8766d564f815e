from typing import Any

import pytest
from security_accounts import make_accounts


def make_lake(client: Any, account: str) -> Any:
    role = client("iam", account).create_role(RoleName="meta", AssumeRolePolicyDocument="{}")
    lake = client("securitylake", account)
    lake.create_data_lake(
        configurations=[{"region": "us-east-1"}, {"region": "eu-west-1"}],
        metaStoreManagerRoleArn=role["Role"]["Arn"],
    )
    return lake


@pytest.fixture
def team(client: Any) -> tuple[Any, str, str]:
    """Return the administrator's client with lakes, its id and another account."""
    admin, dev = make_accounts(client, "security", "dev")
    client("securitylake").register_data_lake_delegated_administrator(accountId=admin)
    return make_lake(client, admin), admin, dev


def test_administrator_is_chosen_once(client: Any, refusal: Any, team: Any) -> None:
    _, admin, dev = team
    management = client("securitylake")
    call = management.register_data_lake_delegated_administrator
    assert refusal(call, accountId=dev) == ("ConflictException", 409)
    assert refusal(call, accountId="999999999999")[0] == "ResourceNotFoundException"
    below = client("securitylake", dev)
    assert refusal(below.list_data_lakes) == ("AccessDeniedException", 403)
    registered = client("organizations").list_delegated_services_for_account(AccountId=admin)
    names = [s["ServicePrincipal"] for s in registered["DelegatedServices"]]
    assert names == ["securitylake.amazonaws.com"]
    management.deregister_data_lake_delegated_administrator()
    assert refusal(client("securitylake", admin).list_data_lakes)[0] == "AccessDeniedException"


def test_lakes_are_kept_with_their_buckets(client: Any, refusal: Any, team: Any) -> None:
    lake, admin, _ = team
    found = lake.list_data_lakes()["dataLakes"]
    assert {f["region"]: f["createStatus"] for f in found} == {
        "us-east-1": "COMPLETED",
        "eu-west-1": "COMPLETED",
    }
    buckets = {b["Name"] for b in client("s3", admin).list_buckets()["Buckets"]}
    assert {f["s3BucketArn"].rpartition(":")[2] for f in found} == buckets
    role = client("iam", admin).get_role(RoleName="meta")["Role"]["Arn"]
    new = {"configurations": [{"region": "us-east-1"}]}
    call = lake.create_data_lake
    assert refusal(call, metaStoreManagerRoleArn=role, **new)[0] == "ConflictException"
    wrong = {"configurations": [{"region": "eu-north-1"}], "metaStoreManagerRoleArn": f"{role}s"}
    assert refusal(call, **wrong)[0] == "BadRequestException"
    kept = {"expiration": {"days": 365}}
    lake.update_data_lake(configurations=[{"region": "us-east-1", "lifecycleConfiguration": kept}])
    (one,) = lake.list_data_lakes(regions=["us-east-1"])["dataLakes"]
    assert one["lifecycleConfiguration"] == kept
    lake.delete_data_lake(regions=["eu-west-1"])
    assert len(lake.list_data_lakes()["dataLakes"]) == 1
    assert refusal(lake.delete_data_lake, regions=["eu-west-1"])[0] == "ResourceNotFoundException"


def test_sources_are_kept_by_account_and_region(refusal: Any, team: Any) -> None:
    lake, admin, dev = team
    source = {"regions": ["us-east-1"], "sourceName": "CLOUD_TRAIL_MGMT"}
    accounts = [dev, "999999999999"]
    answer = lake.create_aws_log_source(sources=[{**source, "accounts": accounts}])
    assert answer["failed"] == ["999999999999"]
    (found,) = lake.list_log_sources(accounts=[dev])["sources"]
    assert found["sources"][0]["awsLogSource"]["sourceName"] == "CLOUD_TRAIL_MGMT"
    lake.create_aws_log_source(sources=[source])
    assert len(lake.list_log_sources()["sources"]) == 3
    lake.delete_aws_log_source(sources=[{**source, "accounts": [dev, admin]}])
    assert len(lake.list_log_sources()["sources"]) == 1
    wrong = [{"regions": ["eu-north-1"], "sourceName": "ROUTE53"}]
    assert refusal(lake.create_aws_log_source, sources=wrong)[0] == "ResourceNotFoundException"


def test_subscribers_are_kept(refusal: Any, team: Any) -> None:
    lake, _, dev = team
    new = {
        "subscriberName": "siem",
        "subscriberIdentity": {"principal": dev, "externalId": "x1"},
        "sources": [{"awsLogSource": {"sourceName": "ROUTE53", "sourceVersion": "2.0"}}],
    }
    made = lake.create_subscriber(**new)["subscriber"]
    assert (made["subscriberStatus"], made["accessTypes"]) == ("ACTIVE", ["S3"])
    assert refusal(lake.create_subscriber, **new)[0] == "ConflictException"
    which = {"subscriberId": made["subscriberId"]}
    lake.update_subscriber(**which, subscriberDescription="the SIEM")
    assert lake.get_subscriber(**which)["subscriber"]["subscriberDescription"] == "the SIEM"
    arn = made["subscriberArn"]
    lake.tag_resource(resourceArn=arn, tags=[{"key": "a", "value": "b"}])
    assert lake.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "a", "value": "b"}]
    lake.delete_subscriber(**which)
    assert lake.list_subscribers()["subscribers"] == []
    assert refusal(lake.get_subscriber, **which)[0] == "ResourceNotFoundException"


def test_new_accounts_are_configured(team: Any) -> None:
    lake, _, _ = team
    entry = {"region": "us-east-1", "sources": [{"sourceName": "ROUTE53", "sourceVersion": "2.0"}]}
    lake.create_data_lake_organization_configuration(autoEnableNewAccount=[entry])
    found = lake.get_data_lake_organization_configuration()["autoEnableNewAccount"]
    assert found == [entry]
    lake.delete_data_lake_organization_configuration(autoEnableNewAccount=[entry])
    assert lake.get_data_lake_organization_configuration()["autoEnableNewAccount"] == []
