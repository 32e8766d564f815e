"""An exception covers hits by rule, actor, resource and account, until its end."""

from typing import Any, get_type_hints

import pytest
from incident_stories import ANN, make_hit

from ringwall.hub.incidents.exceptions import covers, find_cover
from ringwall.hub.incidents.story import to_milliseconds
from ringwall.model.incident import Suppression

HIT = make_hit("s3.read", resource="arn:aws:s3:::data/a.b*c")


def _exception(**scope: Any) -> Suppression:
    return Suppression("S1", "why", "me", 1, **{"expires_at": 4_000_000_000_000, **scope})


@pytest.mark.parametrize(
    ("scope", "is_covered"),
    [
        ({}, True),
        ({"rule": "s3.read"}, True),
        ({"rule": "s3.*"}, True),
        ({"rule": "s3.rea"}, False),
        ({"rule": "S3.READ"}, False),
        ({"rule": "s3.read", "actor": ANN}, True),
        ({"rule": "s3.read", "actor": "*:user/bob"}, False),
        ({"account_id": "111111111111"}, True),
        ({"account_id": "222222222222"}, False),
        ({"resource": "arn:aws:s3:::data/*"}, True),
        ({"resource": "*data*b*c*"}, True),
        ({"resource": "arn:aws:s3:::data/a.b*c*c"}, False),
        ({"resource": "arn:*:data/a.b*data/a.b*c"}, False),
        ({"resource": "b*"}, False),
        ({"resource": "*b"}, False),
        ({"resource": "*"}, True),
        ({"resource": "*x*c"}, False),
        ({"resource": "arn:aws:s3:::data/a?b*c"}, False),
        ({"resource": "arn:aws:s3:::data/[a].b*c"}, False),
    ],
)
def test_every_part_of_the_scope_must_match(scope: dict[str, str], *, is_covered: bool) -> None:
    assert covers(_exception(**scope), HIT) == is_covered


def test_a_hit_at_the_end_counts_again() -> None:
    at = to_milliseconds(HIT.at)
    assert not covers(_exception(expires_at=at), HIT)
    assert covers(_exception(expires_at=at + 1), HIT)


def test_the_first_that_covers_is_named() -> None:
    other = Suppression("S2", "why", "me", 2, 4_000_000_000_000, rule="s3.*")
    assert find_cover([_exception(rule="x"), other, _exception()], HIT) == "S2"
    assert find_cover([], HIT) == ""


def test_no_exception_goes_by_user_agent() -> None:
    assert not [name for name in get_type_hints(Suppression) if "agent" in name]
