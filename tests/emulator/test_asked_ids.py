"""A read of EC2 says that what it asks for by id is not there, or that the id is malformed."""

from typing import Any

import pytest
from botocore import xform_name
from moto.core.utils import get_service_model

from ringwall.emulator.answerers import list_answerers
from ringwall.emulator.app import Emulator
from ringwall.emulator.ec2_id_kinds import KINDS, find_kind, find_noun
from ringwall.emulator.transport import open_session

NUMBER = "0123456789abcdef0"
READS = ("Describe", "Get", "List", "Search")
ALSO: dict[str, dict[str, Any]] = {
    "DescribeFpgaImageAttribute": {"Attribute": "name"},
    "DescribeImageAttribute": {"Attribute": "description"},
    "DescribeInstanceAttribute": {"Attribute": "instanceType"},
    "DescribeSnapshotAttribute": {"Attribute": "productCodes"},
    "DescribeVpcAttribute": {"Attribute": "enableDnsSupport"},
    "GetIpamResourceCidrs": {"IpamScopeId": f"ipam-scope-{NUMBER}"},
    "SearchTransitGatewayRoutes": {"Filters": [{"Name": "state", "Values": ["active"]}]},
}
"""What else an operation needs."""
SECOND = {
    ("DescribeIpamPrefixListResolverTargets", "IpamPrefixListResolverId"),
    ("GetIpamPoolAllocations", "IpamPoolAllocationId"),
    ("GetIpamResourceCidrs", "IpamPoolId"),
    ("GetRouteServerPropagations", "RouteTableId"),
}
"""Parameters beside another id that is asked for first."""


def list_reads() -> list[tuple[str, str, str, bool]]:
    model = get_service_model("ec2")
    return [
        (operation, member, noun, shape.type_name == "list")
        for operation, who in list_answerers("ec2").items()
        if operation.startswith(READS) and who != "refused"
        for asked in [model.operation_model(operation).input_shape]
        for member, shape in (asked.members.items() if asked else ())
        if (noun := find_noun(operation, member)) and (operation, member) not in SECOND
    ]


@pytest.fixture(scope="module")
def ec2() -> Any:
    """Return a client of an emulator where everybody may do all: some actions are too new."""
    return open_session(Emulator(), "AKIATEAM", "not-a-secret").create_client(
        "ec2", region_name="us-east-1"
    )


@pytest.mark.parametrize(
    ("operation", "member", "noun", "is_list"), list_reads(), ids=[read[0] for read in list_reads()]
)
def test_what_is_not_there_is_not_described(
    *, ec2: Any, refusal: Any, operation: str, member: str, noun: str, is_list: bool
) -> None:
    kind = find_kind(noun)
    name = f"{kind.prefix or 'thing'}-{NUMBER}"
    ask = getattr(ec2, xform_name(operation))
    also = ALSO.get(operation, {})
    assert refusal(ask, **{**also, member: [name] if is_list else name}) == (kind.missing, 400)
    if kind.malformed:
        wrong = {**also, member: ["nonsense"] if is_list else "nonsense"}
        assert refusal(ask, **wrong) == (kind.malformed, 400)


def test_each_kind_with_a_code_for_the_form_has_a_prefix() -> None:
    assert [noun for noun, kind in KINDS.items() if bool(kind.malformed) != bool(kind.prefix)] == []


@pytest.mark.parametrize(
    ("noun", "text", "expected"),
    [
        ("Vpc", "vpc-0123abcd", True),
        ("Vpc", f"vpc-{NUMBER}", True),
        ("Vpc", "vpc-123", False),
        ("Vpc", f"subnet-{NUMBER}", False),
        ("Vpc", f"vpc-{NUMBER}\n", False),
        ("FlowLog", "anything", True),
    ],
)
def test_ids_have_a_form(noun: str, text: str, *, expected: bool) -> None:
    assert find_kind(noun).is_formed(text) is expected


def test_what_a_filter_or_a_page_leaves_out_is_there(client: Any) -> None:
    ec2 = client("ec2")
    made = [ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"] for _ in range(6)]
    none = [{"Name": "state", "Values": ["deleting"]}]
    found = ec2.describe_transit_gateways(TransitGatewayIds=made, Filters=none)
    assert found["TransitGateways"] == []
    page = ec2.describe_transit_gateways(TransitGatewayIds=made, MaxResults=5)
    assert page["TransitGateways"]


def test_one_that_is_missing_among_others_is_named(client: Any) -> None:
    ec2 = client("ec2")
    made = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    missing = f"tgw-{NUMBER}"
    with pytest.raises(ec2.exceptions.ClientError) as caught:
        ec2.describe_transit_gateways(TransitGatewayIds=[made, missing])
    error = caught.value.response["Error"]
    assert error["Message"] == f"Transit Gateway {missing} was deleted or does not exist."


def test_a_snapshot_that_is_missing_is_named(client: Any) -> None:
    ec2, missing = client("ec2"), f"snap-{NUMBER}"
    calls: list[tuple[Any, dict[str, Any]]] = [
        (ec2.describe_snapshots, {"SnapshotIds": [missing]}),
        (ec2.delete_snapshot, {"SnapshotId": missing}),
        (ec2.create_volume, {"AvailabilityZone": "us-east-1a", "SnapshotId": missing}),
    ]
    for ask, asked in calls:
        with pytest.raises(ec2.exceptions.ClientError) as caught:
            ask(**asked)
        error = caught.value.response["Error"]
        assert error["Code"] == "InvalidSnapshot.NotFound"
        assert error["Message"] == f"The snapshot '{missing}' does not exist."


def test_what_says_nothing_of_a_thing_that_is_there_says_no_error(client: Any) -> None:
    ec2 = client("ec2")
    ran = ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1)["Instances"][0]
    ec2.stop_instances(InstanceIds=[ran["InstanceId"]])
    assert ec2.describe_instance_status(InstanceIds=[ran["InstanceId"]])["InstanceStatuses"] == []
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    assert ec2.describe_locked_snapshots(SnapshotIds=[snapshot])["Snapshots"] == []
    assert ec2.describe_volumes_modifications(VolumeIds=[volume])["VolumesModifications"] == []


def test_a_prefix_list_of_aws_is_there(client: Any) -> None:
    ec2 = client("ec2")
    found = ec2.describe_prefix_lists()["PrefixLists"][0]["PrefixListId"]
    ec2.describe_managed_prefix_lists(PrefixListIds=[found])
    ec2.get_managed_prefix_list_entries(PrefixListId=found)


@pytest.mark.guesses
def test_records_of_the_completion_are_chosen_by_their_ids(client: Any) -> None:
    ec2 = client("ec2")
    asked = {"InstanceType": "m5.large", "InstancePlatform": "Linux/UNIX", "InstanceCount": 1}
    made = [ec2.create_capacity_reservation(**asked) for _ in range(2)]
    ids = [one["CapacityReservation"]["CapacityReservationId"] for one in made]
    found = ec2.describe_capacity_reservations(CapacityReservationIds=ids[1:])
    shown = [one["CapacityReservationId"] for one in found["CapacityReservations"]]
    assert shown == ids[1:]
    assert ids[0].startswith("cr-")


def test_regions_and_zones_are_known(client: Any, refusal: Any) -> None:
    ec2 = client("ec2")
    assert refusal(ec2.describe_regions, RegionNames=["mars-1"])[0] == "InvalidParameterValue"
    asked = {"ZoneNames": ["us-east-1z"]}
    assert refusal(ec2.describe_availability_zones, **asked)[0] == "InvalidParameterValue"


UNASKED = {
    "AllocateAddress",  # the pool is of a kind that moto has not
    "DeleteKeyPair",  # as if there had been one: AWS says so
    "DeleteVpcEndpointServiceConfigurations",  # tells of each id whether it went
    "DeleteVpcEndpoints",  # the same
    "EnableIpamOrganizationAdminAccount",  # an account, which may be any
    "ModifyEbsDefaultKmsKeyId",  # AWS looks at the key later
    "RegisterImage",  # a kernel
    "RunInstances",  # images need not be there: docs/emulator/differences.md
}
"""Writes that succeed although nothing has the id."""


def list_writes() -> list[str]:
    model = get_service_model("ec2")
    return [
        operation
        for operation, who in list_answerers("ec2").items()
        if not operation.startswith(READS) and who not in {"completed", "refused"}
        for asked in [model.operation_model(operation).input_shape]
        if asked and any(find_noun(operation, member) for member in asked.members)
    ]


@pytest.mark.parametrize("operation", list_writes())
def test_what_is_not_there_is_not_changed(ec2: Any, refusal: Any, operation: str) -> None:
    shape = get_service_model("ec2").operation_model(operation).input_shape
    assert shape
    (first, *_) = (member for member in shape.members if find_noun(operation, member))
    asked = {
        name: make_value(operation, name, member)
        for name, member in shape.members.items()
        if name in {*shape.required_members, first}
    }
    call = getattr(ec2, xform_name(operation))
    if operation in UNASKED:
        call(**asked)
    else:
        assert refusal(call, **asked) not in {"InternalError", "InternalFailure"}


def make_value(operation: str, name: str, shape: Any) -> Any:
    """Return some value of a shape; ids are well formed and of nothing."""
    if shape.type_name == "structure":
        return {
            each: make_value(operation, each, member)
            for each, member in shape.members.items()
            if each in shape.required_members
        }
    if shape.type_name == "list":
        return [make_value(operation, name, shape.member)]
    known = {"boolean": True, "integer": 100, "timestamp": "2026-01-01T00:00:00Z"}
    if shape.type_name in known:
        return known[shape.type_name]
    noun = find_noun(operation, name)
    return (
        f"{find_kind(noun).prefix or 'x'}-{NUMBER}"
        if noun
        else next(iter(shape.enum), "10.9.0.0/16")
    )
