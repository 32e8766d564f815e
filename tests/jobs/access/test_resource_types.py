"""Whether an action takes a resource: refused where it certainly does not, noted in doubt."""

import pytest

from ringwall.jobs.access.resource_types import describe_misfits
from ringwall.model.errors import BadInput

PLACE = "eu-west-1:111111111111"
FUNCTION = f"arn:aws:lambda:{PLACE}:function:f"
TABLE = f"arn:aws:dynamodb:{PLACE}:table/t"


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("s3:GetObject", "*"),
        ("s3:ListAllMyBuckets", "*"),
        ("s3:listbucket", "arn:aws:s3:::b"),
        ("s3:GetObject", "arn:aws:s3:::b/k"),
        ("s3:GetObject", "arn:aws-cn:s3:::b/k"),
        # Of a bucket, it is about any of its objects.
        ("s3:GetObject", "arn:aws:s3:::b"),
        ("s3:GetObject", f"arn:aws:s3:{PLACE}:accesspoint/a"),
        ("s3:GetObject", f"arn:aws:s3:{PLACE}:accesspoint/a/object/k"),
        ("s3:ListBucket", f"arn:aws:s3:{PLACE}:accesspoint/a"),
        ("dynamodb:Query", f"{TABLE}/index/i"),
        ("dynamodb:GetItem", TABLE),
        ("dynamodb:GetRecords", TABLE),
        ("lambda:InvokeFunction", f"{FUNCTION}:1"),
        ("lambda:GetLayerVersion", f"arn:aws:lambda:{PLACE}:layer:l:1"),
        ("es:ESHttpGet", f"arn:aws:es:{PLACE}:domain/d/i"),
        # AWS writes the ARN of an image without an account.
        ("ec2:RunInstances", f"arn:aws:ec2:{PLACE}:image/ami-1"),
        ("ec2:RunInstances", "arn:aws:ec2:eu-west-1::image/ami-1"),
        ("iam:PassRole", "arn:aws:iam::111111111111:role/path/r"),
        ("sts:AssumeRole", "arn:aws:iam::111111111111:role/path/r"),
        ("events:PutRule", f"arn:aws:events:{PLACE}:rule/bus/r"),
        # A pattern leaves open of which type what it matches is.
        ("s3:GetObject", "arn:aws:s3:::*"),
        ("s3:GetObject", "arn:aws:*:::b"),
        ("s3:ListBucket", "arn:aws:s3:::b*"),
        ("dynamodb:GetRecords", f"arn:aws:dynamodb:{PLACE}:table/*"),
        ("ec2:TerminateInstances", "arn:aws:ec2:*:*:*"),
        ("quasar:ObserveStar", "arn:aws:s3:::b"),
        ("s3:GetObject", "arn:aws:s3"),
    ],
)
def test_what_an_action_takes_or_may_take(action: str, arn: str) -> None:
    assert list(describe_misfits(action, [arn])) == []


@pytest.mark.parametrize(
    ("action", "arn", "said"),
    [
        ("s3:GetObject", f"arn:aws:sqs:{PLACE}:q", "s3:GetObject takes no resource of sqs; it t"),
        ("dynamodb:GetItem", "arn:aws:s3:::b", "takes no resource of s3; it takes table (arn:"),
        ("dynamodb:GetItem", "arn:aws:s3:::*", "takes no resource of s3; it takes table (arn:"),
        ("ec2:DescribeInstances", "arn:aws:s3:::b", "takes no resource; write *"),
        ("ec2:DescribeInstances", f"arn:aws:ec2:{PLACE}:instance/*", "takes no resource; write *"),
        ("s3:ListBucket", "arn:aws:s3:::b/k", "of the type object, which s3:ListBucket does not"),
        ("s3:ListBucket", "arn:aws:s3:::b/*", "of the type object, which s3:ListBucket does not"),
        ("dynamodb:GetItem", f"{TABLE}/index/i", "of the type index, which dynamodb:GetItem"),
        ("ec2:TerminateInstances", f"arn:aws:ec2:{PLACE}:volume/v-1", "of the type volume, which"),
        ("iam:PassRole", "arn:aws:iam::111111111111:user/u", "of the type user, which"),
        ("kms:Decrypt", f"arn:aws:kms:{PLACE}:alias/a", "of the type alias, which"),
    ],
)
def test_what_an_action_does_not_take(action: str, arn: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        list(describe_misfits(action, ["*", arn]))
    assert str(refused.value).startswith(f"{arn}: ")
    assert said in str(refused.value)


def test_no_message_names_every_type_of_an_action_that_takes_many() -> None:
    with pytest.raises(BadInput, match=r"it takes .* and \d+ more$"):
        list(describe_misfits("ec2:CreateTags", ["arn:aws:s3:::b"]))


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("s3:GetBucketPolicy", f"arn:aws:s3:{PLACE}:odd/x"),
        ("sns:Subscribe", f"arn:aws:sns:{PLACE}:topic:subscription"),
        ("backup:DeleteRecoveryPoint", "arn:aws:ec2:eu-west-1::snapshot/snap-1"),
    ],
)
def test_a_type_that_aws_may_accept_all_the_same_is_noted(action: str, arn: str) -> None:
    (doubt,) = describe_misfits(action, [arn])
    assert doubt.startswith(f"{arn}: {action} is known to take only ")
