"""Actions, principals and resources as somebody wrote them."""

import pytest

from ringwall.jobs.access.spelling import (
    describe_missing,
    describe_unknown_action,
    describe_unknown_keys,
)
from ringwall.model.errors import BadInput
from ringwall.reason.iam.organization.model import Organization

PROD = "111111111111"


@pytest.mark.parametrize("action", ["s3:GetObject", "S3:getobject", "sts:AssumeRole"])
def test_an_action_of_aws(action: str) -> None:
    assert list(describe_unknown_action(action)) == []


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("s3:GetObjekt", "did you mean s3:GetObject"),
        ("ec2:RunInstance", "did you mean ec2:RunInstances"),
        (
            "s33:GetObject",
            "no service of AWS is known to have the prefix s33; did you mean s3:GetObject",
        ),
        ("s3:Get*", "name one action"),
        ("GetObject", "an action is a service and a name"),
        (":GetObject", "an action is a service and a name"),
        (":", "an action is a service and a name"),
        ("", "an action is a service and a name"),
    ],
)
def test_an_action_that_aws_does_not_have(action: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        list(describe_unknown_action(action))


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("s3:Abracadabra", "AWS is not known to have this action"),
        ("iam:LaunchMissiles", "AWS is not known to have this action"),
        ("quasar:ObserveStar", "no service of AWS is known to have the prefix quasar"),
    ],
)
def test_an_action_unlike_all_known_ones_may_be_a_new_one(action: str, said: str) -> None:
    assert list(describe_unknown_action(action)) == [f"{action}: {said}"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("aws:SourceIp", None),
        ("aws:principaltag/team", None),
        ("s3:prefix", None),
        ("s3:ExistingObjectTag/a", None),
        ("token.actions.githubusercontent.com:sub", None),
        ("saml:aud", None),
        ("foo:bar", ""),
        ("aws:SourceIpp", "; did you mean aws:SourceIp?"),
        ("s3:prefixx", "; did you mean s3:prefix?"),
        ("aws:abracadabra", ""),
    ],
)
def test_condition_keys_that_aws_does_not_have(key: str, said: str | None) -> None:
    told = list(describe_unknown_keys((key,)))
    expected = f"{key.lower()}: AWS is not known to have this condition key{said}"
    assert told == ([] if said is None else [expected])


@pytest.mark.parametrize("key", ["foo", "", ":", "aws:", ":sourceip"])
def test_what_can_be_no_condition_key(key: str) -> None:
    with pytest.raises(BadInput, match="a condition key has a prefix and a name"):
        list(describe_unknown_keys((key,)))


@pytest.mark.parametrize(
    ("action", "key", "is_had"),
    [
        ("s3:GetObject", "s3:ExistingObjectTag/a", True),
        ("s3:GetObject", "aws:SourceIp", True),
        ("s3:GetObject", "ec2:InstanceType", False),
        ("S3:getobject", "EC2:instancetype", False),
        ("sts:AssumeRole", "token.actions.githubusercontent.com:sub", True),
        ("read", "ec2:InstanceType", True),
        ("quasar:ObserveStar", "ec2:InstanceType", True),
    ],
)
def test_condition_keys_of_other_services(action: str, key: str, *, is_had: bool) -> None:
    told = list(describe_unknown_keys((key,), action))
    doubt = f"{key.lower()}: requests for Amazon S3 are not known to have this condition key"
    assert told == ([] if is_had else [doubt])


@pytest.mark.parametrize(
    ("arn", "said"),
    [
        ("*", None),
        ("arn:aws:s3:::data", None),
        ("arn:aws:s3:::data/any/key", None),
        (f"arn:aws:iam::{PROD}:role/app", None),
        ("arn:aws:s3:::datta/any/key", "; did you mean arn:aws:s3:::data?"),
        (f"arn:aws:iam::{PROD}:role/apps", f"; did you mean arn:aws:iam::{PROD}:role/app?"),
        (f"arn:aws:iam::{PROD}:user/apps", ""),
        ("arn:aws:s3:::elsewhere", ""),
        ("data", ""),
    ],
)
def test_what_the_snapshot_does_not_have(
    organization: Organization, arn: str, said: str | None
) -> None:
    told = list(describe_missing(organization, (arn,)))
    expected = f"{arn}: not in the snapshot; its policies are not known{said}"
    assert told == ([] if said is None else [expected])
