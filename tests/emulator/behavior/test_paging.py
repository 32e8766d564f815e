from typing import Any

import pytest
from botocore.exceptions import ClientError

from ringwall.emulator.app import Emulator


def make_queues(client: Any, count: int) -> list[str]:
    sqs = client("sqs")
    return [sqs.create_queue(QueueName=f"q{number}")["QueueUrl"] for number in range(count)]


def test_pages_are_as_long_as_the_client_asks(client: Any) -> None:
    urls = make_queues(client, 5)
    sqs = client("sqs")
    first = sqs.list_queues(MaxResults=2)
    second = sqs.list_queues(MaxResults=2, NextToken=first["NextToken"])
    last = sqs.list_queues(MaxResults=2, NextToken=second["NextToken"])
    assert [page["QueueUrls"] for page in (first, second, last)] == [urls[:2], urls[2:4], urls[4:]]
    assert "NextToken" not in last


def test_moto_pages_nothing_of_what_the_client_limits_here(client: Any) -> None:
    ec2 = client("ec2")
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    tables = [ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _ in range(7)]
    first = ec2.describe_route_tables(MaxResults=5)
    assert len(first["RouteTables"]) == 5
    rest = ec2.describe_route_tables(MaxResults=5, NextToken=first["NextToken"])
    found = [table["RouteTableId"] for page in (first, rest) for table in page["RouteTables"]]
    assert set(tables) < set(found)
    assert len(found) == len(set(found)) == 8


def test_pages_are_no_longer_than_the_emulator_makes_them(client: Any, behave: Any) -> None:
    urls = make_queues(client, 5)
    behave(page_size=2)
    pages = list(client("sqs").get_paginator("list_queues").paginate())
    assert [len(page["QueueUrls"]) for page in pages] == [2, 2, 1]
    assert [url for page in pages for url in page["QueueUrls"]] == urls


def test_iam_says_whether_there_is_more(client: Any, behave: Any) -> None:
    iam = client("iam")
    for name in ("a", "b", "c"):
        iam.create_user(UserName=name)
    behave(page_size=2)
    first = iam.list_users()
    assert first["IsTruncated"]
    last = iam.list_users(Marker=first["Marker"])
    assert not last["IsTruncated"]
    assert [user["UserName"] for user in (*first["Users"], *last["Users"])] == ["a", "b", "c"]


def test_four_lists_of_one_answer_share_the_pages(client: Any, behave: Any) -> None:
    iam = client("iam")
    for name in ("a", "b", "c"):
        iam.create_user(UserName=name)
        iam.create_group(GroupName=name)
    behave(page_size=2)
    pages = list(iam.get_paginator("get_account_authorization_details").paginate())
    sizes = [(len(page["UserDetailList"]), len(page["GroupDetailList"])) for page in pages]
    assert sizes == [(2, 0), (1, 1), (0, 2)]


def test_who_names_what_it_wants_gets_all_of_it(client: Any, behave: Any) -> None:
    ec2 = client("ec2")
    made = [ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"] for _ in range(3)]
    behave(page_size=2)
    assert len(ec2.describe_vpcs(VpcIds=made)["Vpcs"]) == 3


def test_buckets_and_objects_are_paged_by_s3_s_own_keys(client: Any, behave: Any) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="inbox")
    s3.put_bucket_versioning(Bucket="inbox", VersioningConfiguration={"Status": "Enabled"})
    for number in range(5):
        s3.put_object(Bucket="inbox", Key=f"k{number}")
    behave(page_size=2)
    for name, result in (
        ("list_objects_v2", "Contents"),
        ("list_objects", "Contents"),
        ("list_object_versions", "Versions"),
    ):
        pages = list(s3.get_paginator(name).paginate(Bucket="inbox"))
        assert [len(page[result]) for page in pages] == [2, 2, 1]


def test_what_is_deleted_between_pages_hides_nothing(client: Any, behave: Any) -> None:
    urls = make_queues(client, 6)
    behave(page_size=2)
    sqs, seen = client("sqs"), []
    for page in sqs.get_paginator("list_queues").paginate():
        for url in page["QueueUrls"]:
            seen.append(url)
            sqs.delete_queue(QueueUrl=url)
    assert seen == urls


@pytest.mark.parametrize(
    ("service", "operation", "token", "code"),
    [
        ("ec2", "describe_vpcs", "NextToken", "InvalidNextToken"),
        ("iam", "list_users", "Marker", "ValidationError"),
        ("rds", "describe_db_instances", "Marker", "InvalidParameterValue"),
        ("organizations", "list_roots", "NextToken", "InvalidInputException"),
        ("config", "describe_config_rules", "NextToken", "InvalidNextTokenException"),
        ("cloudtrail", "lookup_events", "NextToken", "InvalidNextTokenException"),
        ("kms", "list_keys", "Marker", "InvalidMarkerException"),
        ("logs", "describe_log_groups", "nextToken", "InvalidParameterException"),
        ("secretsmanager", "list_secrets", "NextToken", "InvalidNextTokenException"),
        ("accessanalyzer", "list_analyzers", "nextToken", "ValidationException"),
    ],
)
def test_a_token_of_nobody_is_refused_as_the_service_does(  # noqa: PLR0917 - a case is four
    client: Any, refusal: Any, service: str, operation: str, token: str, code: str
) -> None:
    client("organizations").create_organization()
    asked = {token: "bm90LWEtdG9rZW4="}
    assert refusal(getattr(client(service), operation), **asked)[0] == code


def test_a_token_is_good_for_its_own_call_alone(
    client: Any, refusal: Any, behave: Any, member: str
) -> None:
    make_queues(client, 3)
    client("sqs", member).create_queue(QueueName="other")
    behave(page_size=2)
    token = client("sqs").list_queues()["NextToken"]
    for asking, more in (
        (client("sqs"), {"QueueNamePrefix": "q"}),
        (client("sqs", "", "eu-west-1"), {}),
        (client("sqs", member), {}),
    ):
        refusal(asking.list_queues, NextToken=token, **more)
    assert client("sqs").list_queues(NextToken=token, MaxResults=1)["QueueUrls"]
    assert client("sqs").list_queues(NextToken=token)["QueueUrls"]


def test_a_token_says_nothing_of_what_it_stands_for(client: Any) -> None:
    make_queues(client, 3)
    first, second = (client("sqs").list_queues(MaxResults=1)["NextToken"] for _ in range(2))
    assert first != second
    assert len(first) > 40
    assert "q" not in first[:0]


def test_a_limit_beyond_the_model_is_refused(client: Any) -> None:
    with pytest.raises(ClientError, match="InvalidParameterValue"):
        client("ec2").describe_vpcs(MaxResults=2000)


def test_tokens_are_saved(client: Any, emulator: Emulator, entrance: Any) -> None:
    make_queues(client, 3)
    token = client("sqs").list_queues(MaxResults=2)["NextToken"]
    other = Emulator()
    other.load(emulator.save())
    assert len(entrance.client(other, "sqs").list_queues(NextToken=token)["QueueUrls"]) == 1
