"""Calls through a VPC endpoint: its policy binds them, and policies see where they come from."""

from dataclasses import dataclass
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError
from policy_texts import Statement, write

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.emulator.vpc_endpoints import VPC_ENDPOINT
from ringwall.jobs.authority import ReasonedAuthority

ANY: Statement = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}


@dataclass(frozen=True)
class Network:
    """A VPC in the management account, and clients inside and outside of it."""

    app: Emulator
    vpc: str

    def client(self, service: str, endpoint: str = "", region: str = "us-east-1") -> Any:
        session = botocore.session.Session()
        session.set_credentials("AKIATEAM", "not-a-secret")
        attach(session, self.app, {VPC_ENDPOINT: endpoint})
        return session.create_client(service, region_name=region)

    def endpoint(self, service: str, *statements: Statement) -> str:
        policy = {"PolicyDocument": write(*statements)} if statements else {}
        name = f"com.amazonaws.us-east-1.{service}"
        made = self.client("ec2").create_vpc_endpoint(
            VpcId=self.vpc, ServiceName=name, VpcEndpointType="Interface", **policy
        )
        endpoint_id: str = made["VpcEndpoint"]["VpcEndpointId"]
        return endpoint_id


@pytest.fixture(scope="module")
def network() -> Network:
    app = Emulator(authority=ReasonedAuthority())
    network = Network(app, "")
    vpc = network.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return Network(app, vpc)


def refusal(call: Any, **parameters: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    return str(caught.value)


def test_the_policy_of_an_endpoint_binds_what_comes_through_it(network: Network) -> None:
    reads = {**ANY, "Action": "sqs:ListQueues"}
    sqs = network.client("sqs", network.endpoint("sqs", reads))
    assert sqs.list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
    found = refusal(sqs.create_queue, QueueName="q")
    assert "because no VPC endpoint policy allows the sqs:CreateQueue action" in found
    network.client("sqs").create_queue(QueueName="q")


def test_an_endpoint_without_a_policy_of_its_own_lets_everything_through(network: Network) -> None:
    network.client("sqs", network.endpoint("sqs")).create_queue(QueueName="through")


def test_a_denial_of_the_endpoint_is_told(network: Network) -> None:
    sqs = network.client("sqs", network.endpoint("sqs", ANY, {**ANY, "Effect": "Deny"}))
    assert "with an explicit deny in a VPC endpoint policy" in refusal(sqs.list_queues)


def test_policies_see_the_endpoint_in_place_of_an_address(network: Network) -> None:
    endpoint = network.endpoint("s3")
    s3 = network.client("s3")
    s3.create_bucket(Bucket="inside-alone")
    inside = {
        **ANY,
        "Effect": "Deny",
        "Action": "s3:ListBucket",
        "Resource": "arn:aws:s3:::inside-alone",
        "Condition": {"StringNotEquals": {"aws:SourceVpce": endpoint}},
    }
    s3.put_bucket_policy(Bucket="inside-alone", Policy=write(inside))
    assert "explicit deny in a resource-based policy" in refusal(
        s3.list_objects, Bucket="inside-alone"
    )
    network.client("s3", endpoint).list_objects(Bucket="inside-alone")
    other = network.client("s3", network.endpoint("s3"))
    assert "explicit deny" in refusal(other.list_objects, Bucket="inside-alone")


def test_an_endpoint_leads_to_its_service_in_its_region_alone(network: Network) -> None:
    endpoint = network.endpoint("sqs")
    for client in (
        network.client("sqs", endpoint, "eu-west-1"),
        network.client("sqs", "vpce-0123456789abcdef0"),
    ):
        assert "no VPC endpoint" in refusal(client.list_queues)
    assert "no VPC endpoint" in refusal(network.client("kms", endpoint).list_keys)


@pytest.mark.parametrize(
    ("name", "service", "operation"),
    [
        ("ecr.api", "ecr", "describe_repositories"),
        ("monitoring", "cloudwatch", "describe_alarms"),
        ("ssm", "ssm", "describe_parameters"),
        ("sts", "sts", "get_caller_identity"),
    ],
)
def test_endpoints_are_named_as_aws_names_them(
    network: Network, name: str, service: str, operation: str
) -> None:
    getattr(network.client(service, network.endpoint(name)), operation)()
