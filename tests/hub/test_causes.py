import time
from dataclasses import replace

import pytest

from ringwall.hub.causes import UnknownCauses
from ringwall.model.finding import Finding

UNKNOWN = Finding(
    uid="f" * 32,
    rule="s3.bucket_requires_tls",
    title="",
    severity="high",
    layer="data",
    account_id="1" * 12,
    region="eu-west-1",
    resources=("arn:aws:s3:::a",),
    reason="",
    first_seen=1,
    last_seen=1,
    answer="unknown",
)
DENIED = "estate.s3_bucket was not collected: denied: s3.get_bucket_policy (account {}, {}): {}"


def _because(reason: str, **members: str) -> Finding:
    return replace(UNKNOWN, reason=reason, **members)  # type: ignore[arg-type]


def test_a_cause_is_one_whatever_the_account_region_resource_and_request() -> None:
    causes = UnknownCauses(
        _because(
            DENIED.format(
                account,
                region,
                f"not authorized on arn:aws:s3:::bucket-{number} (request {number:08x}-0000-0000-"
                "0000-000000000000)",
            ),
            account_id=account,
            rule=f"s3.rule_{number % 3}",
        )
        for number in range(90)
        for account in ("111111111111", "222222222222")
        for region in ("eu-west-1", "us-gov-east-1", "ap-southeast-3")
    )
    (cause,) = causes.take()
    assert (cause.total, len(cause.accounts)) == (540, 2)
    assert list(cause.rules) == ["s3.rule_0", "s3.rule_1", "s3.rule_2"]
    assert "bucket-0 " in cause.reason


@pytest.mark.parametrize(
    "other",
    [
        DENIED.replace("s3_bucket ", "s3_access_point ").format("1" * 12, "eu-west-1", "no"),
        DENIED.replace("denied", "throttled").format("1" * 12, "eu-west-1", "no"),
        DENIED.replace("policy", "acl").format("1" * 12, "eu-west-1", "no"),
        "",
    ],
)
def test_another_table_call_or_status_is_another_cause(other: str) -> None:
    first = _because(DENIED.format("1" * 12, "eu-west-1", "no"))
    assert len(UnknownCauses([first, _because(other)]).take()) == 2


def test_the_cause_of_the_most_comes_first() -> None:
    causes = UnknownCauses([_because("b"), _because("c"), _because("a"), _because("c")])
    assert causes.total == 4
    assert [cause.reason for cause in causes.take()] == ["c", "a", "b"]
    assert (causes.total, causes.take()) == (0, [])


@pytest.mark.parametrize("hostile", ["arn:", "us-", "0" * 12, "deadbeef-0000-", "us-a-"])
def test_hostile_reasons_take_no_time(hostile: str) -> None:
    started = time.process_time()
    UnknownCauses([_because(hostile * 20_000)])
    assert time.process_time() - started < 1
