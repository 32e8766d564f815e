"""How patterns reach into a resource."""

import pytest

from ringwall.reason.iam.evaluation.resource_parts import MAX_PARTS, find_matches_under, list_parts

HEAD = "arn:aws:s3:::data/"


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        (f"{HEAD}public/*", ("public/0-any",)),
        (f"{HEAD}key", ("key",)),
        (f"{HEAD}log-?", ("log-x",)),
        ("arn:aws:s3:::data*", ("0-any",)),
        ("arn:aws:s3:::*/public/*", ("0-any/public/0-any", "/public/0-any", "public/0-any")),
        ("arn:aws:s3:::da?a/x", ("x",)),
        ("arn:aws:s3:::data/${aws:username}/x", ("0-any/x", "/x")),
        ("arn:aws:s3:::other/*", ()),
        ("arn:aws:s3:::data", ()),
        ("arn:aws:s3:::da", ()),
    ],
)
def test_patterns_name_what_is_in_a_resource(pattern: str, parts: tuple[str, ...]) -> None:
    assert set(find_matches_under(pattern, HEAD)) == {f"{HEAD}{part}" for part in parts}


def test_the_parts_begin_with_one_that_nothing_singles_out_and_are_few() -> None:
    many = [f"{HEAD}{number}" for number in range(3 * MAX_PARTS)]
    found = list_parts(HEAD, ["*", *many])
    assert found[:2] == (f"{HEAD}0-any", f"{HEAD}0")
    assert len(found) == MAX_PARTS
