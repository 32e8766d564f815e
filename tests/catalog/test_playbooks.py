"""Playbooks on answers as AWS gives them: nothing to do, a person must decide, AWS refuses."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringwall.catalog.loader import load_playbooks, load_rules
from ringwall.catalog.walk import CATALOG
from ringwall.model.change import Change
from ringwall.model.errors import AccessDenied, CallFailed, NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import Playbook
from ringwall.model.table import Row

ACCOUNT = "111111111111"
BOOKS = load_playbooks()
FLAGS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
ALL_ON, SOME_ON = dict.fromkeys(FLAGS, True), dict.fromkeys(FLAGS, True) | {FLAGS[0]: False}
TRAIL = f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/main"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/k"
USER = f"arn:aws:iam::{ACCOUNT}:user/staff/bob"
DATABASE = f"arn:aws:rds:eu-west-1:{ACCOUNT}:db:orders"
NOW = datetime.now(UTC)
CMK = {"KeyManager": "CUSTOMER", "KeyState": "Enabled", "Origin": "AWS_KMS"}
Run = Callable[..., list[Change]]


@pytest.fixture
def run(canned: type[Any]) -> Run:
    """Return a function that plans with one playbook, on canned answers."""

    def plan(book: str, resource: str, answers: Row) -> list[Change]:
        playbook = BOOKS[book]
        finding = Finding(
            uid="u",
            rule=playbook.answers[0],
            title="",
            severity="high",
            layer="data",
            account_id=ACCOUNT,
            region="eu-west-1",
            resources=(resource,),
            reason="",
            first_seen=0,
            last_seen=0,
        )
        return list(playbook.plan(finding, canned(answers)))

    return plan


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_a_playbook_has_the_name_of_its_file_and_answers_controls(book: Playbook) -> None:
    service, _, name = book.id.partition(".")
    assert (CATALOG / service / "playbooks" / f"{name}.py").is_file()
    assert book.doc.endswith(".")
    assert book.answers
    assert set(book.answers) <= load_rules().keys()


def test_no_rule_has_two_playbooks() -> None:
    answered = [rule for book in BOOKS.values() for rule in book.answers]
    assert len(answered) == len(set(answered))


GOOD: dict[str, tuple[str, str, Row]] = {
    "the account blocks": (
        "s3.block_account_public_access",
        f"arn:aws:s3:::{ACCOUNT}",
        {"s3control.get_public_access_block": {"PublicAccessBlockConfiguration": ALL_ON}},
    ),
    "the bucket blocks": (
        "s3.block_bucket_public_access",
        "arn:aws:s3:::b",
        {"s3.get_public_access_block": {"PublicAccessBlockConfiguration": ALL_ON}},
    ),
    "volumes are encrypted": (
        "ec2.encrypt_ebs_by_default",
        "arn",
        {"ec2.get_ebs_encryption_by_default": {"EbsEncryptionByDefault": True}},
    ),
    "the snapshot is not shared": (
        "ec2.unshare_snapshot",
        "arn:aws:ec2:eu-west-1::snapshot/snap-1",
        {
            "ec2.describe_snapshot_attribute": {
                "CreateVolumePermissions": [{"UserId": "222222222222"}]
            }
        },
    ),
    "tokens are required": (
        "ec2.require_imdsv2",
        "arn:aws:ec2:eu-west-1:1:instance/i-1",
        {
            "ec2.describe_instances": {
                "Reservations": [{"Instances": [{"MetadataOptions": {"HttpTokens": "required"}}]}]
            }
        },
    ),
    "the subnet assigns none": (
        "ec2.stop_assigning_public_ips",
        "arn:aws:ec2:eu-west-1:1:subnet/subnet-1",
        {"ec2.describe_subnets": {"Subnets": [{"MapPublicIpOnLaunch": False}]}},
    ),
    "the trail logs": (
        "cloudtrail.start_logging",
        TRAIL,
        {"cloudtrail.get_trail_status": {"IsLogging": True}},
    ),
    "the trail validates": (
        "cloudtrail.validate_files",
        TRAIL,
        {"cloudtrail.describe_trails": {"trailList": [{"LogFileValidationEnabled": True}]}},
    ),
    "the key rotates": (
        "kms.rotate_key",
        KEY,
        {
            "kms.describe_key": {"KeyMetadata": CMK},
            "kms.get_key_rotation_status": {"KeyRotationEnabled": True},
        },
    ),
    "the database is protected": (
        "rds.protect_from_deletion",
        DATABASE,
        {"rds.describe_db_instances": {"DBInstances": [{"DeletionProtection": True}]}},
    ),
}


@pytest.mark.parametrize(("book", "resource", "answers"), GOOD.values(), ids=GOOD)
def test_what_is_good_already_needs_no_change(
    run: Run, book: str, resource: str, answers: Row
) -> None:
    assert run(book, resource, answers) == []


@pytest.mark.parametrize(("book", "resource", "answers"), GOOD.values(), ids=GOOD)
def test_a_refused_read_plans_nothing(run: Run, book: str, resource: str, answers: Row) -> None:
    denied = {name: AccessDenied("no", "AccessDenied") for name in answers}
    with pytest.raises(AccessDenied):
        run(book, resource, denied)


HUMAN: dict[str, tuple[str, str, Row, str]] = {
    "a trail of another account": (
        "cloudtrail.start_logging",
        "arn:aws:cloudtrail:us-east-1:999999999999:trail/organization",
        {},
        "account 999999999999 owns the trail; fix it there",
    ),
    "an AWS managed key": (
        "kms.rotate_key",
        KEY,
        {"kms.describe_key": {"KeyMetadata": CMK | {"KeyManager": "AWS"}}},
        "it is an AWS managed key",
    ),
    "a disabled key": (
        "kms.rotate_key",
        KEY,
        {"kms.describe_key": {"KeyMetadata": CMK | {"KeyState": "Disabled"}}},
        "the key is Disabled",
    ),
    "an asymmetric key": (
        "kms.rotate_key",
        KEY,
        {"kms.describe_key": {"KeyMetadata": CMK | {"KeySpec": "RSA_2048"}}},
        "AWS cannot rotate keys of this type",
    ),
    "imported key material": (
        "kms.rotate_key",
        KEY,
        {"kms.describe_key": {"KeyMetadata": CMK | {"Origin": "EXTERNAL"}}},
        "its key material was imported",
    ),
    "a replica key": (
        "kms.rotate_key",
        KEY,
        {
            "kms.describe_key": {
                "KeyMetadata": CMK | {"MultiRegionConfiguration": {"MultiRegionKeyType": "REPLICA"}}
            }
        },
        "fix the primary key",
    ),
    "a member of a cluster": (
        "rds.protect_from_deletion",
        DATABASE,
        {"rds.describe_db_instances": {"DBInstances": [{"DBClusterIdentifier": "c"}]}},
        "enable it for the cluster instead: c",
    ),
    "the root user": (
        "iam.turn_off_unused_keys",
        f"arn:aws:iam::{ACCOUNT}:root",
        {},
        "only the root user can remove its own credentials",
    ),
}


@pytest.mark.parametrize(("book", "resource", "answers", "reason"), HUMAN.values(), ids=HUMAN)
def test_a_person_must_decide_and_is_told_why(
    run: Run, book: str, resource: str, answers: Row, reason: str
) -> None:
    with pytest.raises(NeedsHuman, match=reason) as refused:
        run(book, resource, answers)
    assert str(refused.value).startswith(resource)


def test_settings_that_were_partly_on_are_put_back_as_they_were(run: Run) -> None:
    answers = {"s3.get_public_access_block": {"PublicAccessBlockConfiguration": SOME_ON}}
    (change,) = run("s3.block_bucket_public_access", "arn:aws:s3:::b", answers)
    assert change.write.parameters["PublicAccessBlockConfiguration"] == ALL_ON
    assert change.write.parameters["ExpectedBucketOwner"] == ACCOUNT
    assert change.undo
    assert change.undo.parameters["PublicAccessBlockConfiguration"] == SOME_ON


def test_settings_that_did_not_exist_are_deleted_by_undo(run: Run) -> None:
    missing = CallFailed("none", "NoSuchPublicAccessBlockConfiguration")
    answers = {"s3control.get_public_access_block": missing}
    (change,) = run("s3.block_account_public_access", f"arn:aws:s3:::{ACCOUNT}", answers)
    assert change.before is None
    assert change.undo
    assert change.undo.operation == "s3control.delete_public_access_block"


def test_a_trail_is_changed_in_its_home_region(run: Run) -> None:
    (change,) = run(
        "cloudtrail.start_logging", TRAIL, {"cloudtrail.get_trail_status": {"IsLogging": False}}
    )
    assert (change.region, change.before, change.after) == ("us-east-1", False, True)


def user_answers(
    keys: list[Row], used: Row | None = None, profile: Any = None, signed_in: Any = None
) -> Row:
    gone = CallFailed("none", "NoSuchEntity")
    user = {} if signed_in is None else {"PasswordLastUsed": signed_in}
    return {
        "iam.list_access_keys": {"AccessKeyMetadata": keys},
        "iam.get_access_key_last_used": {"AccessKeyLastUsed": used or {}},
        "iam.get_login_profile": {"LoginProfile": {"CreateDate": profile}} if profile else gone,
        "iam.get_user": {"User": user},
    }


def key(status: str = "Active", days: int = 100) -> Row:
    return {"AccessKeyId": "AKIA1", "Status": status, "CreateDate": NOW - timedelta(days=days)}


def test_a_key_that_was_never_used_counts_from_its_creation(run: Run) -> None:
    assert run("iam.turn_off_unused_keys", USER, user_answers([key(days=44)])) == []
    (change,) = run("iam.turn_off_unused_keys", USER, user_answers([key(days=46)]))
    assert change.write.parameters == {
        "UserName": "bob",
        "AccessKeyId": "AKIA1",
        "Status": "Inactive",
    }
    assert "AKIA1 was unused for 45 days" in change.why


def test_a_key_that_is_used_or_inactive_stays_as_it_is(run: Run) -> None:
    recent = {"LastUsedDate": NOW - timedelta(days=1)}
    assert run("iam.turn_off_unused_keys", USER, user_answers([key()], recent)) == []
    assert run("iam.turn_off_unused_keys", USER, user_answers([key("Inactive")])) == []


def test_an_unused_password_is_left_to_a_person(run: Run) -> None:
    old = NOW - timedelta(days=100)
    with pytest.raises(NeedsHuman, match="bob: the password is unused, and a deleted password"):
        run("iam.turn_off_unused_keys", USER, user_answers([], profile=old))
    with pytest.raises(NeedsHuman, match="delete-login-profile --user-name bob"):
        run("iam.turn_off_unused_keys", USER, user_answers([], profile=old, signed_in=old))
    assert run("iam.turn_off_unused_keys", USER, user_answers([], profile=old, signed_in=NOW)) == []


def test_a_denied_read_of_the_password_is_not_taken_for_none(run: Run) -> None:
    answers = user_answers([]) | {"iam.get_login_profile": AccessDenied("no", "AccessDenied")}
    with pytest.raises(AccessDenied):
        run("iam.turn_off_unused_keys", USER, answers)
