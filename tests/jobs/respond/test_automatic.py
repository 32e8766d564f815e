"""Rules carried out: each finding once, and one that fails stops no other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from detected_function import record_finding
from recorded_events import RecordedEvents
from stoppable_function import PLAYBOOK, StoppableFunction

from ringwall.jobs.respond.automatic import respond_by_rules, simulate_responses

Respond = Callable[[], Any]
RULE = f"""
    [[rules]]
    name = "stop"
    playbook = "{PLAYBOOK}"
    need = "automatic"
"""


def test_a_finding_that_fails_stops_no_other(
    responders_of: Respond, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    gone = stoppable.arn.replace("shop", "gone")
    for resource in (gone, "arn:aws:sqs:us-east-1:123456789012:queue", stoppable.arn):
        record_finding(home, resource)
    stoppable.write_policy(more=RULE)
    found = list(respond_by_rules(responders_of(), "1h", RecordedEvents()))
    by_resource = {each.finding.resource: each for each in found}
    assert by_resource[stoppable.arn].state == "contained"
    assert "there is no such function any more" in by_resource[gone].problem
    assert len(found) == 3
    assert stoppable.is_stopped()


def test_a_simulation_opens_no_case(
    responders_of: Respond, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    record_finding(tmp_path / "home", stoppable.arn)
    stoppable.write_policy(more=RULE)
    responders = responders_of()
    (found,) = simulate_responses(responders, "1h", look=True)
    assert found.plan is not None
    assert [change.write.operation for change in found.plan.changes] == [
        "lambda.put_function_concurrency"
    ]
    assert responders.log.case_ids() == ()
    assert not stoppable.is_stopped()


def test_the_tags_of_one_thing_in_a_finding_let_nothing_be_done_to_another(
    responders_of: Respond, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    iam = stoppable.account.client("iam")
    iam.tag_role(RoleName="shop", Tags=[{"Key": "env", "Value": "dev"}])
    record_finding(tmp_path / "home", "arn:aws:iam::123456789012:role/shop", more=(stoppable.arn,))
    stoppable.write_policy(more=f"{RULE}    tags = {{ env = 'dev' }}\n")
    (told,) = respond_by_rules(responders_of(), "1h", RecordedEvents())
    assert told.problem == "the finding names no function of the rule's accounts and tags"
    assert not stoppable.is_stopped()
