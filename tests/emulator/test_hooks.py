from types import ModuleType
from typing import Any

import pytest

from ringwall.emulator import hooks
from ringwall.emulator.hooks import find_preconditions, find_progress, refuses, takes_time


def test_both_folders_are_walked() -> None:
    assert ("ec2", "DeleteSecurityGroup") in find_preconditions()
    assert ("ec2", "RunInstances") in find_progress()


def test_several_functions_may_refuse_an_operation() -> None:
    assert len(find_preconditions()["kms", "ScheduleKeyDeletion"]) == 2


def test_two_delays_of_one_operation_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    @takes_time("ec2", "RunInstances")
    def one(_state: Any, _call: Any, answer: Any) -> Any:
        return answer

    @takes_time("ec2", "RunInstances")
    def two(_state: Any, _call: Any, answer: Any) -> Any:
        return answer

    monkeypatch.setattr(hooks, "_functions", lambda _package: [one, two])
    with pytest.raises(ValueError, match="two delays of ec2:RunInstances"):
        find_progress()


def test_a_mark_names_every_operation(monkeypatch: pytest.MonkeyPatch) -> None:
    @refuses("ec2", "DeleteVpc", "DeleteSubnet")
    def check(_state: Any, _call: Any) -> None: ...

    def walk(_package: ModuleType) -> list[Any]:
        return [check]

    monkeypatch.setattr(hooks, "_functions", walk)
    assert set(find_preconditions()) == {("ec2", "DeleteVpc"), ("ec2", "DeleteSubnet")}


def test_what_is_refused_changes_nothing(client: Any, refusal: Any) -> None:
    guardduty = client("guardduty")
    made = guardduty.create_detector(Enable=True)["DetectorId"]
    refusal(guardduty.create_detector, Enable=True)
    assert guardduty.list_detectors()["DetectorIds"] == [made]
