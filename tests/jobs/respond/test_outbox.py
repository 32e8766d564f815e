"""What is dead in the outbox of a home folder can be tried again."""

from collections.abc import Callable
from typing import Any

import pytest
from responders import plan_stop
from told_cases import ToldWorld
from vendor_servers import Fault

from ringwall.jobs.respond.outbox import list_notices, open_nonces, open_teller, retry_notices
from ringwall.jobs.respond.run import request_response
from ringwall.model.errors import BadInput
from ringwall.respond.cases import read_case_file

Respond = Callable[[], Any]


@pytest.fixture
def waiting(responders_of: Respond, told_world: ToldWorld) -> Any:
    """Return what responses work with, and a case whose plan waits for two persons."""
    responders = responders_of()
    file, plan = plan_stop(responders, told_world.stoppable.arn)
    return responders, request_response(responders, file, plan).file


def events(responders: Any, file: Any, kind: str) -> list[Any]:
    found = read_case_file(responders.log, file.case.id).events
    return [event.body for event in found if event.kind == kind]


def test_what_is_dead_stands_in_the_case_and_can_be_tried_again(
    waiting: Any, told_world: ToldWorld
) -> None:
    responders, file = waiting
    told_world.at_jira.faults.append(Fault(400, b"bad"))
    open_teller(responders).tell()
    (dead,) = list_notices(responders, ["dead"])
    assert (dead.channel, dead.error) == ("jira", "400 bad")
    assert {"channel": "jira", "notice": "case_opened", "error": "400 bad"} in events(
        responders, file, "told"
    )
    with pytest.raises(BadInput, match="no notice ffff is dead"):
        retry_notices(responders, ["ffff"])
    assert retry_notices(responders, [dead.uid[:8]]) == 1
    assert [one.is_sent for one in open_teller(responders).tell()] == [True]
    assert retry_notices(responders) == 0
    assert len(told_world.jira.issues) == 1, "the second notice has made the ticket already"


def test_nonces_are_kept_where_notices_are(waiting: Any) -> None:
    responders, _ = waiting
    assert open_nonces(responders).take("soc", "1", 2_000_000_000_000)
    assert not open_nonces(responders).take("soc", "1", 2_000_000_000_000)
