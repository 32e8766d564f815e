"""Botocore's waiters and paginators against an emulator that behaves like AWS."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from built_acme import BuiltAcme

from ringwall.catalog.loader import load_tables
from ringwall.catalog.operations import find_operations
from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior

pytestmark = pytest.mark.usefixtures("no_sleep")
TRUST = '{"Version":"2012-10-17","Statement":[]}'
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'


@pytest.fixture
def slow(behave: Any) -> None:
    behave(burst=4, page_size=2, lag=2, delay=3)


@pytest.mark.usefixtures("slow")
class TestWaiters:
    def test_instances(self, client: Any, wait: Any, emulator: Emulator) -> None:
        ec2 = client("ec2")
        made = ec2.run_instances(ImageId="ami-1", MinCount=3, MaxCount=3)["Instances"]
        named = {"InstanceIds": [instance["InstanceId"] for instance in made]}
        assert {instance["State"]["Name"] for instance in made} == {"pending"}
        wait(ec2, "instance_exists", **named)
        wait(ec2, "instance_running", **named)
        assert emulator.calls["ec2:DescribeInstances"] > 2
        (changed, *_) = ec2.stop_instances(**named)["StoppingInstances"]
        assert changed["CurrentState"] == {"Name": "stopping", "Code": 64}
        wait(ec2, "instance_stopped", **named)
        ec2.start_instances(**named)
        wait(ec2, "instance_running", **named)
        wait(ec2, "instance_status_ok", **named)
        ec2.terminate_instances(**named)
        wait(ec2, "instance_terminated", **named)

    def test_nat_gateway(self, client: Any, wait: Any) -> None:
        ec2 = client("ec2")
        subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        made = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]
        assert made["State"] == "pending"
        named = {"NatGatewayIds": [made["NatGatewayId"]]}
        wait(ec2, "nat_gateway_available", **named)
        ec2.delete_nat_gateway(NatGatewayId=made["NatGatewayId"])
        wait(ec2, "nat_gateway_deleted", **named)

    def test_disks(self, client: Any, wait: Any) -> None:
        ec2 = client("ec2")
        volume = ec2.create_volume(Size=1, AvailabilityZone="us-east-1a")["VolumeId"]
        wait(ec2, "volume_available", VolumeIds=[volume])
        made = ec2.create_snapshot(VolumeId=volume)
        assert made["State"] == "pending"
        wait(ec2, "snapshot_completed", SnapshotIds=[made["SnapshotId"]])
        (instance,) = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"]
        image = ec2.create_image(InstanceId=instance["InstanceId"], Name="image")["ImageId"]
        wait(ec2, "image_available", ImageIds=[image])

    def test_databases(self, client: Any, wait: Any) -> None:
        rds = client("rds")
        made = rds.create_db_instance(
            DBInstanceIdentifier="db",
            DBInstanceClass="db.t3.micro",
            Engine="postgres",
            MasterUsername="owner",
            MasterUserPassword="not-a-secret",
            AllocatedStorage=20,
        )["DBInstance"]
        assert made["DBInstanceStatus"] == "creating"
        named = {"DBInstanceIdentifier": "db"}
        wait(rds, "db_instance_available", **named)
        made = rds.create_db_snapshot(DBSnapshotIdentifier="s", **named)["DBSnapshot"]
        assert made["Status"] == "creating"
        wait(rds, "db_snapshot_available", DBSnapshotIdentifier="s")
        rds.delete_db_instance(SkipFinalSnapshot=True, **named)
        wait(rds, "db_instance_deleted", **named)

    def test_identities(self, client: Any, wait: Any) -> None:
        iam = client("iam")
        iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
        wait(iam, "role_exists", RoleName="r")
        iam.create_user(UserName="u")
        wait(iam, "user_exists", UserName="u")
        iam.create_instance_profile(InstanceProfileName="p")
        wait(iam, "instance_profile_exists", InstanceProfileName="p")
        made = iam.create_policy(PolicyName="p", PolicyDocument=POLICY)["Policy"]
        wait(iam, "policy_exists", PolicyArn=made["Arn"])

    def test_others(self, client: Any, wait: Any) -> None:
        s3, ec2, lambdas = client("s3"), client("ec2"), client("dynamodb")
        s3.create_bucket(Bucket="inbox")
        wait(s3, "bucket_exists", Bucket="inbox")
        s3.put_object(Bucket="inbox", Key="k")
        wait(s3, "object_exists", Bucket="inbox", Key="k")
        group = ec2.create_security_group(GroupName="g", Description="d")["GroupId"]
        wait(ec2, "security_group_exists", GroupIds=[group])
        lambdas.create_table(
            TableName="t",
            KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        wait(lambdas, "table_exists", TableName="t")


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_all_paginators_that_collect_uses_find_the_same_in_small_pages(
    built_acme: BuiltAcme, entrance: Any, every: int
) -> None:
    operations = paged_operations()[::every]
    app, askers = built_acme.emulator(), (built_acme.acme.accounts["prod"], "")
    clients = {
        name: [
            entrance.client(app, name.partition(".")[0], asker, "eu-central-1") for asker in askers
        ]
        for name in operations
    }
    found: list[dict[str, list[str]]] = []
    for behavior in (Behavior(), Behavior(page_size=2, burst=20)):
        app.behavior = behavior
        found.append(
            {
                name: sorted(item for client in clients[name] for item in read(client, name))
                for name in operations
            }
        )
    assert found[0] == found[1]
    assert sum(map(len, found[0].values())) > 50 / every


def paged_operations() -> list[str]:
    return sorted({name for table in load_tables().values() for name in find_operations(table)})


def read(client: Any, name: str) -> Iterator[str]:
    """Yield the items of all pages, without what each read changes; of what fails, its code."""
    operation = xform_name(name.partition(".")[2])
    if not client.can_paginate(operation):
        return
    paginator = client.get_paginator(operation)
    if set(
        client.meta.service_model.operation_model(
            client.meta.method_to_api_mapping[operation]
        ).input_shape.required_members
    ):
        return
    try:
        for page in paginator.paginate():
            for key in paginator.result_keys:
                for item in key.search(page) or ():
                    yield json.dumps(item, default=str).partition("LastUsed")[0]
    except ClientError as refusal:
        yield refusal.response["Error"]["Code"]
