"""Scripts and functions that a runbook runs: real code, in a process of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import allow

from ringwall.emulator.state import Guess

Functions = Any
"""plugins/function_world.py declares it."""
Runbooks = Any
ADD = "def add(events, context):\n    return {'sum': events['a'] + events['b']}"
WHO = """
import boto3
def who(events, context):
    return boto3.client("sts").get_caller_identity()["Arn"]
"""


def script(text: str, handler: str, **more: Any) -> dict[str, Any]:
    inputs = {"Runtime": "python3.11", "Handler": handler, "Script": text, **more}
    return {"action": "aws:executeScript", "inputs": inputs}


@pytest.fixture
def running(functions: Functions, make_runbooks: Callable[..., Runbooks]) -> Runbooks:
    """Return runbooks of an emulator that runs functions."""
    return make_runbooks(functions.app, functions.client)


@pytest.mark.guesses
def test_no_script_runs_where_functions_do_not(runbooks: Runbooks) -> None:
    found = runbooks.run(script(ADD, "add", InputPayload={"a": 1, "b": 2}))
    assert found["AutomationExecutionStatus"] == "Failed"
    assert "run_functions=True" in found["FailureMessage"]
    guess = Guess("ssm:StartAutomationExecution", "aws:executeScript", None)
    assert runbooks.app.guesses == [guess]


def test_a_script_is_given_its_payload_and_returns(running: Runbooks) -> None:
    step = script(ADD, "add", InputPayload={"a": 1, "b": "{{ B }}"})
    step["outputs"] = [{"Name": "Sum", "Selector": "$.Payload.sum", "Type": "Integer"}]
    parameters = {"B": {"type": "Integer", "default": 2}}
    found = running.run(step, parameters=parameters, outputs=["step1.Sum"])
    assert found["AutomationExecutionStatus"] == "Success", found.get("FailureMessage")
    assert found["Outputs"] == {"step1.Sum": ["3"]}
    assert found["StepExecutions"][0]["Outputs"]["Payload"] == ['{"sum": 3}']


def test_a_script_calls_with_the_role_of_the_execution(
    running: Runbooks, functions: Functions
) -> None:
    role = functions.role("automation", "ssm", allow("sts:GetCallerIdentity"))
    found = running.run(script(WHO, "who"), assumeRole=role)
    assert found["AutomationExecutionStatus"] == "Success", found.get("FailureMessage")
    (payload,) = found["StepExecutions"][0]["Outputs"]["Payload"]
    own = found["AutomationExecutionId"]
    assert payload == f"arn:aws:sts::123456789012:assumed-role/automation/Automation-{own}"


def test_a_script_has_no_keys_of_the_operator(running: Runbooks) -> None:
    found = running.run(script(WHO, "who"))
    assert found["AutomationExecutionStatus"] == "Failed"
    assert "InvalidClientTokenId" in found["FailureMessage"]


@pytest.mark.parametrize(
    ("step", "status", "message"),
    [
        (script("def f(e, c): raise ValueError('no')", "f"), "Failed", "ValueError - no"),
        (script("def f(e, c): return 1", "g"), "Failed", "Handler 'g' missing"),
        (script("def f(e, c): return 'x' * 200000", "f"), "Failed", "more than 102400 bytes"),
        (script("import os\ndef f(e, c): os._exit(3)", "f"), "Failed", "the status 3"),
        (script("x", "a.b"), "Failed", "no name of a function"),
        (script("x", "f", Runtime="PowerShell 7.4"), "Failed", "scripts of Python alone"),
        (script("x", "f", Attachment="a.zip"), "Failed", "give a Script"),
        (
            {**script("def f(e, c):\n while 1: pass", "f"), "timeoutSeconds": 1},
            "TimedOut",
            "timed out",
        ),
    ],
)
def test_a_script_that_fails_fails_its_step(
    running: Runbooks, step: Any, status: str, message: str
) -> None:
    found = running.run(step)
    assert (found["AutomationExecutionStatus"], message in found["FailureMessage"]) == (
        status,
        True,
    ), found["FailureMessage"]


def test_a_function_is_invoked_and_its_answer_selected(
    running: Runbooks, functions: Functions
) -> None:
    functions.function("f", "def handler(event, context): return {'got': event['n'] + 1}")
    inputs = {"FunctionName": "f", "InputPayload": {"n": 1}}
    output = {"Name": "Got", "Selector": "$.got", "Type": "Integer"}
    step = {"action": "aws:invokeLambdaFunction", "inputs": inputs, "outputs": [output]}
    found = running.run(step)
    assert found["AutomationExecutionStatus"] == "Success", found.get("FailureMessage")
    shown = found["StepExecutions"][0]["Outputs"]
    assert (shown["StatusCode"], shown["Payload"], shown["Got"]) == (["200"], ['{"got": 2}'], ["2"])


def test_a_function_that_raises_fails_its_step(running: Runbooks, functions: Functions) -> None:
    functions.function("f", "def handler(event, context): raise KeyError('n')")
    found = running.run({"action": "aws:invokeLambdaFunction", "inputs": {"FunctionName": "f"}})
    assert found["AutomationExecutionStatus"] == "Failed"
    assert "The function failed (Unhandled)" in found["FailureMessage"]


def test_a_role_that_may_not_invoke_is_refused(running: Runbooks, functions: Functions) -> None:
    functions.function("f", "def handler(event, context): pass")
    step = {"action": "aws:invokeLambdaFunction", "inputs": {"FunctionName": "f"}}
    found = running.run(step, assumeRole=functions.role("automation", "ssm"))
    assert "AccessDenied" in found["FailureMessage"]
