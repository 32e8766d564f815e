"""Which actions act on a resource, and which of them a policy tells apart."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.organization.model import Resource
from ringwall.reason.iam.relation.resource_actions import (
    ActionGroup,
    actions_on,
    group_actions,
    levels_of,
    service_of,
    spell_actions,
)

A = "111111111111"
BUCKET = "arn:aws:s3:::data"
QUEUE = f"arn:aws:sqs:us-east-1:{A}:jobs"
DOMAIN = f"arn:aws:es:eu-west-1:{A}:domain/logs"
POINT = f"arn:aws:s3:eu-west-1:{A}:accesspoint/p"
LAMBDA = f"arn:aws:lambda:us-east-1:{A}"
TABLE = f"arn:aws:dynamodb:us-east-1:{A}:table/orders"


def policy(*statements: Any) -> CompiledPolicy:
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": list(statements)}))


def allow(action: Any, resource: Any = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": resource}


def resource(arn: str) -> Resource:
    return Resource(arn, A, "us-east-1", "any")


def groups(arn: str, *statements: Any) -> list[ActionGroup]:
    found = policy(*statements)
    granting = [s for s in found.statements if not s.is_denial]
    return list(group_actions(resource(arn), granting, [found]))


@pytest.mark.parametrize(
    ("arn", "on_it", "in_it", "separators", "neither"),
    [
        (BUCKET, "s3:listbucket", "s3:getobject", ("/",), "s3:listallmybuckets"),
        (QUEUE, "sqs:sendmessage", None, (), "sqs:listqueues"),
        (TABLE, "dynamodb:updatetable", "dynamodb:query", ("", "/index/"), "dynamodb:listtables"),
        (TABLE, "dynamodb:getitem", "dynamodb:getrecords", ("/stream/",), "dynamodb:listtables"),
        (f"arn:aws:kms:eu-west-1:{A}:key/1", "kms:decrypt", None, (), "kms:createkey"),
        (DOMAIN, "es:updatedomainconfig", "es:eshttpget", ("", "/"), "es:listdomainnames"),
        (f"{LAMBDA}:function:f:live", "lambda:invokefunction", None, (), "lambda:listfunctions"),
        (f"{LAMBDA}:layer:shared:1", "lambda:getlayerversion", None, (), "lambda:listlayers"),
        (POINT, "s3:getaccesspointpolicy", "s3:getobject", ("/object/",), "s3:listallmybuckets"),
    ],
)
def test_an_action_acts_on_a_resource_on_its_parts_or_on_neither(
    arn: str, on_it: str, in_it: str | None, separators: tuple[str, ...], neither: str
) -> None:
    found = actions_on(arn.split(":")[2], arn)
    assert found[on_it] == ("",)
    assert in_it is None or found[in_it] == separators
    assert neither not in found


def test_what_one_does_with_a_role_is_to_assume_it() -> None:
    role = resource(f"arn:aws:iam::{A}:role/app")
    assert service_of(role) == "sts"
    assert "sts:assumerole" in actions_on("sts", role.arn)
    assert service_of(resource(QUEUE)) == "sqs"


def test_only_granted_actions_make_groups() -> None:
    (group,) = groups(QUEUE, allow(["sqs:SendMessage", "sqs:ReceiveMessage"]))
    assert set(group.actions) == {"sqs:sendmessage", "sqs:receivemessage"}
    assert groups(QUEUE, {**allow("sqs:*"), "Effect": "Deny"}) == []


def test_actions_of_which_a_denial_speaks_stand_apart() -> None:
    denial = {**allow("sqs:DeleteQueue"), "Effect": "Deny"}
    found = groups(QUEUE, allow("sqs:*"), denial)
    assert len(found) == 2
    assert ("sqs:deletequeue",) in {group.actions for group in found}


def test_actions_on_parts_stand_apart() -> None:
    found = groups(BUCKET, allow("s3:*"))
    assert {group.separators for group in found} == {("/",), ("",)}
    assert {"s3:getobject" in g.actions for g in found if g.separators == ("/",)} == {True}


def test_actions_are_spelt_and_ranked_as_aws_does() -> None:
    names = ["sqs:sendmessage", "sqs:addpermission", "made:up"]
    assert spell_actions(names) == ("made:up", "sqs:AddPermission", "sqs:SendMessage")
    assert levels_of(names) == ("Write", "Permissions management")
