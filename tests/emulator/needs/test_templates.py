"""Templates of ARNs: what they match, and what fills them."""

import re

import pytest
from emulated_calls import make_call
from hypothesis import given
from hypothesis import strategies as st

from ringwall.emulator.needs.templates import (
    fill,
    find_open,
    find_partition,
    matches,
    place_of,
)

BUCKET = "arn:${Partition}:s3:::${BucketName}"
ALIAS = "arn:${Partition}:kms:${Region}:${Account}:alias/${Alias}"
OU = "arn:${Partition}:organizations::${Account}:ou/o-${OrganizationId}/ou-${OrganizationalUnitId}"


@pytest.mark.parametrize(
    ("region", "partition"),
    [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_region_tells_the_partition(region: str, partition: str) -> None:
    assert find_partition(region) == partition


@pytest.mark.parametrize(
    ("template", "arn", "expected"),
    [
        (BUCKET, "arn:aws:s3:::logs", True),
        (BUCKET, "arn:aws-cn:s3:::logs", True),
        (BUCKET, "arn:aws:s3:us-east-1::logs", False),
        (BUCKET, "arn:aws:s3:::", False),
        (BUCKET, "xarn:aws:s3:::logs", False),
        (ALIAS, "arn:aws:kms:us-east-1:111122223333:alias/a/b", True),
        (ALIAS, "arn:aws:kms:us-east-1:111122223333:key/a", False),
        (ALIAS, "arn:aws:kms:us-east-1:111122223333:alias/a:b", False),
        (ALIAS, "arn:aws:kms:us-east-1:111122223333:alias/", False),
        (ALIAS, "", False),
        ("arn:${Partition}:a:${Region}::x/${A}/y/${B}", "arn:aws:a:::x/1/y/2", True),
        ("arn:${Partition}:a:${Region}::x/${A}/y/${B}", "arn:aws:a:::x/1/y/", False),
        ("arn:${Partition}:a:${Region}::x/${A}/y/${B}", "arn:aws:a:::x//y/2", False),
        ("arn:${Partition}:a:::x:${A}-${B}", "arn:aws:a:::x:1-2", True),
        ("arn:${Partition}:a:::x:${A}-${B}", "arn:aws:a:::x:12", False),
    ],
)
def test_arn_is_one_of_a_template(template: str, arn: str, expected: bool) -> None:  # noqa: FBT001
    assert matches(template, arn) is expected


def test_open_names_are_those_that_the_request_tells() -> None:
    assert find_open(OU) == ("OrganizationId", "OrganizationalUnitId")
    assert find_open("arn:${Partition}:account::${Account}:account") == ()


def test_template_is_filled_from_the_call_and_with_stars() -> None:
    place = place_of(make_call("s3", "ListBuckets"))
    assert fill(BUCKET, place | {"BucketName": "logs"}) == "arn:aws:s3:::logs"
    assert fill(ALIAS, place) == "arn:aws:kms:us-east-1:111122223333:alias/*"


@pytest.mark.parametrize(
    ("template", "values", "end"),
    [
        (ALIAS, {"Alias": "alias/app"}, "alias/app"),
        (ALIAS, {"Alias": "app"}, "alias/app"),
        (OU, {"OrganizationId": "o-1", "OrganizationalUnitId": "ou-2"}, "ou/o-1/ou-2"),
        (OU, {"OrganizationId": "1", "OrganizationalUnitId": "2"}, "ou/o-1/ou-2"),
        ("arn:${Partition}:ssm:::parameter/${Name}", {"Name": "/a/b"}, "parameter/a/b"),
        ("arn:${Partition}:s3:::${Bucket}/${Key}", {"Bucket": "b", "Key": "k"}, "b/k"),
    ],
)
def test_value_that_repeats_the_template_is_put_in_once(
    template: str, values: dict[str, str], end: str
) -> None:
    place = place_of(make_call("s3", "ListBuckets"))
    assert fill(template, place | values).split(":", 5)[-1] == end


def test_a_long_text_is_read_once() -> None:
    template = "arn:${Partition}:a:::" + "/".join(f"${{A{n}}}" for n in range(12)) + "/end"
    assert not matches(template, "arn:aws:a:::" + "/" * 200_000)


@given(st.lists(st.sampled_from("/ab:"), max_size=12).map("".join))
def test_matches_as_a_regular_expression_does(text: str) -> None:
    template = "arn:${P}:a:::x/${A}/a${B}b"
    pattern = re.compile("arn:[^:]*:a:::x/[^:]+/a[^:]+b")
    arn = f"arn:aws:a:::x/{text}b"
    assert matches(template, arn) is bool(pattern.fullmatch(arn))
