"""Events of a case as notices: a request while it waits, an end where it went wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from responders import plan_stop
from stoppable_function import PLAYBOOK, StoppableFunction

from ringwall.jobs.respond.approve import decide
from ringwall.jobs.respond.notices import make_notices
from ringwall.jobs.respond.run import request_response
from ringwall.respond.cases import CaseAuthor

Respond = Callable[[], Any]
LATE = 4_000_000_000_000


@pytest.fixture
def waiting(responders_of: Respond, stoppable: StoppableFunction) -> Any:
    """Return what responses work with, and a case whose plan waits for two persons."""
    stoppable.write_policy(need="two")
    stoppable.become("eve")
    responders = responders_of()
    file, plan = plan_stop(responders, stoppable.arn)
    return responders, request_response(responders, file, plan).file, plan


def kinds(file: Any, now: int | None = None) -> list[str]:
    at = file.events[-1].at if now is None else now
    return [notice.kind for notice, _ in make_notices(file, 0, at)]


def test_a_request_says_what_would_be_done_while_it_waits(waiting: Any) -> None:
    responders, file, plan = waiting
    opened, asked = (notice for notice, _ in make_notices(file, 0, file.events[-1].at))
    assert (opened.kind, asked.kind) == ("case_opened", "approval_wanted")
    assert asked.approval
    assert (asked.approval.plan_hash, asked.approval.persons) == (plan.hash, 2)
    assert asked.approval.request == asked.number
    assert len(asked.approval.acts) == len(plan.changes)
    assert {act.operation for act in asked.approval.acts} == {
        change.write.operation for change in plan.changes
    }
    assert any(PLAYBOOK in line for line in asked.lines)
    assert any(line.startswith("Risk: ") for line in asked.lines)
    assert kinds(file, LATE) == ["case_opened"], "a request that has ended is not told"
    file = decide(responders, file, approve=True, principal="ann@example.com").file
    ((*_, asked), _) = [
        [notice for notice, _ in make_notices(file, 0, file.events[-1].at) if notice.approval],
        None,
    ]
    assert asked.approval
    assert asked.approval.persons == 1
    file = decide(responders, file, approve=False, principal="bob@example.com").file
    assert kinds(file) == ["case_opened", "approval_decided", "approval_decided"]


def test_what_is_older_is_not_told(waiting: Any) -> None:
    _, file, _ = waiting
    assert list(make_notices(file, file.events[-1].at + 1, LATE)) == []


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("ended", {"run": "r", "status": "done", "done": 1, "others": {}}, None),
        ("ended", {"run": "r", "status": "done", "done": 1, "others": {"failed": 1}}, "failed"),
        ("ended", {"run": "r", "status": "stopped", "done": 1, "others": {}}, "failed"),
        ("approved", {"plan": "x", "via": "request"}, None),
        ("approved", {"plan": "x", "via": "terminal"}, "approval_decided"),
        ("contained", {"run": "r"}, "noted"),
        ("told", {"channel": "jira"}, None),
        ("assigned", {"owner": "bob"}, None),
    ],
)
def test_what_of_an_event_is_told(
    waiting: Any, kind: Any, body: dict[str, Any], told: str | None
) -> None:
    responders, file, _ = waiting
    file = CaseAuthor(responders.log, "ann@example.com").add(file, kind, body)
    assert kinds(file)[2:] == ([told] if told else [])


def test_a_case_is_told_as_contained_once_all_that_was_planned_is_done(waiting: Any) -> None:
    responders, file, plan = waiting
    author = CaseAuthor(responders.log, "ann@example.com")
    other = {**plan.document, "playbook": "iam.contain_role", "plan": "x"}
    file = author.add(file, "planned", other)
    for run, hash_ in (("r1", "x"), ("r2", plan.hash)):
        file = author.add(file, "started", {"run": run, "plan": hash_})
        file = author.add(file, "contained", {"run": run})
    (part, _), (whole, _) = list(make_notices(file, 0, LATE))[-3::2]
    assert (part.kind, whole.kind) == ("noted", "contained")
    assert part.lines[-1] == f"Only partly contained. Left: {PLAYBOOK}"


def test_a_remark_says_from_which_channel_it_came(waiting: Any) -> None:
    responders, file, _ = waiting
    body = {"text": "It was me", "via": "jira"}
    file = CaseAuthor(responders.log, "jira: Bob").add(file, "noted", body)
    notice, via = list(make_notices(file, 0, file.events[-1].at))[-1]
    assert (notice.kind, via, notice.lines) == ("noted", "jira", ("jira: Bob noted: It was me",))
