from typing import Any

import pytest
import werkzeug.test
from botocore.exceptions import ClientError

from ringwall.emulator.app import Emulator
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.on_moto.moto_state import own_partition


def test_accounts_and_regions_are_apart(client: Any, member: str) -> None:
    client("sqs", member, "eu-west-1").create_queue(QueueName="inbox")
    assert "QueueUrls" in client("sqs", member, "eu-west-1").list_queues()
    assert "QueueUrls" not in client("sqs", member, "us-east-1").list_queues()
    assert "QueueUrls" not in client("sqs", "", "eu-west-1").list_queues()


def test_calls_are_counted(client: Any, emulator: Emulator) -> None:
    ec2 = client("ec2")
    ec2.describe_vpcs()
    ec2.describe_vpcs()
    assert emulator.calls == {"ec2:DescribeVpcs": 2}


@pytest.mark.guesses
def test_reset_forgets_moto_and_the_rest(client: Any, emulator: Emulator) -> None:
    client("sqs").create_queue(QueueName="inbox")
    client("ec2").enable_snapshot_block_public_access(State="block-all-sharing")
    client("networkmonitor").create_monitor(monitorName="a")
    emulator.deny("kms:*")
    assert emulator.guesses
    emulator.reset()
    assert not emulator.calls
    assert not emulator.trail
    assert not emulator.guesses
    assert "QueueUrls" not in client("sqs").list_queues()
    assert client("ec2").get_snapshot_block_public_access_state()["State"] == "unblocked"
    assert client("networkmonitor").list_monitors()["monitors"] == []
    assert client("kms").list_keys()["Keys"] == []


def test_reset_keeps_the_refusals_it_was_made_with(entrance: Any, refusal: Any) -> None:
    app = Emulator(deny=("sqs:ListQueues",))
    app.allow()
    app.reset()
    assert refusal(entrance.client(app, "sqs").list_queues)[0] == "AccessDeniedException"


def test_ids_are_the_same_in_every_run(client: Any, emulator: Emulator) -> None:
    first = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    emulator.reset()
    assert client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"] == first


def test_no_image_or_snapshot_is_there_from_the_start(client: Any) -> None:
    ec2 = client("ec2")
    assert ec2.describe_images()["Images"] == []
    assert ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"] == []


def test_default_vpc_is_there_as_on_aws(client: Any) -> None:
    vpcs = client("ec2", "", "eu-central-1").describe_vpcs()["Vpcs"]
    assert [vpc["IsDefault"] for vpc in vpcs] == [True]


def test_a_name_without_its_operation_in_moto_is_refused(client: Any, refusal: Any) -> None:
    # Moto has a method of this name, and it raises NotImplementedError.
    found = refusal(client("resource-groups").list_group_resources, Group="a")
    assert found == ("UnknownOperationException", 501)


@pytest.mark.guesses
def test_saved_contents_are_loaded_into_another_emulator(
    client: Any, emulator: Emulator, entrance: Any, member: str
) -> None:
    client("s3", member).create_bucket(Bucket="inbox")
    client("accessanalyzer").create_analyzer(analyzerName="a", type="ACCOUNT")
    client("ec2").enable_snapshot_block_public_access(State="block-all-sharing")
    saved = emulator.save()
    other = Emulator()
    other.load(saved)
    assert [b["Name"] for b in entrance.client(other, "s3", member).list_buckets()["Buckets"]] == [
        "inbox"
    ]
    (found,) = entrance.client(other, "accessanalyzer").list_analyzers()["analyzers"]
    assert found["name"] == "a"
    state = entrance.client(other, "ec2").get_snapshot_block_public_access_state()["State"]
    assert state == "block-all-sharing"


def test_copy_is_of_the_partition_of_what_was_saved(entrance: Any) -> None:
    china = Emulator(partition="aws-cn")
    iam = entrance.session(china).create_client("iam", region_name="cn-north-1")
    iam.create_user(UserName="ana")
    other = Emulator()
    other.load(china.save())
    with other.mounted():
        assert [user.name for user in moto_backend("iam", "123456789012").users.values()] == ["ana"]
    other.reset()
    with other.mounted():
        assert own_partition() == "aws"


def test_refusals_have_the_same_ids_in_equal_runs(entrance: Any) -> None:
    def refuse() -> str:
        with pytest.raises(ClientError) as caught:
            entrance.client(Emulator(), "kms").describe_key(KeyId="alias/none")
        return str(caught.value.response["ResponseMetadata"]["RequestId"])

    assert refuse() == refuse()


def test_each_copy_changes_alone(client: Any, emulator: Emulator, entrance: Any) -> None:
    client("sqs").create_queue(QueueName="both")
    saved = emulator.save()
    client("sqs").create_queue(QueueName="first")
    one, two = Emulator(), Emulator()
    for app in (one, two):
        app.load(saved)
    entrance.client(one, "sqs").create_queue(QueueName="second")
    entrance.client(two, "sqs").delete_queue(
        QueueUrl=entrance.client(two, "sqs").get_queue_url(QueueName="both")["QueueUrl"]
    )

    def names(queues: Any) -> list[str]:
        return [url.rpartition("/")[2] for url in queues.list_queues().get("QueueUrls", ())]

    assert names(client("sqs")) == ["both", "first"]
    assert names(entrance.client(one, "sqs")) == ["both", "second"]
    assert names(entrance.client(two, "sqs")) == []


def test_loading_takes_the_place_of_what_was_there(
    client: Any, emulator: Emulator, refusal: Any
) -> None:
    emulator.deny("iam:ListUsers")
    emulator.throttle("sts:GetCallerIdentity", 1)
    emulator.disable_region("123456789012", "eu-west-1")
    saved = emulator.save()
    emulator.reset()
    client("sqs").create_queue(QueueName="later")
    emulator.load(saved)
    assert emulator.calls == {}
    assert "QueueUrls" not in client("sqs").list_queues()
    assert refusal(client("iam").list_users)[0] == "AccessDenied"
    assert refusal(client("ec2", "", "eu-west-1").describe_vpcs)[0] == "AuthFailure"
    client("sts").get_caller_identity()
    assert emulator.calls["sts:GetCallerIdentity"] == 2
    emulator.enable_region("123456789012", "eu-west-1")
    client("ec2", "", "eu-west-1").describe_vpcs()


@pytest.mark.guesses
def test_calls_and_their_records_are_saved_too(client: Any, emulator: Emulator) -> None:
    client("ec2").describe_vpcs()
    client("ec2").get_allowed_images_settings()
    other = Emulator()
    other.load(emulator.save())
    assert other.calls == emulator.calls
    assert other.trail == emulator.trail
    assert other.guesses == emulator.guesses != []


def test_copy_goes_on_with_the_same_ids(client: Any, emulator: Emulator, entrance: Any) -> None:
    client("ec2").create_vpc(CidrBlock="10.0.0.0/16")
    saved = emulator.save()
    vpc = client("ec2").create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    other = Emulator()
    other.load(saved)
    made = entrance.client(other, "ec2").create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    assert made == vpc


def test_denials_of_the_start_are_back_after_a_reset_of_a_copy(entrance: Any, refusal: Any) -> None:
    app = Emulator(deny=("sqs:ListQueues",))
    app.load(Emulator().save())
    entrance.client(app, "sqs").list_queues()
    app.reset()
    assert refusal(entrance.client(app, "sqs").list_queues)[0] == "AccessDeniedException"


def test_mounted_shows_the_state_of_one_emulator(client: Any, emulator: Emulator) -> None:
    client("sqs").create_queue(QueueName="inbox")
    other = Emulator()
    with other.mounted():
        assert list(moto_backend("sqs", "123456789012", "us-east-1").queues) == []
    with emulator.mounted():
        assert list(moto_backend("sqs", "123456789012", "us-east-1").queues) == ["inbox"]


@pytest.mark.parametrize(("length", "status"), [("2", 200), ("6", 400)])
def test_body_is_read_to_its_length_and_no_further(signed: Any, length: str, status: int) -> None:
    headers = {
        "X-Amz-Target": "AmazonSQS.ListQueues",
        "Content-Type": "application/x-amz-json-1.0",
    }
    options = {"headers": headers, "environ_overrides": {"CONTENT_LENGTH": length}}
    assert signed("sqs", b"{}}}}}", **options).status_code == status


@pytest.mark.parametrize("authorization", ["", "Bearer x"])
def test_request_that_is_not_signed_is_one_of_nobody(
    emulator: Emulator, authorization: str
) -> None:
    headers = {"Authorization": authorization, "Host": "s3.amazonaws.com"}
    answer = werkzeug.test.Client(emulator).get("/", headers=headers)
    assert b"User: anonymous is not authorized" in answer.data
    assert emulator.calls == {"s3:ListBuckets": 1}
    assert len(emulator.trail) == 1


def test_control_characters_come_back_in_xml_that_can_be_read(client: Any) -> None:
    bad, kept = "x\x08\x1b y\ufffe", "x\ufffd\ufffd y\ufffd"
    ec2, iam = client("ec2"), client("iam")
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    ec2.create_tags(Resources=[vpc["VpcId"]], Tags=[{"Key": "k", "Value": bad}])
    assert ec2.describe_vpcs()["Vpcs"][0]["Tags"] == [{"Key": "k", "Value": kept}]
    iam.create_user(UserName="a", Tags=[{"Key": "k", "Value": bad}])
    assert iam.get_user(UserName="a")["User"]["Tags"] == [{"Key": "k", "Value": kept}]


def test_an_object_is_returned_as_it_was_put(client: Any) -> None:
    s3, body = client("s3"), bytes(range(256))
    s3.create_bucket(Bucket="bucket")
    s3.put_object(Bucket="bucket", Key="k", Body=body, ContentType="text/xml")
    assert s3.get_object(Bucket="bucket", Key="k")["Body"].read() == body


def test_what_is_nested_without_end_is_an_error(client: Any, refusal: Any, signed: Any) -> None:
    deep = "[" * 5000 + "]" * 5000
    found = refusal(client("iam").create_policy, PolicyName="p", PolicyDocument=deep)
    assert found == ("ValidationError", 400)
    headers = {"X-Amz-Target": "secretsmanager.ListSecrets"}
    body = '{"Filters": ' + "[" * 100_000 + "]" * 100_000 + "}"
    answer = signed(
        "secretsmanager", body, headers=headers, content_type="application/x-amz-json-1.1"
    )
    assert (answer.status_code, b"SerializationException" in answer.data) == (400, True)
