"""Loops: for each item, and as long as a condition holds."""

from typing import Any

import pytest

Runbooks = Any
NAMES = {"Names": {"type": "StringList"}}


def queue(name: str) -> dict[str, Any]:
    return {
        "name": "make",
        "action": "aws:executeAwsApi",
        "inputs": {"Service": "sqs", "Api": "CreateQueue", "QueueName": name},
    }


def test_steps_run_for_each_item(runbooks: Runbooks) -> None:
    inputs = {
        "Iterators": "{{ Names }}",
        "IteratorDataType": "String",
        "Steps": [
            queue("{{ step1.CurrentIteratorValue }}-{{ step1.CurrentIteration }}"),
            {"name": "wait10Seconds", "action": "aws:sleep", "inputs": {"Duration": "PT10S"}},
        ],
    }
    given = {"Names": ["a", "b"]}
    after = queue("after")
    found = runbooks.run(
        {"action": "aws:loop", "inputs": inputs},
        {**after, "name": "last"},
        parameters=NAMES,
        given=given,
    )
    assert found["AutomationExecutionStatus"] == "Success"
    urls = runbooks.client("sqs").list_queues()["QueueUrls"]
    assert {url.rpartition("/")[2] for url in urls} == {"a-1", "b-2", "after"}
    inner = [s for s in found["StepExecutions"] if "ParentStepDetails" in s]
    details = [(s["StepName"], s["ParentStepDetails"]["IteratorValue"]) for s in inner]
    names = ["make", "wait10Seconds"]
    assert details == [(name, value) for value in "ab" for name in names]
    loop = found["StepExecutions"][0]
    assert (loop["StepName"], loop["StepStatus"]) == ("step1", "Success")


def test_steps_run_while_a_condition_holds(runbooks: Runbooks) -> None:
    condition = {"Variable": "{{ step1.CurrentIteration }}", "NumericLesser": 3}
    inputs = {"Steps": [queue("n{{ step1.CurrentIteration }}")], "LoopCondition": condition}
    found = runbooks.run({"action": "aws:loop", "inputs": inputs})
    assert found["AutomationExecutionStatus"] == "Success"
    assert len(runbooks.client("sqs").list_queues()["QueueUrls"]) == 3
    always = {"Variable": "a", "StringEquals": "a"}
    inputs = {"Steps": [queue("m{{ step1.CurrentIteration }}")], "LoopCondition": always}
    runbooks.create("bounded", [{"action": "aws:loop", "inputs": {**inputs, "MaxIterations": 2}}])
    assert runbooks.wait(runbooks.start("bounded"))["AutomationExecutionStatus"] == "Success"
    assert len(runbooks.client("sqs").list_queues()["QueueUrls"]) == 5


def test_no_item_is_no_round(runbooks: Runbooks) -> None:
    variables = {"none": {"type": "StringList", "default": []}}
    inputs = {"Iterators": "{{ variable:none }}", "Steps": [queue("a")]}
    found = runbooks.run({"action": "aws:loop", "inputs": inputs}, variables=variables)
    assert found["AutomationExecutionStatus"] == "Success"
    assert [s["StepName"] for s in found["StepExecutions"]] == ["step1"]


def test_a_failure_in_a_round_fails_the_loop(runbooks: Runbooks) -> None:
    inputs = {"Iterators": ["a!", "b"], "Steps": [queue("{{ step1.CurrentIteratorValue }}")]}
    found = runbooks.run({"action": "aws:loop", "inputs": inputs})
    assert found["AutomationExecutionStatus"] == "Failed"
    shown = [(s["StepName"], s["StepStatus"]) for s in found["StepExecutions"]]
    assert shown == [("step1", "Failed"), ("make", "Failed")]
    runbooks.create(
        "many", [{"action": "aws:loop", "inputs": {**inputs, "Iterators": ["a"] * 101}}]
    )
    assert "at most 100 items" in runbooks.wait(runbooks.start("many"))["FailureMessage"]
    broken = {"Variable": "{{ step1.CurrentIteration }}", "BooleanEquals": True}
    inputs = {"Steps": [queue("b")], "LoopCondition": broken}
    runbooks.create("broken", [{"action": "aws:loop", "inputs": inputs}])
    assert "cannot be evaluated" in runbooks.wait(runbooks.start("broken"))["FailureMessage"]


@pytest.mark.parametrize("kind", ["String", "StringList", "MapList"])
def test_a_variable_cannot_double_without_end(runbooks: Runbooks, kind: str) -> None:
    held: Any = {
        "String": ("a", "{{ variable:v }}{{ variable:v }}"),
        "StringList": (["a"], ["{{ variable:v }}", "{{ variable:v }}"]),
        "MapList": ([{}], [{"a": "{{ variable:v }}"}, {"a": "{{ variable:v }}"}]),
    }
    first, then = held[kind]
    step: dict[str, Any] = {"name": "grow", "action": "aws:updateVariable"}
    step["inputs"] = {"Name": "variable:v", "Value": then}
    loop: dict[str, Any] = {"Steps": [step], "MaxIterations": 25}
    loop["LoopCondition"] = {"Variable": "a", "StringEquals": "a"}
    variables = {"v": {"type": kind, "default": first}}
    found = runbooks.run({"action": "aws:loop", "inputs": loop}, variables=variables)
    assert found["AutomationExecutionStatus"] == "Failed"
    assert "more than 1048576 characters" in found["FailureMessage"]
