"""Changes go into the journal and come back the same, references and secrets seen to."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.apply.document import drop_secrets, read_change, write_change
from ringwall.model.change import Cause, Change, Lookup, Poll, Probe, Write

CHANGE = Change(
    account_id="111122223333",
    region="eu-west-1",
    resource="arn:x",
    write=Write("ec2.create_tags", {"Resources": [{"$read": "made.id"}], "Tags": []}),
    probe=Probe("ec2.describe_tags", {"Id": {"$read": "made.id"}}, "Tags", ("None",)),
    before=[],
    after=[{"Key": "a"}],
    why="because",
    layer="data",
    undo=Write("ec2.delete_volume", {"VolumeId": {"$read": "own.id"}}),
    cause=Cause("finding", "f"),
    id="own",
)


def test_a_change_comes_back_the_same() -> None:
    assert read_change(write_change(CHANGE), 7) == CHANGE
    bare = replace(CHANGE, undo=None)
    assert read_change(write_change(bare), 7) == bare


def test_all_that_a_change_can_have_comes_back() -> None:
    poll = Poll("a.get", {"Id": {"$answer": "Id"}}, "State", ("DONE",), ("BAD",), "Why", 60.0)
    lookup = Lookup("a.more", {"Name": "{Name}"}, "Status", "More", ("None",))
    full = replace(
        CHANGE,
        account_id="",
        account={"$read": "made.id"},
        write=replace(CHANGE.write, retry=("NotYet",), poll=poll),
        probe=replace(
            CHANGE.probe,
            items="List",
            match={"Name": {"$read": "made.name"}},
            lookups=(lookup,),
            ids={"arn": "Arn"},
            normal={"Policy": "policy"},
        ),
        before={"$unread": True},
        needs=("made", "other"),
        serial="organization",
        part_of="made",
        irreversible="because",
    )
    assert read_change(write_change(full), 7) == full


def test_secrets_are_dropped_wherever_they_stand() -> None:
    answer = {
        "AccessKey": {"AccessKeyId": "AKIA", "SecretAccessKey": "s"},
        "Credentials": [{"SessionToken": "s", "Expiration": "later"}],
        "Plaintext": b"s",
        "KeyMaterial": "s",
        "MasterUserPassword": "s",
        "PrivateKey": "s",
        "SecretString": "s",
    }
    kept = drop_secrets(answer)
    assert "'s'" not in repr(kept)
    assert "b's'" not in repr(kept)
    assert kept["AccessKey"]["AccessKeyId"] == "AKIA"
    assert kept["Credentials"][0]["Expiration"] == "later"


def test_what_only_sounds_secret_stays() -> None:
    answer = {
        "SecretArn": "arn:s",
        "SecretId": "s",
        "HttpTokens": "required",
        "ClientToken": "t",
        "PasswordReusePrevention": 24,
        "AllowUsersToChangePassword": True,
    }
    assert drop_secrets(answer) == answer


@pytest.mark.parametrize("where", ["write", "undo"])
def test_a_change_with_a_secret_is_not_written_down(where: str) -> None:
    bad: dict[str, Any] = {where: Write("rds.modify", {"MasterUserPassword": "hush"})}
    with pytest.raises(ValueError, match="must not carry a secret"):
        write_change(replace(CHANGE, **bad))


@pytest.mark.parametrize(
    "change",
    [
        {"write": 3},
        {"write": {"operation": 5, "parameters": {}}},
        {"write": {"operation": "a.b", "parameters": []}},
        {"undo": {"operation": "a.b", "parameters": "x"}},
        {"probe": {"operation": "a.b", "parameters": {}, "take": 1, "absent": []}},
        {"probe": {"operation": "a.b", "parameters": {}, "take": "x", "absent": [None]}},
        {"probe": {"operation": "a.b", "parameters": {}, "take": "x", "absent": 3}},
        {"resource": None},
        {"why": ["x"]},
        {"layer": []},
        {"layer": "config"},
        {"blast": "data"},
        {"cause": 3},
        {"nosuch": 1},
        {"write": {"operation": "a.b", "parameters": {}, "nosuch": 1}},
        {"probe": {"operation": "a.b", "parameters": {}, "take": "x", "lookups": [{"nosuch": 1}]}},
        {"needs": "made"},
        {"needs": [1]},
        {"write": {"operation": "a.b", "parameters": {}, "retry": [1]}},
        {"write": {"operation": "a.b", "parameters": {}, "poll": {"operation": "a.c"}}},
    ],
    ids=str,
)
def test_what_is_no_change_is_not_read_as_one(change: dict[str, Any]) -> None:
    with pytest.raises((TypeError, LookupError)):
        read_change({**write_change(CHANGE), **change}, 7)
