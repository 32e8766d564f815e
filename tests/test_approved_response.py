"""The whole way of an approval: GuardDuty, the responder, Slack, a button, a callback, AWS.

Both functions are packaged and have the roles of the template, and the emulator enforces those.
"""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from deployed_approvals import CALLBACK, DeployedApprovals, deploy
from function_world import FunctionWorld
from policy_texts import write
from vendor_servers import Fault

BUS = "RINGWALL_BUS"
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
    assert deployed.dead() == []


def test_what_does_not_count_starts_nothing(deployed: DeployedApprovals) -> None:
    deployed.find()
    token = deployed.buttons()["Approve"]
    body = deployed.press(token)
    assert deployed.send(body, secret="another secret")[0] == 401
    assert deployed.send(body, at=int(time.time()) - 301) == (
        401,
        "refused: it comes too late, or a clock is wrong\n",
    )
    assert deployed.send(body, headers={"x-slack-signature": ""})[0] == 401
    assert deployed.send(deployed.press(token, user="U0NOBODY"))[0] == 403
    assert deployed.send(deployed.press(token[:-4] + "AAAA"))[0] == 403
    assert deployed.send(b"x" * 1_100_000)[0] == 413
    assert deployed.send(body, method="GET")[0] == 405
    assert deployed.send(body, path="/callbacks/none")[0] == 404
    assert deployed.send(b"", path="/health", method="GET") == (200, "ok\n")
    eve = deployed.press(token, user="U0EVE")
    assert deployed.send(eve) == (200, "")
    assert "eve@example.com may not approve" in deployed.slack.whispers[-1]
    assert deployed.send(eve)[0] == 409
    assert "approved" not in deployed.events()
    forge(deployed)
    assert deployed.go_on(deployed.case())["state"] == "nothing to go on with"
    assert deployed.go_on("CASE-20261201-aaaaaa")["state"] == "not now"
    assert not deployed.is_isolated()
    deny = deployed.press(deployed.buttons()["Deny"], "deny", user="U0BOB")
    assert deployed.send(deny) == (200, "")
    assert deployed.question()["blocks"][-1]["text"]["text"].endswith("denied by bob@example.com")
    assert deployed.send(body) == (200, "")
    assert "there is nothing to approve" in deployed.slack.whispers[-1]
    deployed.tick()
    assert not deployed.is_isolated()
    assert deployed.events().count("denied") == 1
    assert "started" not in deployed.events()


def forge(deployed: DeployedApprovals) -> None:
    """Try to announce a case as somebody else who may put events."""
    statement = {"Effect": "Allow", "Action": "events:PutEvents", "Resource": "*"}
    iam = deployed.functions.client("iam")
    iam.create_user(UserName="app")
    iam.put_user_policy(UserName="app", PolicyName="own", PolicyDocument=write(statement))
    made = iam.create_access_key(UserName="app")["AccessKey"]
    entry = {
        "Source": "ringwall",
        "DetailType": "Ringwall Case",
        "Detail": json.dumps({"case": deployed.case()}),
    }
    mine = deployed.functions.client("events", made["AccessKeyId"], made["SecretAccessKey"])
    with pytest.raises(ClientError, match="AccessDenied"):
        mine.put_events(Entries=[entry])
    mine.put_events(Entries=[{**entry, "Source": "shop"}])


def test_of_callbacks_that_come_at_once_each_counts_once(deployed: DeployedApprovals) -> None:
    deployed.find()
    token = deployed.buttons()["Approve"]
    ann, bob = (deployed.press(token, user=user) for user in ("U0ANN", "U0BOB"))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(deployed.send, [ann, ann, bob, bob]))
    deployed.settle()
    assert sorted(status for status, _ in answers) == [200, 200, 409, 409]
    kinds = deployed.events()
    assert (kinds.count("approved"), kinds.count("started")) == (1, 1)
    assert deployed.is_isolated()
    assert len([item for item in deployed.items("RUNS") if item["kind"] == "respond"]) == 1
    assert deployed.dead() == []


def test_what_fails_on_the_way_is_made_up_for_by_the_schedule(deployed: DeployedApprovals) -> None:
    deployed.at_slack.faults.append(Fault(503))
    deployed.find()
    assert deployed.dead() == [], "a channel that is down is no failure of the event"
    assert deployed.slack.messages == []
    time.sleep(6)
    deployed.tick()
    deployed.functions.client("lambda").update_function_configuration(
        FunctionName=CALLBACK, Environment={"Variables": {**deployed.variables(), BUS: "none"}}
    )
    assert deployed.send(deployed.press(deployed.buttons()["Approve"])) == (200, "")
    end = deployed.question()["blocks"][-1]["text"]["text"]
    assert end.endswith("approved by ann@example.com; it is carried out within minutes")
    assert not deployed.is_isolated()
    (went,) = deployed.tick()["Payload"]["cases"]
    assert (went["case"], went["state"]) == (deployed.case(), "contained")
    assert deployed.is_isolated()
    assert "cases" not in deployed.tick()["Payload"]
