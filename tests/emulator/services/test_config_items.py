import json
from typing import Any

import pytest
from log_targets import make_config_role, make_log_bucket, start_recorder


def record(client: Any, **group: Any) -> None:
    make_log_bucket(client("s3"), "logs", "config")
    start_recorder(client("config"), make_config_role(client("iam")), "logs", **group)


@pytest.fixture
def recorded(client: Any) -> Any:
    """Return a client of Config in an account that records everything."""
    record(client)
    return client("config")


def test_items_say_what_the_service_says(client: Any, recorded: Any) -> None:
    ec2 = client("ec2")
    run = ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1)["Instances"][0]
    ec2.create_tags(Resources=[run["InstanceId"]], Tags=[{"Key": "team", "Value": "a"}])
    key = {"resourceType": "AWS::EC2::Instance", "resourceId": run["InstanceId"]}
    (item,) = recorded.get_resource_config_history(**key)["configurationItems"]
    assert json.loads(item["configuration"])["imageId"] == "ami-12345678"
    assert (item["tags"], item["awsRegion"]) == ({"team": "a"}, "us-east-1")
    place = "arn:aws:ec2:us-east-1:123456789012:instance"
    assert item["arn"] == f"{place}/{run['InstanceId']}"
    batch = recorded.batch_get_resource_config(
        resourceKeys=[key, key | {"resourceId": "i-0"}],
    )
    assert [found["resourceId"] for found in batch["baseConfigurationItems"]] == [run["InstanceId"]]
    assert batch["unprocessedResourceKeys"] == [key | {"resourceId": "i-0"}]


def test_types_of_many_services_are_recorded(client: Any, recorded: Any) -> None:
    client("iam").create_user(UserName="kim")
    client("sns").create_topic(Name="alerts")
    client("kms").create_key()
    client("secretsmanager").create_secret(Name="db", SecretString="x")
    client("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    counts = recorded.get_discovered_resource_counts()["resourceCounts"]
    found = {count["resourceType"] for count in counts}
    wanted = ("IAM::User", "SNS::Topic", "KMS::Key", "DynamoDB::Table", "S3::Bucket", "EC2::VPC")
    assert {f"AWS::{name}" for name in wanted} <= found
    (user,) = recorded.list_discovered_resources(resourceType="AWS::IAM::User")[
        "resourceIdentifiers"
    ]
    assert user["resourceName"] == "kim"


def test_buckets_have_their_settings_beside(client: Any, recorded: Any) -> None:
    block = {"BlockPublicAcls": True, "IgnorePublicAcls": True}
    client("s3").put_public_access_block(Bucket="logs", PublicAccessBlockConfiguration=block)
    query = (
        "SELECT supplementaryConfiguration.PublicAccessBlockConfiguration.blockPublicAcls "
        "WHERE resourceType = 'AWS::S3::Bucket'"
    )
    (row,) = recorded.select_resource_config(Expression=query)["Results"]
    parts = json.loads(row)["supplementaryConfiguration"]
    assert parts == {"PublicAccessBlockConfiguration": {"blockPublicAcls": True}}


def test_only_what_is_recorded_is_known(client: Any, refusal: Any) -> None:
    config = client("config")
    list_all = config.list_discovered_resources
    code = refusal(list_all, resourceType="AWS::EC2::VPC")[0]
    assert code == "NoAvailableConfigurationRecorderException"
    record(client, resourceTypes=["AWS::EC2::Subnet"])
    assert list_all(resourceType="AWS::EC2::VPC")["resourceIdentifiers"] == []
    assert list_all(resourceType="AWS::EC2::Subnet")["resourceIdentifiers"]
    config.stop_configuration_recorder(ConfigurationRecorderName="default")
    assert list_all(resourceType="AWS::EC2::Subnet")["resourceIdentifiers"] == []
    missing = {"resourceType": "AWS::EC2::VPC", "resourceId": "vpc-0"}
    code = refusal(config.get_resource_config_history, **missing)[0]
    assert code == "ResourceNotDiscoveredException"


def test_queries_come_in_pages(client: Any, recorded: Any, refusal: Any) -> None:
    for name in ("a", "b", "c"):
        client("iam").create_user(UserName=name)
    query = "SELECT resourceName WHERE resourceType = 'AWS::IAM::User' ORDER BY resourceName"
    first = recorded.select_resource_config(Expression=query, Limit=2)
    rest = recorded.select_resource_config(Expression=query, NextToken=first["NextToken"])
    names = [json.loads(row)["resourceName"] for row in first["Results"] + rest["Results"]]
    assert names == ["a", "b", "c"]
    assert first["QueryInfo"]["SelectFields"] == [{"Name": "resourceName"}]
    code = refusal(recorded.select_resource_config, Expression="SELECT")[0]
    assert code == "InvalidExpressionException"
