from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from ringwall.hub.exceptions.expired import EXPIRED
from ringwall.hub.exceptions.match import (
    CoverCounter,
    ExceptionCover,
    find_current,
    matches,
)
from ringwall.model.exception import FindingException
from ringwall.model.finding import Verdict, VerdictCount

ACCOUNT, OTHER = "111111111111", "222222222222"
BUCKET = "arn:aws:s3:::public-assets"
BASE = FindingException(
    id="EX-1", rules=("s3.*",), reason="a website", owner="web", expires=date(2027, 1, 1)
)
FAILS = Verdict("s3.bucket_is_private", BUCKET, ACCOUNT, "eu-west-1", "fail", "open")


def covers(**scope: Any) -> bool:
    cover = ExceptionCover(
        (replace(BASE, **scope),),
        units={ACCOUNT: ("r-ab12", "ou-ab12-11111111", "ou-ab12-22222222")},
        tagged={"EX-1": {BUCKET}},
    )
    return cover.find(FAILS) is not None


def test_an_exception_does_not_hide_that_another_is_over() -> None:
    over = Verdict(EXPIRED.id, "exception:EX-2", ACCOUNT, "global", "fail", "expired")
    for rules in (("exceptions.*",), (EXPIRED.id,), ("*",)):
        hiding = replace(BASE, rules=rules, accounts=(ACCOUNT,))
        assert ExceptionCover((hiding,)).find(over) is None


@pytest.mark.parametrize(
    "scope",
    [
        {},
        {"rules": ("kms.*", "s3.bucket_is_private")},
        {"accounts": (OTHER, ACCOUNT)},
        {"units": ("ou-ab12-11111111",)},
        {"units": ("r-ab12",)},
        {"regions": ("eu-west-1",)},
        {"resources": (BUCKET,)},
        {"resources": ("arn:aws:s3:::public-*",)},
        {"tags": {"purpose": "website"}},
        {"accounts": (ACCOUNT,), "resources": ("*assets",), "tags": {"purpose": "*"}},
    ],
    ids=str,
)
def test_what_is_in_scope_is_covered(scope: dict[str, Any]) -> None:
    assert covers(**scope)


@pytest.mark.parametrize(
    "scope",
    [
        {"rules": ("s3",)},
        {"rules": ("S3.*",)},
        {"accounts": (OTHER,)},
        {"units": ("ou-ab12-33333333",)},
        {"regions": ("us-east-1", "global")},
        {"resources": ("arn:aws:s3:::public-asset",)},
        {"resources": ("arn:aws:s3:::*-logs",)},
        {"accounts": (ACCOUNT,), "regions": ("us-east-1",)},
    ],
    ids=str,
)
def test_what_is_out_of_scope_is_not(scope: dict[str, Any]) -> None:
    assert not covers(**scope)


def test_what_is_not_known_covers_nothing() -> None:
    """Units of an account that were not read, tags of a resource that were not."""
    by_unit = replace(BASE, units=("r-ab12",))
    by_tag = replace(BASE, tags={"purpose": "website"})
    by_tag_and_name = replace(BASE, tags={"purpose": "website"}, resources=(BUCKET,))
    for each in (by_unit, by_tag, by_tag_and_name):
        assert ExceptionCover((each,)).find(FAILS) is None


def test_what_has_no_region_is_global() -> None:
    cover = ExceptionCover((replace(BASE, regions=("global",)),))
    assert cover.find(FAILS._replace(region="")) is not None
    assert cover.find(FAILS) is None


def test_only_failures_are_counted_and_subtracted() -> None:
    counter = CoverCounter(ExceptionCover((BASE,)))
    unknown = FAILS._replace(answer="unknown", resource="arn:aws:s3:::b")
    other = FAILS._replace(rule="kms.key_rotates")
    elsewhere = FAILS._replace(account_id=OTHER)
    seen = [FAILS, unknown, other, elsewhere]
    assert list(counter.watch(seen)) == seen
    assert counter.covered == {"EX-1": 2}
    before = [
        VerdictCount(FAILS.rule, ACCOUNT, 4, 3, 1),
        VerdictCount(FAILS.rule, OTHER, 0, 1, 0),
        VerdictCount("kms.key_rotates", ACCOUNT, 0, 1, 0),
    ]
    assert counter.subtract(before) == (
        VerdictCount(FAILS.rule, ACCOUNT, 4, 2, 1, excepted=1),
        VerdictCount(FAILS.rule, OTHER, 0, 0, 0, excepted=1),
        before[2],
    )


def test_an_exception_holds_until_its_day_begins() -> None:
    end = BASE.expires_at
    assert end == 1_798_761_600_000  # 2027-01-01T00:00:00Z
    assert find_current([BASE], end - 1) == ((BASE,), ())
    assert find_current([BASE], end) == ((), (BASE,))


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("a", "a", True),
        ("a", "ab", False),
        ("*", "", True),
        ("a*b*c", "a-b-c", True),
        ("a*b*c", "a-c", False),
        ("ab*ba", "aba", False),
        ("*.x", "y.x.x", True),
    ],
)
def test_a_star_is_any_text(pattern: str, text: str, *, expected: bool) -> None:
    assert matches(pattern, text) is expected


def test_many_stars_take_no_time() -> None:
    assert not matches("*a" * 16 + "b", "a" * 100_000)
