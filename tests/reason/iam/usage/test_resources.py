"""Resources of an event: told exactly, or not at all."""

import pytest

from ringwall.reason.iam.usage.resources import LoggedCall, find_resources, name_parameters

KEY = "arn:aws:kms:eu-west-1:111122223333:key/k-1"


def call(*arns: str, **parameters: str) -> LoggedCall:
    return LoggedCall("aws", "eu-west-1", "111122223333", arns, parameters)


@pytest.mark.parametrize(
    ("action", "told", "resources"),
    [
        ("s3:getobject", call("arn:aws:s3:::b/k", "arn:aws:s3:::b"), ["arn:aws:s3:::b/k"]),
        ("s3:listbucket", call("arn:aws:s3:::b/k", "arn:aws:s3:::b"), ["arn:aws:s3:::b"]),
        ("s3:getobject", call(bucketName="b", key="a:b/c"), ["arn:aws:s3:::b/a:b/c"]),
        ("s3:getobject", call(bucketName="b"), [""]),
        (
            "sqs:sendmessage",
            call(queueUrl="https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"),
            ["arn:aws:sqs:eu-west-1:111122223333:jobs"],
        ),
        (
            "lambda:getfunction",
            call(functionName="f"),
            ["arn:aws:lambda:eu-west-1:111122223333:function:f"],
        ),
        ("lambda:getfunction", call(functionName="111122223333:function:f"), [""]),
        (
            "dynamodb:query",
            call(tableName="t"),
            ["arn:aws:dynamodb:eu-west-1:111122223333:table/t"],
        ),
        (
            "iam:getrole",
            call(roleName="app"),
            ["arn:aws:iam::111122223333:role/app"],
        ),
        ("kms:decrypt", call(KEY, keyId="alias/main"), [KEY]),
        ("kms:decrypt", call(keyId="alias/main"), [""]),
        (
            "iam:attachrolepolicy",
            call("arn:aws:iam::aws:policy/ReadOnlyAccess", roleName="app"),
            ["arn:aws:iam::111122223333:role/app"],
        ),
        (
            "ssm:getparameter",
            call(name="/app/db"),
            ["arn:aws:ssm:eu-west-1:111122223333:parameter/app/db"],
        ),
        ("s3:listallmybuckets", call(), ["*"]),
        ("ec2:runinstances", call(imageId="ami-1"), [""]),
        ("no:such", call(), [""]),
    ],
)  # fmt: skip
def test_resources_are_told_or_not_shown(
    action: str, told: LoggedCall, resources: list[str]
) -> None:
    assert list(find_resources(action, told)) == resources


def test_parameters_to_look_for_are_named_after_variables() -> None:
    assert {"bucketName", "key", "objectName"} <= set(name_parameters("s3:getobject"))
    assert name_parameters("no:such") == ()
