"""A threat as a person names it."""

from typing import Any

import pytest

from ringwall.jobs.evidence_threat import make_threat
from ringwall.model.errors import BadInput

CASE = "CASE-20261201-abcdef"
ACCOUNT = "123456789012"
INSTANCE = f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/i-0123456789abcdef0"


@pytest.mark.parametrize(
    ("arn", "kind", "region"),
    [
        (INSTANCE, "instance", "eu-west-1"),
        (f"arn:aws-cn:iam::{ACCOUNT}:user/a/eve", "user", "global"),
        (f"arn:aws:iam::{ACCOUNT}:role/web", "role", "global"),
        (f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:shop", "function", "eu-west-1"),
    ],
)
def test_an_arn_says_what_and_where(arn: str, kind: str, region: str) -> None:
    threat = make_threat(CASE, resource=arn)
    assert (threat.kind, threat.region, threat.account_id) == (kind, region, ACCOUNT)
    assert (threat.case, threat.resource) == (CASE, arn)


def test_a_bucket_needs_an_account() -> None:
    threat = make_threat(CASE, resource="arn:aws:s3:::shop", account=ACCOUNT, region="eu-west-1")
    assert (threat.kind, threat.account_id, threat.region) == ("bucket", ACCOUNT, "eu-west-1")
    with pytest.raises(BadInput, match="--account"):
        make_threat(CASE, resource="arn:aws:s3:::shop")


def test_times_are_utc_unless_they_say_otherwise() -> None:
    plain = make_threat(CASE, resource=INSTANCE, since="2026-12-01T10:00", until="2026-12-02")
    assert plain.first_at == 1_796_119_200_000
    assert plain.last_at == 1_796_169_600_000
    zoned = make_threat(CASE, resource=INSTANCE, since="2026-12-01T12:00+02:00")
    assert zoned.first_at == plain.first_at
    assert zoned.last_at == 0


@pytest.mark.parametrize(
    ("told", "more"),
    [
        ("--resource ARN", {"resource": ""}),
        ("--resource ARN", {"resource": "i-0123456789abcdef0"}),
        ("no collection", {"resource": f"arn:aws:rds:eu-west-1:{ACCOUNT}:db:shop"}),
        ("not a time", {"resource": INSTANCE, "since": "yesterday"}),
        ("not the id of a case", {"resource": INSTANCE, "case": "x"}),
    ],
)
def test_what_names_nothing_is_refused(told: str, more: Any) -> None:
    with pytest.raises(BadInput, match=told):
        make_threat(**{"case": CASE, **more})
