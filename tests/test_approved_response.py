"""The whole way of an approval: GuardDuty, the responder, Slack, a button, a callback, AWS.

Both functions are packaged and have the roles of the template, and the emulator enforces those.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployed_approvals import DeployedApprovals, deploy
from function_world import FunctionWorld

pytestmark = pytest.mark.slow


@pytest.fixture
def deployed(functions: FunctionWorld, tmp_path: Path) -> Iterator[DeployedApprovals]:
    with deploy(functions, tmp_path) as found:
        yield found


def test_a_button_in_slack_isolates_the_instance(deployed: DeployedApprovals) -> None:
    deployed.find()
    assert not deployed.is_isolated()
    assert deployed.events()[:3] == ["opened", "planned", "requested"]
    question = deployed.question()
    assert "https://evil" not in json.dumps(question)
    status, body = deployed.send(deployed.press(deployed.buttons()["Approve"]))
    assert (status, body) == (200, "")
    deployed.settle()
    assert deployed.is_isolated()
    assert deployed.authors("approved") == ["ann@example.com"]
    kinds = deployed.events()
    assert kinds.index("approved") < kinds.index("started") < kinds.index("contained")
    assert {one["type"] for one in question["blocks"]} == {"header", "section"}
    end = question["blocks"][-1]["text"]["text"]
    assert end == f"{deployed.case()}: approved by ann@example.com; it is carried out now"
    told = [one["text"].split(": ")[1] for one in deployed.slack.messages if "thread_ts" in one]
    assert told[-2:] == ["response started", "contained"]
