from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import REALISTIC, Behavior


def test_nothing_is_inconvenient_by_default(client: Any) -> None:
    ec2 = client("ec2")
    (made,) = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"]
    asked = {"InstanceIds": [made["InstanceId"]]}
    (found,) = ec2.describe_instances(**asked)["Reservations"][0]["Instances"]
    assert found["State"]["Name"] == "running"


@pytest.mark.parametrize("name", ["burst", "page_size", "lag", "delay"])
def test_what_is_counted_cannot_be_negative(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name}: -1 must not be negative"):
        Behavior(**{name: -1})


def test_behavior_stays_when_the_contents_are_replaced() -> None:
    app = Emulator(behavior=REALISTIC)
    app.load(Emulator().save())
    assert app.behavior == app.state.behavior == REALISTIC
    app.reset()
    assert app.state.behavior == REALISTIC
