"""Events into uses: by principal, action and resource, with what is inferred told apart."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from ringwall.catalog.cloudtrail.logs.cloudtrail import cloudtrail
from ringwall.catalog.logs.logs.quarantine import quarantine
from ringwall.model.table import Row
from ringwall.reason.iam.usage import events
from ringwall.reason.iam.usage.events import (
    MAX_RESOURCES,
    ActionUse,
    EventHolder,
    read_uses,
    read_windows,
)
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine

ACCOUNT = "111122223333"
APP = f"arn:aws:iam::{ACCOUNT}:role/app"
WEB = f"arn:aws:iam::{ACCOUNT}:role/web"


@pytest.fixture
def engine() -> Iterator[Engine]:
    with EmbeddedEngine(threads=1) as engine:
        engine.create(quarantine)
        yield engine


def event(name: str, day: int = 1, asked: Any = None, **changes: Any) -> Row:
    source, _, operation = name.partition(":")
    return {
        "event_time": f"2026-01-{day:02}T00:00:00Z",
        "event_id": f"{name}{day}",
        "event_source": f"{source}.amazonaws.com",
        "event_name": operation,
        "event_type": "AwsApiCall",
        "event_category": "Management",
        "aws_region": "eu-west-1",
        "account_id": ACCOUNT,
        "principal_arn": APP,
        "read_only": False,
        "error_code": "",
        "resources": [],
        "request_parameters": json.dumps(asked or {}),
    } | changes


def uses(engine: Engine, *rows: Row) -> list[ActionUse]:
    engine.create(cloudtrail, rows)
    return list(read_uses(engine).get(APP, ()))


def told(found: list[ActionUse]) -> list[tuple[str, str, int, bool]]:
    return [(u.action, u.resource, u.count, u.is_inferred) for u in found]


def test_calls_are_counted_by_action_and_resource(engine: Engine) -> None:
    found = uses(
        engine,
        event("s3:GetBucketPolicy", 3, {"bucketName": "b"}),
        event("s3:GetBucketPolicy", 5, {"bucketName": "b", "policy": ""}),
        event("s3:GetBucketPolicy", 4, {"bucketName": "c"}),
        event("s3:ListBuckets"),
    )
    assert told(found) == [
        ("s3:getbucketpolicy", "arn:aws:s3:::b", 2, False),
        ("s3:getbucketpolicy", "arn:aws:s3:::c", 1, False),
        ("s3:listallmybuckets", "*", 1, False),
    ]
    assert found[0].first_used == datetime.fromisoformat("2026-01-03")
    assert found[0].last_used == datetime.fromisoformat("2026-01-05")


@pytest.mark.parametrize(
    "code",
    ["AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation", "VpceAccessDenied"],
)
def test_a_refused_call_is_no_use(engine: Engine, code: str) -> None:
    assert uses(engine, event("iam:CreateUser", error_code=code)) == []


def test_a_call_that_failed_for_another_reason_is_a_use(engine: Engine) -> None:
    found = uses(engine, event("iam:GetUser", error_code="NoSuchEntityException"))
    assert [u.action for u in found] == ["iam:getuser"]


@pytest.mark.parametrize(
    "changes",
    [
        {"event_type": "AwsServiceEvent"},
        {"event_type": "AwsConsoleSignIn"},
        {"event_category": "NetworkActivity"},
        {"principal_arn": None},
        {"principal_arn": ""},
    ],
)
def test_what_is_no_call_of_a_principal_is_no_use(engine: Engine, changes: Row) -> None:
    assert uses(engine, event("iam:CreateUser", **changes)) == []


def test_a_call_by_a_service_on_the_principals_behalf_is_a_use(engine: Engine) -> None:
    found = uses(engine, event("kms:Decrypt", invoked_by="athena.amazonaws.com"))
    assert [u.action for u in found] == ["kms:decrypt"]


def test_a_role_that_is_handed_over_is_passed(engine: Engine) -> None:
    asked = {"functionName": "f", "nested": {"role": WEB}, "code": f'{{"a": "{APP}"}}'}
    found = uses(engine, event("lambda:CreateFunction20150331", 2, asked))
    assert told(found) == [
        ("iam:passrole", WEB, 1, True),
        ("lambda:createfunction", f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:f", 1, False),
    ]


@pytest.mark.parametrize(
    ("name", "asked", "changes"),
    [
        ("kms:CreateGrant", {"granteePrincipal": WEB}, {}),
        ("lambda:ListFunctions", {"role": WEB}, {"read_only": True}),
        ("lambda:CreateFunction", {"role": WEB.replace(ACCOUNT, "9" * 12)}, {}),
    ],
)
def test_a_role_that_is_only_named_is_not_passed(
    engine: Engine, name: str, asked: Row, changes: Row
) -> None:
    found = uses(engine, event(name, 1, asked, **changes))
    assert "iam:passrole" not in {u.action for u in found}


def test_parameters_tell_of_actions_without_events(engine: Engine) -> None:
    asked = {"bucketName": "b", "key": "k", "versionId": "1"}
    found = uses(
        engine,
        event("s3:GetObject", 1, asked),
        event("ec2:RunInstances", 1, {"iamInstanceProfile": {"name": "web"}}),
    )
    assert told(found) == [
        ("ec2:runinstances", "", 1, False),
        ("iam:passrole", "", 1, True),
        ("s3:getobject", "arn:aws:s3:::b/k", 1, False),
        ("s3:getobjectversion", "arn:aws:s3:::b/k", 1, True),
    ]


def test_too_many_resources_are_not_shown(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_RESOURCES > 2
    monkeypatch.setattr(events, "MAX_RESOURCES", 2)
    topic = f"arn:aws:sns:eu-west-1:{ACCOUNT}:t"
    rows = [event("sns:GetTopicAttributes", n, {"topicArn": f"{topic}{n}"}) for n in range(1, 4)]
    assert len(uses(engine, *rows[1:])) == 2
    assert told(uses(engine, *rows)) == [("sns:gettopicattributes", "", 3, False)]


def test_a_role_is_passed_where_there_are_too_many_resources_to_show(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MAX_RESOURCES", 2)
    rows = [
        event("lambda:CreateFunction20150331", n, {"functionName": f"f{n}", "role": f"{WEB}{n}"})
        for n in range(1, 4)
    ]
    assert told(uses(engine, *rows)) == [
        ("iam:passrole", "", 3, True),
        ("lambda:createfunction", "", 3, False),
    ]


def test_an_event_without_a_known_action_is_told(engine: Engine) -> None:
    (found,) = uses(engine, event("s3:NoSuchThing"))
    assert (found.action, found.event) == ("", "s3:NoSuchThing")


def test_parameters_that_are_no_object_break_nothing(engine: Engine) -> None:
    rows = [event("s3:GetObject", n + 1, ["x", 1][n]) for n in range(2)]
    assert told(uses(engine, *rows)) == [("s3:getobject", "", 2, False)]


def test_windows_say_what_the_logs_have_of_an_account(engine: Engine) -> None:
    engine.create(
        cloudtrail,
        [
            event("s3:GetObject", 2, event_category="Data"),
            event("iam:CreateUser", 4, error_code="AccessDenied"),
            event("iam:GetUser", 3, principal_arn=None),
            event("sqs:SendMessage", 9, account_id="999900009999", event_category="Data"),
        ],
    )
    windows = read_windows(engine)
    found = windows[ACCOUNT]
    assert (str(found.first), str(found.last)) == ("2026-01-02 00:00:00", "2026-01-04 00:00:00")
    assert (found.events, found.unattributed) == (3, 1)
    assert found.services == {"s3", "iam"}
    assert found.data_services == {"s3"}
    assert found.last_seen == {APP: datetime.fromisoformat("2026-01-04")}
    assert windows["999900009999"].data_services == {"sqs"}


def test_empty_logs_have_no_uses(engine: Engine) -> None:
    engine.create(cloudtrail)
    assert read_uses(engine) == {}
    assert read_windows(engine) == {}


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        ([ACCOUNT], ["not all of p.json was read", ""]),
        (["999900009999"], ["", "not all of p.json was read"]),
        ([""], ["not all of p.json was read"] * 2),
        ([], ["", ""]),
    ],
)
def test_what_was_not_read_is_told_of_the_account_or_of_all(
    engine: Engine, accounts: list[str], expected: list[str]
) -> None:
    engine.create(cloudtrail, [event("iam:GetUser"), event("iam:X", account_id="999900009999")])
    found = {"source": "cloudtrail", "file": "/logs/p.json", "reason": "r"}
    gaps = [found | {"account_id": one} for one in accounts]
    gaps.append(found | {"source": "vpc_flow", "account_id": ""})  # says nothing of calls
    engine.create(quarantine, gaps)
    windows = read_windows(engine)
    assert [windows[account].gap for account in (ACCOUNT, "999900009999")] == expected


@pytest.mark.parametrize(
    ("holder", "days"),
    [
        (EventHolder(APP), [1, 2, 3, 4]),
        (EventHolder(APP, "AROANEW"), [2, 3, 4]),
        (EventHolder(APP, "AROAOTHER"), [3, 4]),
        (EventHolder(APP, "", datetime.fromisoformat("2026-01-03T00:00:00")), [3, 4]),
        (EventHolder(APP, "AROANEW", datetime.fromisoformat("2026-01-04T00:00:00")), [4]),
        (EventHolder(APP, "AROANEW", datetime.fromisoformat("2026-02-01T00:00:00")), []),
        (EventHolder(WEB, "AROAWEB", datetime.fromisoformat("2026-02-01T00:00:00")), [1, 2, 3, 4]),
    ],
)
def test_events_of_an_earlier_principal_of_the_name_are_not_its_own(
    engine: Engine, holder: EventHolder, days: list[int]
) -> None:
    ids = {1: "AROAOLD:i-1", 2: "AROANEW:i-1", 3: "", 4: f"{ACCOUNT}:federated"}
    engine.create(
        cloudtrail,
        [event("s3:ListBuckets", day, principal_id=name) for day, name in ids.items()],
    )
    found = read_uses(engine, [holder]).get(APP, ())
    assert sum(used.count for used in found) == len(days)
    (window,) = read_windows(engine, [holder]).values()
    assert window.events == len(ids)
    last = window.last_seen.get(APP)
    assert (last.day if last else None) == (days[-1] if days else None)


def test_an_earlier_user_of_the_name_used_nothing_for_the_new_one(engine: Engine) -> None:
    ann = f"arn:aws:iam::{ACCOUNT}:user/ann"
    old = event("sqs:ListQueues", principal_arn=ann, principal_id="AIDAOLD")
    engine.create(cloudtrail, [old, {**old, "event_id": "2", "principal_id": "AIDANEW"}])
    (used,) = read_uses(engine, [EventHolder(ann, "AIDANEW")])[ann]
    assert used.count == 1
