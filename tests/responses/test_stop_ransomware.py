"""Stopping ransomware in a bucket: the principal shut out, objects back, all else as it was."""

import json
from typing import Any

import pytest
from ransomed_bucket import NAME, OWN, RULES, age, make_ransomed_bucket, make_threat, put
from response_world import REGION, ResponseWorld, list_operations

ID = "s3.stop_ransomware"
TABLES = ("s3_bucket", "kms_key")


@pytest.fixture
def s3(response_world: ResponseWorld) -> Any:
    """Return a client, where a bucket has a policy, rules, a key and versions."""
    return make_ransomed_bucket(response_world)


def test_who_acted_is_shut_out_and_nothing_expires(response_world: ResponseWorld, s3: Any) -> None:
    before = response_world.look(*TABLES)
    text = s3.get_bucket_policy(**NAME)["Policy"]
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    statements = json.loads(s3.get_bucket_policy(**NAME)["Policy"])["Statement"]
    assert [one["Effect"] for one in statements] == ["Deny", "Allow"]
    assert statements[0]["Condition"]["ArnLike"]["aws:PrincipalArn"] == [
        "arn:aws:iam::123456789012:role/deploy",
        "arn:aws:iam::123456789012:role/*/deploy",
    ]
    assert statements[1] == OWN
    rules = s3.get_bucket_lifecycle_configuration(**NAME)["Rules"]
    assert [rule["ID"] for rule in rules] == ["tidy"]
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert response_world.look(*TABLES) == before
    assert s3.get_bucket_policy(**NAME)["Policy"] == text


def test_a_bucket_with_nothing_has_nothing_again(response_world: ResponseWorld, s3: Any) -> None:
    s3.delete_bucket_policy(**NAME)
    rules = {"Rules": RULES[:1]}
    s3.put_bucket_lifecycle_configuration(**NAME, LifecycleConfiguration=rules)
    s3.put_bucket_versioning(**NAME, VersioningConfiguration={"Status": "Suspended"})
    before = response_world.look(*TABLES)
    report = response_world.respond(ID, make_threat(response_world))
    assert s3.get_bucket_versioning(**NAME)["Status"] == "Enabled"
    response_world.undo(report.run.id)
    assert response_world.look(*TABLES) == before


def test_versioning_that_never_was_on_cannot_be_undone(response_world: ResponseWorld) -> None:
    client = response_world.client("s3")
    client.create_bucket(**NAME, CreateBucketConfiguration={"LocationConstraint": REGION})
    planned = response_world.plan(ID, make_threat(response_world))
    change = planned.changes[-1]
    assert change.write.operation == "s3.put_bucket_versioning"
    assert change.irreversible
    response_world.respond(ID, make_threat(response_world))


def test_deleted_objects_are_back(response_world: ResponseWorld, s3: Any) -> None:
    keys = ["a", "a/b", 'quo"te', "{Key}", "white\nspace"]
    versions = {key: put(s3, key) for key in keys}
    put(s3, "old")
    s3.delete_object(**NAME, Key="old")
    age()
    threat = make_threat(response_world)
    for key in keys:
        s3.delete_object(**NAME, Key=key)
    planned = response_world.plan(ID, threat)
    assert list_operations(planned).count("s3.delete_object") == len(keys)
    response_world.respond(ID, threat)
    listed = s3.list_objects_v2(**NAME)["Contents"]
    assert {one["Key"] for one in listed} == set(keys)
    for key, version in versions.items():
        assert s3.head_object(**NAME, Key=key)["VersionId"] == version
    assert response_world.plan(ID, threat).changes == ()


def test_no_more_objects_are_brought_back_than_was_said(
    response_world: ResponseWorld, s3: Any
) -> None:
    put(s3, "a")
    put(s3, "b")
    age()
    threat = make_threat(response_world)
    for key in "abb":  # of b there are two markers
        s3.delete_object(**NAME, Key=key)
    planned = response_world.plan(ID, threat, most="1")
    assert list_operations(planned).count("s3.delete_object") == 1
    assert any('delete markers of "b"' in step.what for step in planned.steps)


def test_versions_are_held_where_they_can_be(response_world: ResponseWorld) -> None:
    s3 = response_world.client("s3")
    place = {"LocationConstraint": REGION}
    s3.create_bucket(**NAME, CreateBucketConfiguration=place, ObjectLockEnabledForBucket=True)
    version = put(s3, "{Key}")
    age()
    threat = make_threat(response_world)
    put(s3, "{Key}")
    report = response_world.respond(ID, threat)
    asked = {**NAME, "Key": "{Key}", "VersionId": version}
    assert s3.get_object_legal_hold(**asked)["LegalHold"]["Status"] == "ON"
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert s3.get_object_legal_hold(**asked)["LegalHold"]["Status"] == "OFF"


def test_objects_under_a_customers_key_are_told(response_world: ResponseWorld, s3: Any) -> None:
    put(s3, "lost")
    age()
    threat = make_threat(response_world)
    put(s3, "lost", SSECustomerAlgorithm="AES256", SSECustomerKey="0" * 32)
    put(s3, "fresh")
    told = [step.what for step in response_world.plan(ID, threat).steps]
    assert told == ['Restore "lost": older versions of 1 are there']


def test_the_key_is_kept(response_world: ResponseWorld, s3: Any) -> None:
    kms = response_world.client("kms")
    key = kms.list_keys()["Keys"][0]["KeyId"]
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    report = response_world.respond(ID, make_threat(response_world))
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"
    response_world.undo(report.run.id)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"
    assert s3.get_bucket_encryption(**NAME)


@pytest.mark.parametrize(
    "actor",
    [
        "",
        "arn:aws:iam::123456789012:root",
        "arn:aws:iam::123456789012:user/*",
        "arn:aws:iam::123456789012:user/operator",  # who responds
    ],
)
def test_nobody_is_shut_out_whom_a_policy_cannot_name(
    response_world: ResponseWorld, s3: Any, actor: str
) -> None:
    planned = response_world.plan(ID, make_threat(response_world, actor=actor))
    assert "s3.put_bucket_policy" not in list_operations(planned)
    assert "Cut off by hand" in planned.steps[0].what
    assert s3.get_bucket_policy(**NAME)


def test_what_is_no_bucket_is_left_to_a_person(response_world: ResponseWorld) -> None:
    planned = response_world.plan(ID, make_threat(response_world))
    assert planned.changes == ()
    assert "no such bucket any more" in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(response_world: ResponseWorld, s3: Any) -> None:
    put(s3, "a")
    age()
    threat = make_threat(response_world)
    s3.delete_object(**NAME, Key="a")
    s3.put_bucket_versioning(**NAME, VersioningConfiguration={"Status": "Suspended"})
    key = response_world.client("kms").list_keys()["Keys"][0]["KeyId"]
    response_world.client("kms").disable_key(KeyId=key)
    response_world.die_everywhere(ID, threat, lambda: response_world.look(*TABLES))
    assert s3.head_object(**NAME, Key="a")
