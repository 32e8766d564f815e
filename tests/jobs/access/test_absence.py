"""Resources that are certainly not there, and those that may well be."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.absence import refuse_absent
from ringwall.jobs.access.organization import open_organization
from ringwall.model.coverage import Coverage
from ringwall.model.errors import BadInput
from ringwall.store.lake.snapshot import SnapshotWriter

PROD, DEV, LATE = "111111111111", "222222222222", "444444444444"
QUEUE = f"arn:aws:sqs:eu-west-1:{PROD}:q"
Write = Callable[..., Path]


def refuse(home: Path, arn: str) -> None:
    refuse_absent(home, "", open_organization(home), arn)


@pytest.fixture
def whole(home_of: Write, two_accounts: Any) -> Callable[..., Path]:
    """Return a function that writes a snapshot with every account of the organization."""
    accounts = two_accounts.rows()["organizations_account"]
    listed = [row for row in accounts if row["id"] != LATE]
    return lambda **more: home_of(organizations_account=listed, **more)


@pytest.mark.parametrize(
    ("arn", "said"),
    [
        (f"arn:aws:iam::{PROD}:role/nosuch", f"iam_role of account {PROD} was listed whole"),
        (f"arn:aws:iam::{PROD}:role/appp", f"did you mean arn:aws:iam::{PROD}:role/app?"),
        (f"arn:aws:iam::{DEV}:user/nosuch", f"iam_user of account {DEV} was listed whole"),
        (QUEUE, f"estate.sqs_queue of account {PROD} was listed whole"),
        (f"arn:aws:lambda:eu-west-1:{PROD}:function:f:1", "estate.lambda_function of account"),
        (f"arn:aws:dynamodb:eu-west-1:{PROD}:table/t/index/i", "estate.dynamodb_table of"),
    ],
)
def test_what_its_account_does_not_have_is_not_there(
    two_accounts_home: Path, arn: str, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        refuse(two_accounts_home, arn)
    assert str(refused.value).startswith(f"no resource {arn}: ")
    assert said in str(refused.value)


@pytest.mark.parametrize("arn", ["arn:aws:s3:::elsewhere", "arn:aws:s3:::elsewhere/any/key"])
def test_a_bucket_that_no_account_has_is_not_there(whole: Write, arn: str) -> None:
    with pytest.raises(BadInput, match=r"estate\.s3_bucket of all accounts was listed whole"):
        refuse(whole(), arn)


def test_a_bucket_may_be_of_an_account_that_was_not_collected(
    two_accounts_home: Path, whole: Write
) -> None:
    refuse(two_accounts_home, "arn:aws:s3:::elsewhere")
    refuse(whole(denied="s3_bucket"), "arn:aws:s3:::elsewhere")
    refuse(whole(denied="organizations_account"), "arn:aws:s3:::elsewhere")


@pytest.mark.parametrize(
    "arn",
    [
        "*",
        "arn:aws:s3:::data",
        "arn:aws:s3:::data/k",
        "arn:aws:s3:::no*",
        "arn:aws:s3",
        f"arn:aws:iam::{PROD}:role/app",
        f"arn:aws:iam::{PROD}:role/nosuch*",
        f"arn:aws:iam::{LATE}:role/nosuch",
        f"arn:aws:iam::{PROD}:root",
        # Of these, the organization does not hold what was collected, if anything was.
        f"arn:aws:glue:eu-west-1:{PROD}:table/d/t",
        f"arn:aws:kms:eu-west-1:{PROD}:alias/a",
        f"arn:aws:quasar:eu-west-1:{PROD}:star/s",
        # Anyone may use an image of others.
        "arn:aws:ec2:eu-west-1::image/ami-1",
    ],
)
def test_what_is_there_or_may_be(whole: Write, arn: str) -> None:
    refuse(whole(), arn)


def test_what_could_not_be_listed_may_be_there(home_of: Write) -> None:
    refuse(home_of(denied="iam_role"), f"arn:aws:iam::{PROD}:role/nosuch")


@pytest.mark.parametrize(
    ("region", "status", "is_known"),
    [
        ("eu-west-1", "ok", True),
        ("eu-west-1", "denied", False),
        ("us-east-1", "ok", False),
        (None, "ok", False),
    ],
)
def test_only_what_was_listed_in_its_region_is_known(
    tmp_path: Path, region: str | None, status: Any, *, is_known: bool
) -> None:
    with SnapshotWriter(tmp_path / "estate", {}) as writer:
        if region:
            writer.add_coverage([Coverage(PROD, region, "sqs_queue", "list", status)])
        writer.finish("test", {PROD: "prod"}, ("eu-west-1",))
    if is_known:
        with pytest.raises(BadInput, match="no resource"):
            refuse(tmp_path, QUEUE)
    else:
        refuse(tmp_path, QUEUE)
