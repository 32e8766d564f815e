"""Granted against used: unused is said only where the logs would have shown a use."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.usage.events import ActionUse, LogWindow
from ringwall.reason.iam.usage.granted import Usage, report_usage

APP = "arn:aws:iam::111122223333:role/app"
DAY = datetime.fromisoformat("2026-01-02")
ALL = frozenset({"s3", "iam", "kms", "sqs", "ec2"})


def make(*statements: dict[str, Any], name: str = "app.json") -> Policy:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return read_policy(document, name, "identity")


def allow(*actions: str, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource, **more}


def use(action: str, resource: str = "", **more: Any) -> ActionUse:
    return ActionUse(APP, action, resource, 3, DAY, DAY, **more)


def window(data: frozenset[str] = ALL, services: frozenset[str] = ALL) -> LogWindow:
    return LogWindow("111122223333", DAY, DAY, 9, services, data, {APP: DAY})


NO_DATA = window(data=frozenset())


def report(policy: Policy, *uses: ActionUse, logs: LogWindow | None = NO_DATA) -> Usage:
    return report_usage(APP, [policy], uses, logs)


@pytest.mark.parametrize(
    ("action", "uses", "logs", "verdict", "reason"),
    [
        ("iam:CreateUser", [use("iam:createuser")], NO_DATA, "used", ""),
        ("iam:CreateUser", [], NO_DATA, "unused", ""),
        ("iam:CreateUser", [], None, "unknown", "no events of the account"),
        ("s3:GetObject", [], NO_DATA, "unknown", "data events of s3 are not in the logs"),
        ("s3:GetObject", [], window(), "unused", ""),
        ("s3:GetObject", [use("s3:getobject")], NO_DATA, "used", ""),
        ("s3:GetBucketPolicy", [], NO_DATA, "unused", ""),
        ("kms:Decrypt", [], window(services=frozenset({"s3"})), "unknown", "events of kms"),
        ("kms:Decrypt", [], window(), "unused", ""),
        ("logs:PutLogEvents", [], window(), "unknown", "CloudTrail does not log it"),
        ("a4b:CreateRoom", [], window(), "unknown", "no event of the service is known"),
        ("s3:GetObjectVersion", [], window(), "unused", ""),
        ("s3:GetObjectVersion", [use("s3:getobject")], window(), "unknown", "without an event"),
        ("ec2:CreateTags", [], NO_DATA, "unused", ""),
        ("ec2:CreateTags", [use("ec2:runinstances")], NO_DATA, "unknown", "tagging at creation"),
        ("iam:PassRole", [use("iam:createuser")], NO_DATA, "unused", ""),
        (
            "iam:GetUser",
            [use("", event="iam:New")],
            NO_DATA,
            "unknown",
            "the actions of iam:New are not known",
        ),
        ("sqs:NotYetKnown", [], NO_DATA, "unknown", "unknown action"),
    ],
)
def test_a_verdict_needs_evidence(
    action: str, uses: list[ActionUse], logs: LogWindow | None, verdict: str, reason: str
) -> None:
    found = report(make(allow(action)), *uses, logs=logs)
    (told,) = found.actions.values()
    assert (told.action.lower(), told.verdict) == (action.lower(), verdict)
    assert reason in told.reason
    assert bool(reason) == bool(told.reason)


def test_patterns_are_spelled_out_and_summed_up_by_service() -> None:
    found = report(make(allow("iam:*User", "sqs:PurgeQueue")), use("iam:getuser"))
    iam, sqs = found.services
    assert (iam.service, iam.verdict, iam.last_used) == ("iam", "used", DAY)
    assert [a.action for a in iam.actions if a.verdict == "used"] == ["iam:GetUser"]
    assert {a.action for a in iam.actions} >= {"iam:CreateUser", "iam:DeleteUser"}
    assert (sqs.service, sqs.verdict, sqs.last_used) == ("sqs", "unused", None)


def test_not_action_grants_all_others() -> None:
    statement = {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}
    found = report(make(statement))
    assert "s3:getobject" in found.actions
    assert "iam:getuser" not in found.actions


def test_what_is_denied_everywhere_is_not_granted() -> None:
    deny = {"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"}
    only_there = deny | {"Action": "iam:GetUser", "Resource": "arn:aws:iam::1:user/x"}
    found = report(make(allow("iam:CreateUser", "iam:GetUser"), deny, only_there))
    assert list(found.actions) == ["iam:getuser"]


def test_a_statement_is_used_where_it_can_be_what_allowed_a_use() -> None:
    policy = make(
        allow("s3:GetBucketPolicy", resource="arn:aws:s3:::a"),
        allow("s3:GetBucketPolicy", resource="arn:aws:s3:::${aws:username}"),
        allow("s3:GetBucketPolicy", resource="arn:aws:s3:::z", Sid="Old"),
        allow("s3:GetObject"),
    )
    found = report(policy, use("s3:getbucketpolicy", "arn:aws:s3:::a"))
    verdicts = [statement.verdict for statement in found.statements]
    assert verdicts == ["used", "used", "unused", "unknown"]
    old = found.statements[2]
    assert (old.policy, old.index, old.sid, old.granted, old.used) == ("app.json", 2, "Old", 1, 0)


def test_what_the_policies_do_not_grant_is_told() -> None:
    found = report(make(allow("iam:GetUser")), use("s3:getobject"), use("", event="x:Y"))
    assert (found.beyond, found.unread) == (("s3:getobject",), ("x:Y",))
    assert found.last_seen == DAY


def test_a_use_that_others_tell_of_is_inferred() -> None:
    found = report(make(allow("iam:PassRole")), use("iam:passrole", is_inferred=True))
    told = found.actions["iam:passrole"]
    assert (told.verdict, told.is_inferred, told.count) == ("used", True, 3)


@pytest.mark.parametrize(
    ("event", "verdicts"),
    [
        # Each was AWS's once, before its action was known here: none is like its action by name,
        # and the action has an event of its own besides.
        (
            "bedrock:StartSomeInvoke",
            {"bedrock:invokemodel": "unknown", "s3:deletebucket": "unused"},
        ),
        ("s3:CompleteSomeUpload", {"bedrock:invokemodel": "unused", "s3:deletebucket": "unknown"}),
        # What is of a service that is not known here may be of any.
        ("newhost:Open", {"bedrock:invokemodel": "unknown", "s3:deletebucket": "unknown"}),
    ],
)
def test_an_event_without_known_actions_leaves_its_whole_service_open(
    event: str, verdicts: dict[str, str]
) -> None:
    policy = make(allow("bedrock:InvokeModel", "s3:DeleteBucket", "s3:GetBucketPolicy"))
    found = report(policy, use("s3:getbucketpolicy"), use("", event=event), logs=window())
    told = {name: usage.verdict for name, usage in found.actions.items()}
    assert told == verdicts | {"s3:getbucketpolicy": "used"}
    reasons = {usage.reason for usage in found.actions.values() if usage.verdict == "unknown"}
    assert reasons == {f"the actions of {event} are not known"}


def test_nothing_is_unused_where_not_all_of_the_logs_was_read() -> None:
    logs = replace(NO_DATA, gap="not all of p.json was read")
    found = report(make(allow("iam:CreateUser", "iam:GetUser")), use("iam:getuser"), logs=logs)
    told = {name: (usage.verdict, usage.reason) for name, usage in found.actions.items()}
    assert told == {
        "iam:createuser": ("unknown", "not all of p.json was read"),
        "iam:getuser": ("used", ""),
    }
