import shlex
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.catalog.loader import load_rules
from ringwall.hub.commands import fill_advice, find_commands
from ringwall.model.finding import Finding, Remediation

ACCOUNT, REGION = "111122223333", "eu-west-1"
FINDING = Finding(
    uid="f" * 32,
    rule="s3.a",
    title="",
    severity="high",
    layer="data",
    account_id=ACCOUNT,
    region=REGION,
    resources=("arn:aws:s3:::payroll",),
    reason="",
    first_seen=1,
    last_seen=1,
)


def _commands(text: str, resource: str, region: str = REGION) -> tuple[str, ...]:
    return find_commands(
        replace(FINDING, resources=(resource,), region=region, remediation=Remediation(text))
    )


def _fix(rule: str) -> str:
    return load_rules()[rule].fix


@pytest.mark.parametrize(
    ("rule", "resource", "commands"),
    [
        (
            "s3.bucket_requires_tls",
            "arn:aws:s3:::payroll",
            ["aws s3api put-bucket-policy --bucket payroll --policy file://policy.json"],
        ),
        (
            "kms.key_rotates",
            f"arn:aws-cn:kms:{REGION}:{ACCOUNT}:key/1-2",
            [f"aws kms enable-key-rotation --key-id arn:aws-cn:kms:{REGION}:{ACCOUNT}:key/1-2"],
        ),
        (
            "iam.access_keys_are_rotated",
            f"arn:aws:iam::{ACCOUNT}:user/team/ann",
            [
                "aws iam create-access-key --user-name ann",
                "aws iam update-access-key --user-name ann --access-key-id KEY --status Inactive",
            ],
        ),
        (
            "ec2.volume_is_encrypted",
            f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/vol-1",
            [
                "aws ec2 create-snapshot --volume-id vol-1",
                (
                    "aws ec2 create-volume --snapshot-id SNAPSHOT_ID --encrypted "
                    "--availability-zone ZONE"
                ),
            ],
        ),
        (
            "ec2.instance_requires_imdsv2",
            f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/i-1",
            [
                (
                    "aws ec2 modify-instance-metadata-options --instance-id i-1 "
                    "--http-tokens required --http-endpoint enabled"
                )
            ],
        ),
        (
            "cloudtrail.trail_validates_files",
            f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/t",
            [
                (
                    "aws cloudtrail update-trail --name "
                    f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/t --enable-log-file-validation"
                )
            ],
        ),
        (
            "rds.instance_is_not_public",
            f"arn:aws:rds:{REGION}:{ACCOUNT}:db:app",
            [
                (
                    "aws rds modify-db-instance --db-instance-identifier app "
                    "--no-publicly-accessible --apply-immediately"
                )
            ],
        ),
    ],
)
def test_the_resource_stands_in_the_command(rule: str, resource: str, commands: list[str]) -> None:
    is_global = rule.startswith("iam.")
    found = _commands(_fix(rule), resource, "global" if is_global else REGION)
    end = "" if is_global else f" --region {REGION}"
    assert list(found) == [f"{command}{end}" for command in commands]


def test_what_the_finding_does_not_say_stays_a_placeholder() -> None:
    contact = _commands(
        _fix("account.security_contact_is_set"), f"arn:aws:account::{ACCOUNT}:account"
    )
    assert "--name NAME --title TITLE" in contact[0]
    (first, *_) = _commands(_fix("guardduty.detector_is_enabled"), f"arn:aws:account::{ACCOUNT}:x")
    assert first == f"aws guardduty create-detector --enable --region {REGION}"


@pytest.mark.parametrize("rule", load_rules())
def test_every_command_of_the_catalog_is_found_whole(rule: str) -> None:
    """No prose is taken for a part of a command, and no command is cut short."""
    text = _fix(rule)
    found = _commands(text, "none", "global")
    assert len(found) == len(set(_starts(text))), found
    for command in found:
        words = shlex.split(command)
        for before, word in pairwise(words[2:]):
            assert before.startswith("--") or word.startswith("--"), command
        assert not command.endswith((".", ",", ";", ":", ")"))


def _starts(text: str) -> list[str]:
    """Return what follows each `aws ` up to the end of the command, read word by word."""
    found = []
    for part in text.split("aws ")[1:]:
        words = part.split()
        is_service = len(words) > 1 and words[0].replace("-", "").isalnum()
        has_option = len(words) > 2 and words[2].startswith("--")  # aws inspector2 enable --...
        if is_service and ("-" in words[1] or has_option) and words[1][0] != "-":
            found.append(" ".join(words))
    return found


def test_advice_is_kept_around_its_commands() -> None:
    text = "Do it: aws s3api get-x --bucket NAME. Or (aws s3api put-x --bucket NAME), then wait."
    finding = replace(FINDING, region="global", remediation=Remediation(text))
    assert fill_advice(finding) == text.replace("NAME", "payroll")


@given(st.text(min_size=1))
def test_a_hostile_name_is_one_word_to_a_shell(name: str) -> None:
    text = "Do it: aws s3api delete-bucket --bucket NAME."
    (command,) = _commands(text, f"arn:aws:s3:::{name}", "global")
    assert "\n" not in command
    assert len(shlex.split(command)) == 5


@pytest.mark.parametrize("hostile", ["aws a b ", "aws a b --c ", "aws a b --c x,", "--a A "])
def test_hostile_advice_takes_no_time(hostile: str) -> None:
    started = time.process_time()
    _commands(hostile * 5_000, "arn:aws:s3:::b")
    assert time.process_time() - started < 2
