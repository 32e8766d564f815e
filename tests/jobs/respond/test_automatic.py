"""Rules carried out: each finding once, and one that fails stops no other."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from detected_function import record_finding
from recorded_events import RecordedEvents
from stoppable_function import PLAYBOOK, StoppableFunction

from ringwall.jobs.history import open_findings
from ringwall.jobs.respond.automatic import EVERY, respond_by_rules, simulate_responses
from ringwall.jobs.respond.received import name_case
from ringwall.jobs.respond.run import AUTOMATIC
from ringwall.respond.cases import open_case, read_case_file
from ringwall.respond.threats import make_threats
from ringwall.store.home import Home

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


def test_two_that_start_at_once_open_one_case_of_a_finding(
    responders_of: Respond, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    record_finding(tmp_path / "home", stoppable.arn)
    stoppable.write_policy(more=RULE)
    both, start = (responders_of(), responders_of()), Barrier(2)
    told: list[str] = []

    def act(responders: Any) -> None:
        start.wait()
        told.extend(one.state for one in respond_by_rules(responders, "1h", RecordedEvents()))

    threads = [Thread(target=act, args=(one,)) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "contained" in told
    assert set(told) <= {"contained", "left to another process"}
    (case_id,) = both[0].log.case_ids()
    kinds = [event.kind for event in both[0].log.events(case_id)]
    assert kinds == ["opened", "planned", "started", "ended", "contained"]
    assert stoppable.account.app.calls["lambda:PutFunctionConcurrency"] == 1


def test_what_only_a_person_can_do_stays_open_and_is_told_once(
    responders_of: Respond, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    record_finding(tmp_path / "home", stoppable.arn.replace("shop", "gone"))
    stoppable.write_policy(more=RULE)
    responders = responders_of()
    (told,) = respond_by_rules(responders, "1h", RecordedEvents())
    assert told.state == "needs a person"
    case = read_case_file(responders.log, told.case)
    assert (case.case.status, case.events[-1].kind) == ("open", "noted")
    assert list(respond_by_rules(responders, "1h", RecordedEvents())) == []


def test_a_case_that_was_cut_off_is_gone_on_with_and_others_are_left_alone(
    responders_of: Respond, stoppable: StoppableFunction, tmp_path: Path
) -> None:
    uid = record_finding(tmp_path / "home", stoppable.arn)
    stoppable.write_policy(more=RULE)
    responders = responders_of()
    (finding,) = open_findings(Home(tmp_path / "home")).findings(EVERY)
    (threat,) = make_threats(finding, name_case(finding))
    for author, count in (("eve@example.com", 0), (AUTOMATIC, 1)):
        case = replace(threat, case=name_case(finding) if count else "CASE-20261201-abcdef")
        about = uid if count else "another"
        told: dict[str, Any] = {"title": "t", "severity": "high", "author": author}
        open_case(responders.log, case, finding=about, **told)
    (told_one,) = respond_by_rules(responders, "1h", RecordedEvents())
    assert (told_one.state, told_one.case) == ("contained", name_case(finding))
    assert list(respond_by_rules(responders, "1h", RecordedEvents())) == []
