from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior


@pytest.fixture
def slow(emulator: Emulator) -> Any:
    emulator.behavior = Behavior(delay=2)
    yield emulator
    emulator.behavior = Behavior()


def state_of(ec2: Any, instance: str) -> str:
    (found,) = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"]
    state: str = found["State"]["Name"]
    return state


def launch(ec2: Any) -> str:
    (made,) = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"]
    instance: str = made["InstanceId"]
    return instance


@pytest.mark.usefixtures("slow")
def test_each_change_has_its_state_on_the_way(client: Any) -> None:
    ec2 = client("ec2")
    instance = launch(ec2)
    seen = [state_of(ec2, instance) for _ in range(4)]
    for change in ("stop", "start", "terminate"):
        getattr(ec2, f"{change}_instances")(InstanceIds=[instance])
        seen += [state_of(ec2, instance) for _ in range(4)]
    order = list(dict.fromkeys(seen))
    assert order == ["pending", "running", "stopping", "stopped", "shutting-down", "terminated"]


@pytest.mark.usefixtures("slow")
def test_filters_see_the_state_on_the_way(client: Any) -> None:
    ec2 = client("ec2")
    launch(ec2)
    pending = [{"Name": "instance-state-name", "Values": ["pending"]}]
    assert ec2.describe_instances(Filters=pending)["Reservations"]


@pytest.mark.usefixtures("slow")
def test_what_is_there_already_stays_there(client: Any) -> None:
    ec2 = client("ec2")
    instance = launch(ec2)
    for _ in range(4):
        state_of(ec2, instance)
    (started,) = ec2.start_instances(InstanceIds=[instance])["StartingInstances"]
    assert started["CurrentState"] == {"Name": "running", "Code": 16}
    assert state_of(ec2, instance) == "running"


def test_without_a_delay_all_is_ready_at_once(client: Any) -> None:
    ec2 = client("ec2")
    instance = launch(ec2)
    assert state_of(ec2, instance) == "running"
    ec2.terminate_instances(InstanceIds=[instance])
    assert state_of(ec2, instance) == "terminated"
