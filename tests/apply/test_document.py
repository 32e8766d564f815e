"""Changes go into the journal and come back the same, references and secrets seen to."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.apply.document import (
    drop_secrets,
    fill_references,
    fill_undo,
    read_change,
    write_change,
)
from ringwall.model.change import Cause, Change, Probe, Write
from ringwall.model.errors import BadInput

CHANGE = Change(
    account_id="111122223333",
    region="eu-west-1",
    resource="arn:x",
    write=Write("ec2.create_tags", {"Resources": [{"$result": "made.Volume.Id"}], "Tags": []}),
    probe=Probe("ec2.describe_tags", {"Id": {"$result": "made.Volume.Id"}}, "Tags", ("None",)),
    before=[],
    after=[{"Key": "a"}],
    why="because",
    layer="data",
    undo=Write("ec2.delete_volume", {"VolumeId": {"$result": "own.Id"}}),
    cause=Cause("finding", "f"),
    id="own",
)


def test_a_change_comes_back_the_same() -> None:
    assert read_change(write_change(CHANGE), 7) == CHANGE
    bare = replace(CHANGE, undo=None)
    assert read_change(write_change(bare), 7) == bare


def test_references_are_filled_in_everywhere_but_in_the_undo() -> None:
    filled = fill_references(CHANGE, {"made": {"Volume": {"Id": "vol-1"}}})
    assert filled.write.parameters == {"Resources": ["vol-1"], "Tags": []}
    assert filled.probe.parameters == {"Id": "vol-1"}
    assert filled.undo == CHANGE.undo


def test_an_undo_is_filled_in_when_it_is_wanted() -> None:
    filled = fill_undo(CHANGE, {"made": {"Volume": {"Id": "vol-1"}}, "own": {"Id": "own"}})
    assert filled.undo == Write("ec2.delete_volume", {"VolumeId": "own"})
    with pytest.raises(ValueError, match="cannot be undone"):
        fill_undo(replace(CHANGE, undo=None), {})


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, "needs the answer of change made, which has not been made"),
        ({"made": {}}, "the answer of change made has no Volume.Id"),
        ({"made": {"Volume": {"Id": "(not kept)"}}}, "the answer of change made has no Volume.Id"),
    ],
)
def test_a_reference_to_nothing_is_told(answers: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        fill_references(CHANGE, answers)


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
    ],
    ids=str,
)
def test_what_is_no_change_is_not_read_as_one(change: dict[str, Any]) -> None:
    with pytest.raises((TypeError, LookupError)):
        read_change({**write_change(CHANGE), **change}, 7)
