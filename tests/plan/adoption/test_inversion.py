"""What a setting is, by the rows that are there."""

from collections.abc import Iterable
from typing import Any

import pytest

from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.wanted import Wanted
from ringwall.plan.adoption.inversion import find_values

TRAIL = ("detection", "trail")
BUCKET = (*TRAIL, "s3_bucket_name")
DAYS = (*TRAIL, "expiration_days")
AGE = ("identity", "password_policy", "max_password_age")
MAILS = ("detection", "alarms", "email_addresses")


def find(shelf: Any, want: Any, keys: tuple[str, ...], *rows: Any, is_list: bool = False) -> Any:
    """Return what the setting may be, where `want` gives the columns of a setting that is there."""

    def want_setting(settings: Blueprint) -> Iterable[Wanted]:
        yield shelf.want("setting", **want(settings))

    bench = shelf.bench(want_setting, *rows)
    return find_values(bench, bench.attempt(shelf.settings), keys, is_list=is_list)


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ("arn:s3:::theirs/*", ("theirs",)),
        ("arn:s3:::/*", ()),  # nothing is no name
        ("arn:s3:::theirs", ()),
        ("urn:s3:::theirs/*", ()),
        ("theirs", ()),
        (7, ()),
        (None, ()),
    ],
)
def test_a_text_is_what_stands_where_the_setting_does(
    shelf: Any, there: Any, found: tuple[str, ...]
) -> None:
    def want(settings: Blueprint) -> Any:
        return {"light": f"arn:s3:::{settings.detection.trail.s3_bucket_name}/*"}

    assert find(shelf, want, BUCKET, shelf.setting(there)) == found


def test_a_value_is_found_in_a_document_wherever_it_is_in_a_list(shelf: Any) -> None:
    def want(settings: Blueprint) -> Any:
        bucket = settings.detection.trail.s3_bucket_name
        return {"light": {"S": [{"R": ["x", f"arn:{bucket}"]}, {"N": 1}]}}

    there = {"S": [{"R": ["arn:a", 3]}, {"Q": ["arn:no"]}, {"R": "arn:no"}, {"R": ["arn:b"]}]}
    assert find(shelf, want, BUCKET, shelf.setting(there)) == ("a", "b")
    for other in ({"S": {"R": ["arn:no"]}}, {"S": [{"R": 3}, 4]}, "S", ["S"]):
        assert find(shelf, want, BUCKET, shelf.setting(other)) == ()


@pytest.mark.parametrize(
    ("there", "found"), [(400, (400,)), (400.0, (400,)), (2.5, (2.5,)), (True, ()), ("400", ())]
)
def test_a_number_is_found_as_one(shelf: Any, there: Any, found: tuple[Any, ...]) -> None:
    def want(settings: Blueprint) -> Any:
        return {"light": True, "height": settings.detection.trail.expiration_days}

    values = find(shelf, want, DAYS, shelf.setting(height=there))
    assert values == found
    assert repr(values) == repr(found)  # 400.0 is the same, and is written otherwise


def test_a_limit_of_the_language_is_kept_when_a_number_is_tried(shelf: Any) -> None:
    length = ("identity", "password_policy", "minimum_password_length")

    def want(settings: Blueprint) -> Any:
        return {"height": settings.identity.password_policy.minimum_password_length}

    bench = shelf.bench(lambda settings: [shelf.want("setting", **want(settings))],
                        shelf.setting(height=9))  # fmt: skip
    settings = shelf.settings
    settings["identity"]["password_policy"]["minimum_password_length"] = 128  # it may not be 129
    assert find_values(bench, bench.attempt(settings), length, is_list=False) == (9,)


def test_a_number_that_is_not_set_is_found_and_one_that_is_there_may_be_none(shelf: Any) -> None:
    def want(settings: Blueprint) -> Any:
        return {"height": settings.identity.password_policy.max_password_age}

    assert find(shelf, want, AGE, shelf.setting(height=None)) == (None,)
    bench = shelf.bench(lambda settings: [shelf.want("setting", **want(settings))],
                        shelf.setting(height=45))  # fmt: skip
    settings = shelf.settings
    settings["identity"]["password_policy"]["max_password_age"] = None
    assert find_values(bench, bench.attempt(settings), AGE, is_list=False) == (45,)


def test_members_of_a_list_are_found_each_once(shelf: Any) -> None:
    def want(settings: Blueprint) -> Any:
        return {"light": [f"mailto:{one}" for one in settings.detection.alarms.email_addresses]}

    there = shelf.setting(["mailto:a@x.org", "mailto:b@x.org", "mailto:a@x.org", "sms:1"])
    assert find(shelf, want, MAILS, there, is_list=True) == ("a@x.org", "b@x.org")


def test_a_new_row_may_be_any_of_its_place_but_for_its_name(shelf: Any) -> None:
    def want_box(settings: Blueprint) -> Iterable[Wanted]:
        mails = settings.detection.alarms.email_addresses
        yield from (shelf.want("box", one, name=one, rules={"to": one}) for one in mails)

    boxes = [
        shelf.box("x", rules={"to": "a@x.org"}),
        shelf.box("old", state="going", rules={"to": "gone@x.org"}),
    ]
    bench = shelf.bench(want_box, *boxes)
    found = find_values(bench, bench.attempt(shelf.settings), MAILS, is_list=True)
    assert found == ("a@x.org",)


def test_the_name_of_a_row_that_is_there_is_what_it_is(shelf: Any) -> None:
    def want_box(settings: Blueprint) -> Iterable[Wanted]:
        yield shelf.want("box", name=settings.detection.trail.s3_bucket_name or "acme-box", size=1)

    def find_name(*boxes: Any) -> Any:
        bench = shelf.bench(want_box, *boxes)
        return find_values(bench, bench.attempt(shelf.settings), BUCKET, is_list=False)

    assert find_name(shelf.box("theirs")) == ()
    # It is known by its tag.
    assert find_name(shelf.box("theirs", "acme/x")) == ("theirs",)


@pytest.mark.parametrize("keys", [BUCKET, DAYS, ("home_region",)])
def test_where_nothing_shows_nothing_is_found(shelf: Any, keys: tuple[str, ...]) -> None:
    assert find(shelf, lambda _: {"light": "on"}, keys, shelf.setting()) == ()
