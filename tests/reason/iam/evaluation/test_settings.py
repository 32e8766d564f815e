from typing import Any

import pytest

from ringwall.reason.iam.evaluation.evaluate import evaluate
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.evaluation.settings import ALL_USERS, kms_grants, read_settings

NO_PAIRS: tuple[Any, ...] = (0, False, [], "")
NO_LISTS: tuple[Any, ...] = ([1], [{}], {"a": 1}, "x")
NO_CONSTRAINTS: tuple[Any, ...] = (
    *([1], {"EncryptionContext": {}}, {"EncryptionContextEquals": [1]}),
    {"EncryptionContextEquals": {"a": 1}},
    *({"EncryptionContextEquals": wrong} for wrong in NO_PAIRS),
    *({"EncryptionContextSubset": wrong} for wrong in NO_PAIRS),
    *({"SourceArn": wrong} for wrong in (*NO_PAIRS, {})),
)
APP = "arn:aws:iam::111122223333:role/app"


@pytest.mark.parametrize(
    ("flags", "restricts"),
    [
        ({}, False),
        ({"bucket": {"restrict_public_buckets": True}}, True),
        ({"account": {"restrict_public_buckets": True}, "bucket": {}}, True),
        ({"account": {"restrict_public_buckets": None}}, None),
        (
            {
                "account": {"restrict_public_buckets": None},
                "access_point": {"restrict_public_buckets": True},
            },
            True,
        ),
        (
            {
                "account": {"restrict_public_buckets": None},
                "bucket": {"restrict_public_buckets": False},
            },
            None,
        ),
    ],
)
def test_the_strictest_level_holds(flags: Any, restricts: bool | None) -> None:  # noqa: FBT001
    settings = read_settings({"block_public_access": flags})
    assert settings.add_to(PolicySet()).restricts_public is restricts


@pytest.mark.parametrize(
    "bad",
    [
        {"acls": []},
        {"acl": [{"grantee": ALL_USERS, "permission": "EVERYTHING"}]},
        {"block_public_access": {"region": {}}},
        {"block_public_access": {"bucket": {"block": True}}},
        {"block_public_access": {"bucket": {"restrict_public_buckets": "yes"}}},
        {"block_public_access": [1]},
        *("acl", 1, [], {"acl": [1]}, {"acl": "x"}, {"acl": {}}),
        {"acl": [{"grantee": "x", "permission": "READ", "on": "foo"}]},
        {"acl": [{"permission": "READ"}]},
        {"acl": [{"grantee": "x", "permission": "READ", "On": "bucket"}]},
        {"kms_grants": [{"grantee": APP, "operations": ["Decrypt"], "constraint": {}}]},
        {"acl": [{"grantee": "x", "permission": "EVERYTHING"}],
         "object_ownership": "BucketOwnerEnforced"},
        {"object_ownership": "Foo"},
        *({"kms_grants": wrong} for wrong in NO_LISTS),
        *({"kms_grants": [{"grantee": APP, "operations": ["Decrypt"], "constraints": wrong}]}
          for wrong in NO_CONSTRAINTS),
        {"kms_grants": [{"grantee": APP, "operations": {"Decrypt": True}}]},
        *({"shared_with": wrong} for wrong in (1, [1], {"a": 1})),
    ],
)  # fmt: skip
def test_settings_without_a_certain_meaning_are_refused(bad: Any) -> None:
    with pytest.raises(
        ValueError,
        match=r"unknown|must (be|have)",
    ):
        read_settings(bad)


@pytest.mark.parametrize(
    ("source", "verdict"), [("111111111111", "allowed"), ("222222222222", "implicitly_denied")]
)
def test_logs_are_delivered_within_an_account(source: str, verdict: str) -> None:
    group = "http://acs.amazonaws.com/groups/s3/LogDelivery"
    grants = [{"grantee": group, "permission": "WRITE", "on": "bucket"}]
    request = make_request(
        "logging.s3.amazonaws.com", "s3:PutObject", "arn:aws:s3:::logs/k",
        {"aws:SourceAccount": source}, resource_account="111111111111",
    )  # fmt: skip
    policy_set = read_settings({"acl": grants}).add_to(PolicySet())
    assert evaluate(request, policy_set).verdict == verdict


@pytest.mark.parametrize("service", ["rds.amazonaws.com", "ec2.amazonaws.com.cn"])
def test_a_service_may_hold_a_grant(service: str) -> None:
    (statement,) = kms_grants([{"grantee": service, "operations": ["Decrypt"]}])
    assert statement["Principal"] == {"Service": service}


def test_a_constraint_of_null_is_none() -> None:
    names = ("EncryptionContextEquals", "EncryptionContextSubset", "SourceArn")
    bare = {"grantee": APP, "operations": ["Decrypt"]}
    nulls = {**bare, "constraints": dict.fromkeys(names)}
    assert list(kms_grants([nulls])) == list(kms_grants([bare]))


def test_without_grants_there_is_nothing_to_add() -> None:
    assert read_settings({}).policies == ()
    assert read_settings({"acl": [], "kms_grants": None, "shared_with": []}).policies == ()
