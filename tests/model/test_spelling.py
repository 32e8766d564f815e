"""Names as somebody wrote them."""

import pytest

from ringwall.model.spelling import find_likely, name_likely


def test_the_names_that_there_are_are_named() -> None:
    assert name_likely("eu-wst-1", ["eu-west-1"]).endswith("; did you mean eu-west-1?")
    assert name_likely("sandbox", []) == "; there are none yet"
    assert name_likely("x", list(map(str, range(100)))).endswith(" and 40 more")


@pytest.mark.parametrize(
    ("name", "meant"), [("S3", "s3"), ("guardduti", "guardduty"), ("nothing", ""), ("", "")]
)
def test_what_is_likely_is_meant(name: str, meant: str) -> None:
    assert find_likely(name, ("s3", "guardduty", "ec2")) == meant
