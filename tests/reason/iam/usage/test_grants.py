"""Whether a statement can reach a resource, when the event does not show all of its name."""

import pytest

from ringwall.reason.iam.usage.grants import may_match

ROLE = "arn:aws:iam::111122223333:role/app"
SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"


@pytest.mark.parametrize(
    ("value", "resource", "matches"),
    [
        ("*", "*", True),
        ("arn:aws:s3:::b", "*", False),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/k", True),
        ("arn:aws:s3:::c/*", "arn:aws:s3:::b/k", False),
        ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::b/k", True),
        (ROLE, ROLE, True),
        ("arn:aws:iam::111122223333:role/team/app", ROLE, True),
        ("arn:aws:iam::111122223333:role/team/*", ROLE, True),
        ("arn:aws:iam::111122223333:role/team/other", ROLE, False),
        ("arn:aws:iam::999900009999:role/*", ROLE, False),
        (f"{SECRET}-AbCdEf", SECRET, True),
        (f"{SECRET}-??????", SECRET, True),
        ("arn:aws:secretsmanager:*:*:secret:db-*", SECRET, True),
        ("arn:aws:secretsmanager:*:*:secret:other-*", SECRET, False),
    ],
)
def test_a_pattern_may_match(value: str, resource: str, *, matches: bool) -> None:
    assert may_match(value, resource, variables=True) is matches
