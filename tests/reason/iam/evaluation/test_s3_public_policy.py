from typing import Any

import pytest

from ringwall.reason.iam.evaluation.s3_public_policy import is_public_policy
from ringwall.reason.iam.language.parse import read_policy


def judge(**statement: Any) -> bool:
    whole = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*", **statement}
    return is_public_policy(read_policy({"Version": "2012-10-17", "Statement": [whole]}))


def test_everyone_is_public_and_a_principal_is_not() -> None:
    assert judge()
    assert judge(Principal={"AWS": "*"})
    assert judge(Principal={"Federated": "graph.facebook.com"})
    assert not judge(Principal={"AWS": "111122223333"})
    assert not judge(Principal={"Service": "cloudtrail.amazonaws.com"})
    assert not judge(Effect="Deny")


@pytest.mark.parametrize(
    ("operator", "key", "value", "public"),
    [
        ("StringEquals", "aws:SourceVpc", "vpc-91237329", False),
        ("StringLike", "aws:SourceVpc", "vpc-*", True),
        ("StringEquals", "aws:PrincipalOrgID", "o-1", False),
        ("StringEquals", "aws:PrincipalOrgID", "${aws:ResourceOrgID}", True),
        ("StringEquals", "aws:PrincipalOrgID", [], True),
        ("StringNotEquals", "aws:SourceVpc", "vpc-91237329", True),
        ("StringEqualsIfExists", "aws:SourceVpc", "vpc-91237329", True),
        ("StringEquals", "aws:UserAgent", "x", True),
        ("IpAddress", "aws:SourceIp", "203.0.113.0/24", False),
        ("IpAddress", "aws:SourceIp", "8.0.0.0/8", False),
        ("IpAddress", "aws:SourceIp", "8.0.0.0/7", True),
        ("IpAddress", "aws:SourceIp", "10.0.0.0/8", False),
        ("IpAddress", "aws:SourceIp", "240.0.0.0/4", True),
        ("IpAddress", "aws:SourceIp", "2001::/23", True),
        ("IpAddress", "aws:SourceIp", "fc00::/7", True),
        ("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "::/0"], True),
        ("ArnLike", "s3:DataAccessPointArn", "arn:aws:s3:*:123456789012:accesspoint/*", False),
        ("ArnLike", "s3:DataAccessPointArn", "arn:aws:s3:*:*:accesspoint/x", True),
        ("StringEquals", "s3:DataAccessPointArn", "mine", True),
        ("IpAddress", "aws:SourceIp", "everywhere", True),
        ("StringLike", "aws:PrincipalOrgPaths", "o-1/*", True),
        ("ForAnyValue:StringEquals", "aws:SourceVpce", ["vpce-1", "vpce-2"], False),
        ("ForAllValues:StringEquals", "aws:SourceVpce", ["vpce-1"], True),
    ],
)
def test_a_fixed_value_of_some_keys_closes(
    operator: str,
    key: str,
    value: Any,
    public: bool,  # noqa: FBT001
) -> None:
    assert judge(Condition={operator: {key: value}}) is public
