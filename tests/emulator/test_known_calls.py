import pytest

from ringwall.emulator.known_calls import check_patterns
from ringwall.model.errors import BadInput


def test_patterns_that_calls_can_match() -> None:
    check_patterns(
        (
            *(
                "s3:GetBucketPolicy",
                "S3:getbucketpolicy",
                "ec2:*",
                "*:List*",
                "iam:Get*@111122223333",
            ),
            *("ec2:*@*/eu-west-1", "ec2:DescribeVpcs@1111*/eu-*"),
        )
    )
    check_patterns(())


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("foo", "write service:Operation"),
        (
            "s3:GetBucketPolicyy",
            "s3 has no operation GetBucketPolicyy; did you mean GetBucketPolicy",
        ),
        ("s3:Fetch*", r"s3 has no operation Fetch\*"),
        ("s33:GetBucketPolicy", "no service is called s33; did you mean s3"),
        ("../s3:GetBucketPolicy", "no service is called"),
        ("s3:GetBucketPolicy@prod", "an account has 12 digits"),
        ("s3:GetBucketPolicy@*/eu-wst-1", "no region is called eu-wst-1"),
    ],
)
def test_patterns_that_would_refuse_nothing(pattern: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        check_patterns((pattern,))
