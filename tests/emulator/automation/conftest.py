"""Runbooks that tests write, and what became of them."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from ringwall.emulator.app import Emulator

ENDED = {"Success", "Failed", "Cancelled", "TimedOut"}
MAX_READS = 100


@dataclass(frozen=True)
class Runbooks:
    """Creates and runs documents of an emulator."""

    app: Emulator
    client: Callable[..., Any]

    @property
    def ssm(self) -> Any:
        return self.client("ssm")

    def create(self, name: str, steps: Iterable[Mapping[str, Any]], **content: Any) -> str:
        """Create an Automation document of steps; a step without a name gets one."""
        document = {
            "schemaVersion": "0.3",
            **content,
            "mainSteps": [{"name": f"step{n}", **step} for n, step in enumerate(steps, 1)],
        }
        self.ssm.create_document(
            Name=name,
            Content=json.dumps(document),
            DocumentType="Automation",
        )
        return name

    def start(self, name: str, **given: Any) -> str:
        found = self.ssm.start_automation_execution(DocumentName=name, **given)
        own: str = found["AutomationExecutionId"]
        return own

    def get(self, own: str) -> Any:
        return self.ssm.get_automation_execution(AutomationExecutionId=own)["AutomationExecution"]

    def run(self, *steps: Mapping[str, Any], given: Any = None, **content: Any) -> Any:
        """Run steps to their end, and return the execution."""
        self.create("runbook", steps, **content)
        own = self.start("runbook", **({"Parameters": given} if given else {}))
        return self.wait(own)

    def wait(self, own: str) -> Any:
        """Read an execution until it has ended, as a waiter does."""
        for _ in range(MAX_READS):
            found = self.get(own)
            if found["AutomationExecutionStatus"] in ENDED:
                return found
        raise AssertionError(found)


@pytest.fixture
def runbooks(emulator: Emulator, client: Callable[..., Any]) -> Runbooks:
    return Runbooks(emulator, client)


@pytest.fixture
def make_runbooks() -> Callable[..., Runbooks]:
    """Return a function that returns the runbooks of another emulator."""
    return Runbooks


@pytest.fixture
def instance(client: Callable[..., Any]) -> str:
    """Return the id of an instance that runs."""
    found = client("ec2").run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1)
    own: str = found["Instances"][0]["InstanceId"]
    return own


def statuses(execution: Any) -> list[tuple[str, str]]:
    return [(step["StepName"], step["StepStatus"]) for step in execution["StepExecutions"]]
