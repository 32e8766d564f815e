from typing import Any

from ringwall.emulator.app import Emulator


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


def test_reset_forgets_moto_and_the_rest(client: Any, emulator: Emulator) -> None:
    client("sqs").create_queue(QueueName="inbox")
    client("ec2").enable_snapshot_block_public_access(State="block-all-sharing")
    client("accessanalyzer").create_analyzer(analyzerName="a", type="ACCOUNT")
    emulator.deny("kms:*")
    assert emulator.guesses
    emulator.reset()
    assert not emulator.calls
    assert not emulator.trail
    assert not emulator.guesses
    assert "QueueUrls" not in client("sqs").list_queues()
    assert client("ec2").get_snapshot_block_public_access_state()["State"] == "unblocked"
    assert client("accessanalyzer").list_analyzers()["analyzers"] == []
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


def test_a_name_without_its_operation_in_moto_is_completed(client: Any) -> None:
    # Moto has a method of this name, and it raises NotImplementedError.
    answer = client("config").describe_delivery_channel_status()
    assert answer["DeliveryChannelsStatus"] == []
