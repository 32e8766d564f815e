import pytest

from ringwall.hub.resource import split_arn


@pytest.mark.parametrize(
    ("arn", "pieces"),
    [
        ("arn:aws:s3:::acme", ("aws", "s3", "", "", "", "acme")),
        ("arn:aws:s3:::acme/a:b", ("aws", "s3", "", "", "", "acme/a:b")),
        ("arn:aws-cn:iam::1:user/a/b", ("aws-cn", "iam", "", "1", "user", "a/b")),
        ("arn:aws:rds:eu-west-1:1:db:shop", ("aws", "rds", "eu-west-1", "1", "db", "shop")),
        ("arn:aws:sqs:eu-west-1:1:jobs", ("aws", "sqs", "eu-west-1", "1", "", "jobs")),
        ("arn:aws:iam::1:root", ("aws", "iam", "", "1", "", "root")),
        ("111111111111", ("aws", "", "", "", "", "111111111111")),
        ("arn:aws:short", ("aws", "", "", "", "", "arn:aws:short")),
    ],
)
def test_an_arn_is_taken_apart(arn: str, pieces: tuple[str, ...]) -> None:
    assert tuple(split_arn(arn)) == pieces
