"""A callback is taken once, from who signed it, about what was asked; all else changes nothing."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from callback_bench import (
    CHANNELS,
    COMMENT,
    DECISION,
    INCIDENT,
    NOTE,
    TEAMS_KEY,
    Memory,
    hook,
    jira,
    make_handler,
    make_token,
    post,
    press,
    slack,
    teams,
    write_in_teams,
)
from channel_bench import SIGNING
from notices import CASE, HASH, NOW
from vendor_servers import Received, Reply, serve

from ringwall.model.errors import BadInput, CaseMoved, NotAuthorized, StorageFailed
from ringwall.model.response_channels import SlackChannel
from ringwall.respond.callbacks.handle import answer_failure, answer_health
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import Callback

LINK_TOKEN = make_token(TEAMS_KEY, via="ops", principal="ann")
ALL: dict[str, Callable[[], Callback]] = {
    "slack": lambda: slack(press(make_token())),
    "teams": lambda: teams(write_in_teams(f"approve {CASE} {HASH}")),
    "link": lambda: post("/callbacks/ops/link", f"token={LINK_TOKEN}".encode()),
    "webhook": lambda: hook(DECISION),
    "note": lambda: hook(NOTE),
    "jira": lambda: jira(COMMENT),
    "servicenow": lambda: hook(INCIDENT, "/callbacks/snow"),
}
DECIDING = ("slack", "teams", "link", "webhook")


def run(memory: Memory, callback: Callback, **more: Any) -> tuple[int, str]:
    outcome = make_handler(memory, **more).handle(callback)
    if outcome.finish:
        outcome.finish()
    return outcome.reply.status, outcome.reply.body


@pytest.mark.parametrize("kind", ALL)
def test_what_comes_is_taken_once(kind: str) -> None:
    memory = Memory()
    callback = ALL[kind]()
    assert run(memory, callback)[0] == 200
    assert len(memory.decided) == (kind in DECIDING)
    assert len(memory.remarks) == (kind not in DECIDING)
    status, body = run(memory, callback)
    assert "taken before" in body
    assert status == (200 if kind == "teams" else 409), "Teams shows no other answer"
    assert len(memory.decided) + len(memory.remarks) == 1


@pytest.mark.parametrize("kind", DECIDING)
def test_a_decision_says_who_what_and_by_which_way(kind: str) -> None:
    memory = Memory()
    run(memory, ALL[kind]())
    (decision,) = memory.decided
    assert (decision.principal, decision.case, decision.plan_hash) == ("ann", CASE, HASH)
    assert decision.approve
    assert decision.via == {"slack": "soc", "webhook": "soar"}.get(kind, "ops")
    assert decision.request == (0 if kind == "teams" else 7)


@pytest.mark.parametrize("kind", ALL)
def test_a_body_that_was_changed_is_refused(kind: str) -> None:
    memory = Memory()
    callback = ALL[kind]()
    for place in {0, len(callback.body) // 2, len(callback.body) - 1}:
        body = bytearray(callback.body)
        body[place] ^= 1
        status, said = run(memory, replace(callback, body=bytes(body)))
        assert status in (400, 401, 403), said
    assert (memory.decided, memory.remarks, memory.taken) == ([], [], set())


@pytest.mark.parametrize("kind", sorted(ALL.keys() - {"link"}))
def test_what_nobody_signed_is_refused(kind: str) -> None:
    memory = Memory()
    status, said = run(memory, replace(ALL[kind](), headers={}))
    assert status == 401
    assert "refused" in said
    assert (memory.decided, memory.remarks, memory.taken) == ([], [], set())


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("minutes", [-61, 61])
def test_what_is_late_or_early_is_refused(kind: str, minutes: int) -> None:
    if kind == "link" and minutes < 0:
        return  # a token has an end and no beginning
    memory = Memory()
    at = NOW + minutes * 60_000
    status, said = run(memory, ALL[kind](), now=lambda: at)
    assert status in (401, 403), said
    assert "too late" in said
    assert (memory.decided, memory.remarks) == ([], [])


@pytest.mark.parametrize(
    "callback",
    [
        slack(press(make_token(), user={"id": "U0NOBODY"})),
        slack(press(make_token(), user={"id": ""})),
        teams(write_in_teams(f"approve {CASE} {HASH}", **{"from": {"aadObjectId": "99"}})),
        teams(write_in_teams(f"approve {CASE} {HASH}", **{"from": {"name": "Ann"}})),
        hook({**DECISION, "person": "mallory"}),
        hook({**DECISION, "person": "bob"}),  # the channel may not speak for bob
        post(
            "/callbacks/ops/link",
            f"token={make_token(TEAMS_KEY, via='ops', principal='mallory')}".encode(),
        ),
    ],
    ids=["slack", "slack-empty", "teams", "teams-none", "webhook", "not-its-person", "link"],
)
def test_who_is_not_known_decides_nothing(callback: Callback) -> None:
    memory = Memory()
    _, said = run(memory, callback)
    assert "does not say who this is" in said or "may not decide for that person" in said
    assert memory.decided == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 404),
        ("/callbacks/none", 404),
        ("/callbacks/mute", 404),  # it has no signing secret
        ("/callbacks/soc/", 404),
        ("/callbacks/soc/link", 404),
        ("/callbacks/jira/link", 404),
        ("/callbacks/../soc", 404),
        ("/callbacks/mail", 404),  # mail takes links alone
    ],
)
def test_other_paths_lead_nowhere(path: str, status: int) -> None:
    memory = Memory()
    body = press(make_token())
    assert run(memory, replace(slack(body), path=path))[0] == status
    assert memory.decided == []


def test_only_post_changes_something() -> None:
    memory = Memory()
    for kind, make in ALL.items():
        status, _ = run(memory, replace(make(), method="GET"))
        assert status == (200 if kind == "link" else 405)
    assert (memory.decided, memory.remarks) == ([], [])


@pytest.mark.parametrize("error", [StorageFailed("disk is full"), CaseMoved("others")])
def test_what_could_not_be_written_down_may_come_again(error: Exception) -> None:
    memory = Memory(error=error)
    callback = hook(DECISION)
    assert run(memory, callback)[0] == 503
    memory.error = None
    assert run(memory, callback)[0] == 200
    assert len(memory.decided) == 1


@pytest.mark.parametrize("error", [NotAuthorized("ann may not approve"), BadInput("no case")])
def test_what_the_case_refuses_is_told_and_not_taken_again(error: Exception) -> None:
    memory = Memory(error=error)
    callback = teams(write_in_teams(f"approve {CASE} {HASH}"))
    status, body = run(memory, callback)
    assert (status, json.loads(body)["text"]) == (200, f"not done: {error}")
    memory.error = None
    assert "taken before" in run(memory, callback)[1]


def test_a_channel_whose_secret_is_missing_takes_nothing_for_now() -> None:
    def refuse(_: object) -> str:
        raise BadInput("SIGNING is not set")

    memory = Memory()
    handler = replace(make_handler(memory), secret=refuse)
    outcome = handler.handle(slack(press(make_token())))
    assert outcome.reply.status == 503
    assert "SIGNING" not in outcome.reply.body
    assert memory.decided == []


def test_slack_is_answered_at_once_and_told_later() -> None:
    said: list[Received] = []

    def take(request: Received) -> Reply:
        said.append(request)
        return 200, {}, b"ok"

    memory = Memory()
    with serve(take) as vendor:
        channel = SlackChannel(
            name="soc", channel="C0123456789", url=vendor.url, token_env="T", signing_env="SIGNING"
        )
        handler = make_handler(memory, [channel])
        outcome = handler.handle(slack(press(make_token(), response_url=f"{vendor.url}/r")))
        assert (outcome.reply.status, outcome.reply.body) == (200, "")
        assert (memory.decided, said) == ([], [])
        assert outcome.finish
        outcome.finish()
        unknown = press(make_token(), user={"id": "<@U1>"}, response_url=f"{vendor.url}/r")
        refused = handler.handle(slack(unknown))
        assert refused.reply.status == 403
        assert refused.finish
        refused.finish()
    assert [one.json["text"] for one in said] == [
        "ann: approved",
        "refused: response.toml does not say who this is\n",
    ]
    assert said[0].json["response_type"] == "ephemeral"
    assert len(memory.decided) == 1


def test_the_end_of_a_request_is_shown_to_all() -> None:
    said: list[Received] = []

    def take(request: Received) -> Reply:
        said.append(request)
        return 200, {}, b"ok"

    with serve(take) as vendor:
        channel = SlackChannel(
            name="soc", channel="C0123456789", url=vendor.url, token_env="T", signing_env="SIGNING"
        )
        body = press(make_token(), response_url=f"{vendor.url}/r")
        run(Memory(is_final=True), slack(body), channels=[channel])
    (told,) = said
    assert told.json["replace_original"] is True
    assert told.json["blocks"][-1]["text"]["text"] == "ann: approved"


def test_a_failure_tells_strangers_nothing() -> None:
    assert answer_failure(CallbackRefused("no", 418)).status == 418
    told = answer_failure(StorageFailed("/secret/disk is full"))
    assert (told.status, told.body) == (503, "it cannot be taken now; try again\n")
    assert answer_health().body == "ok\n"


def test_an_answer_that_cannot_be_given_changes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    memory = Memory()
    channel = SlackChannel(
        name="soc", channel="C0123456789", url="http://127.0.0.1:1", token_env="T",
        signing_env="SIGNING",
    )  # fmt: skip
    body = press(make_token(), response_url="http://127.0.0.1:1/r")
    assert run(memory, slack(body), channels=[channel])[0] == 200
    assert len(memory.decided) == 1
    assert "callback not answered channel=soc" in caplog.text
    assert SIGNING not in caplog.text


def test_every_kind_of_channel_that_answers_is_tried() -> None:
    assert len({type(channel) for channel in CHANNELS}) == 6
