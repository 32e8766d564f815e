from typing import Any

import pytest

from ringwall.emulator.app import Emulator


def launch(client: Any, region: str = "us-east-1") -> str:
    made = client("ec2", "", region).run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)
    instance: str = made["Instances"][0]["InstanceId"]
    return instance


def states(ec2: Any, instance: str, reads: int) -> list[str]:
    return [
        ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]["State"][
            "Name"
        ]
        for _ in range(reads)
    ]


def test_each_thing_is_pending_for_some_reads_and_then_ready(client: Any, behave: Any) -> None:
    behave(delay=3)
    found = states(client("ec2"), launch(client), 6)
    assert found[0] == "pending"
    assert found[4:] == ["running", "running"]
    assert found == sorted(found)


def test_how_many_reads_it_takes_is_seeded(client: Any, behave: Any, emulator: Emulator) -> None:
    def run(seed: int) -> list[int]:
        emulator.reset()
        behave(delay=9, seed=seed)
        ec2 = client("ec2")
        return [states(ec2, launch(client), 12).count("pending") for _ in range(3)]

    assert run(1) == run(1)
    assert run(1) != run(2)
    assert all(1 <= reads <= 9 for reads in run(1))


def test_only_reads_of_the_same_service_and_region_count(client: Any, behave: Any) -> None:
    behave(delay=1)
    instance = launch(client)
    for _ in range(4):
        client("ec2", "", "eu-west-1").describe_vpcs()
        client("rds").describe_db_instances()
        client("ec2").create_internet_gateway()
    assert states(client("ec2"), instance, 2) == ["pending", "running"]


def test_what_is_stopped_while_it_starts_never_runs(client: Any, behave: Any) -> None:
    behave(delay=3)
    ec2, instance = client("ec2"), launch(client)
    ec2.stop_instances(InstanceIds=[instance])
    assert set(states(ec2, instance, 6)) == {"stopping", "stopped"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_pending_is_saved(
    client: Any, behave: Any, emulator: Emulator, entrance: Any, seed: int
) -> None:
    behave(delay=4, seed=seed)
    instance = launch(client)
    other = Emulator(behavior=emulator.behavior)
    other.load(emulator.save())
    there = states(entrance.client(other, "ec2"), instance, 6)
    assert there == states(client("ec2"), instance, 6)
    assert there[-1] == "running"


def test_reads_from_any_account_count_for_what_is_of_an_organization(
    client: Any, behave: Any, member: str
) -> None:
    organizations = client("organizations")
    inside = client("organizations", member)
    behave(delay=1)
    asked = organizations.create_account(AccountName="x", Email="x@example.com")
    request = asked["CreateAccountStatus"]
    assert request["State"] == "IN_PROGRESS"
    inside.describe_organization()
    named = {"CreateAccountRequestId": request["Id"]}
    found = organizations.describe_create_account_status(**named)["CreateAccountStatus"]
    assert found["State"] == "SUCCEEDED"
