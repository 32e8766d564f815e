"""The role of each response playbook: all that it needs, and nothing that it does not."""

import re
from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from permitted_response import PermittedResponse
from rehearsed_response import Rehearsal
from response_samples import SAMPLES, UNTRIED

from ringwall.catalog.loader import load_responses
from ringwall.catalog.permissions import find_actions
from ringwall.catalog.response_permissions import (
    RESPONDER_CALLS,
    ResponderPlaces,
    list_playbook_actions,
    permit_callbacks,
    permit_playbook,
    permit_responder,
)
from ringwall.model.response_playbook import ResponsePlaybook
from ringwall.model.write_shape import WriteShape

SLOW = frozenset(
    {
        "bedrock.stop_models",
        "cloudtrail.restore_trail",
        "ec2.isolate_instance",
        "ec2.stop_mining",
        "ecs.contain_task",
        "eks.contain_cluster",
        "iam.contain_user",
        "kms.contain_key",
        "route53.contain_domain",
        "s3.close_bucket",
        "s3.stop_ransomware",
        "secretsmanager.contain_secrets",
        "ses.stop_sending",
    }
)
"""Playbooks that ask for so much that it takes long to take one action after the other away."""
PLAYBOOKS = sorted(load_responses())
SAMPLED = sorted(SAMPLES.keys() & load_responses().keys())
ANSWERED = {"sts:AssumeRole", "sts:GetCallerIdentity"}
"""What leads the role to an account, and to know itself: the responder may do that already."""
UNHEARD = {("s3.stop_ransomware", "ransomed_bucket_with_locks"): frozenset({"s3:ListBucket"})}
"""What botocore asks for by itself, and goes on without.

After an answer 400 to a HEAD request it looks for the Region of the bucket by HeadBucket.
"""
TRIED = [pytest.param(one, marks=pytest.mark.slow) if one in SLOW else one for one in SAMPLED]
Begin = Callable[[], PermittedResponse]


def test_every_playbook_has_a_role_without_wildcards_in_actions() -> None:
    for playbook in load_responses().values():
        for statement in permit_playbook(playbook, "aws-us-gov", "111122223333"):
            assert all(re.fullmatch(r"[\w-]+:\w+", action) for action in statement["Action"])
            for resource in statement["Resource"]:
                is_placed = re.fullmatch(
                    r"arn:aws-us-gov:[\w-]+:[\w*-]*:(111122223333)?:.+", resource
                )
                assert resource == "*" or is_placed, (playbook.id, resource)


@pytest.mark.parametrize("playbook", TRIED)
def test_a_role_is_asked_for_just_what_it_may_do_and_misses_each_action(
    permitted: Begin, playbook: str, tmp_path: Path
) -> None:
    """Of each sample, each action that it asks for is taken away, and has to be told.

    What is denied may cost a step, and never a word: a plan that is shorter for a look that was
    denied says so.
    """
    found = load_responses()[playbook]
    derive = partial(permit_playbook, found, "aws")
    asked: set[str] = set()
    silent: list[str] = []
    for sample in SAMPLES[playbook]:
        here = permitted()
        threat, options = sample(here.world)
        here.permit(derive)
        rehearsal = Rehearsal(here, found, threat, options, derive, tmp_path)
        rehearsal.perform()
        assert [line for line in rehearsal.told if "authorized" in line] == []
        asked |= rehearsal.asked - ANSWERED
        name = getattr(sample, "__name__", "")
        unheard = UNHEARD.get((playbook, name), frozenset()) | ANSWERED
        silent += [f"{name}: {action}" for action in rehearsal.find_silent(unheard)]
    untried = UNTRIED.get(playbook, frozenset())
    assert asked.isdisjoint(untried), "a sample tries it now"
    permitted_actions = list_playbook_actions(found) - ANSWERED
    assert sorted(asked - permitted_actions) == [], "asked for without being permitted"
    assert sorted(permitted_actions - asked - untried) == [], "permitted without being asked for"
    assert sorted(untried - permitted_actions) == [], "untried, and not permitted at all"
    assert not silent, "\n".join(silent)


def make_playbook(*writes: WriteShape, reads: tuple[str, ...] = ()) -> ResponsePlaybook:
    return replace(load_responses()["lambda.contain_function"], writes=writes, reads=reads)


def find_resources(*writes: WriteShape, reads: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return what each action is about."""
    statements = permit_playbook(make_playbook(*writes, reads=reads), "aws", "1" * 12)
    return {action: one["Resource"] for one in statements for action in one["Action"]}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("shop", "shop"),
        (r"ringwall-[\w-]{1,20}", "ringwall-*"),
        (r"[\w-]{1,64}", "*"),
        ("ab?", "a*"),
        ("one|two", "*"),
        (r"a\.b", "a*"),
    ],
)
def test_a_resource_is_named_as_far_as_a_shape_names_it(pattern: str, expected: str) -> None:
    shape = WriteShape("lambda.delete_function_concurrency", {"FunctionName": pattern})
    found = find_resources(shape)["lambda:DeleteFunctionConcurrency"]
    assert found == [f"arn:aws:lambda:*:{'1' * 12}:function:{expected}"]


def test_an_arn_in_place_of_a_name_is_of_the_account() -> None:
    arn = r"arn:[\w-]{1,20}:lambda:[a-z0-9-]{1,30}:\d{12}:function:\w{1,64}"
    shape = WriteShape("lambda.delete_function_concurrency", {"FunctionName": arn})
    found = find_resources(shape)["lambda:DeleteFunctionConcurrency"]
    assert found == [f"arn:aws:lambda:*:{'1' * 12}:function:*"]


def test_versions_of_objects_have_actions_of_their_own() -> None:
    named = {"Bucket": "shop", "Key": "a"}
    shape = WriteShape("s3.delete_object", {**named, "VersionId": "b"})
    assert find_resources(shape).keys() == {"s3:DeleteObjectVersion"}
    shape = WriteShape("s3.delete_object", named)
    assert find_resources(shape).keys() == {"s3:DeleteObject"}
    asked = find_resources(reads=("s3.head_object",)).keys()
    assert asked == {"s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"}


def test_every_playbook_has_samples() -> None:
    missing = sorted({*PLAYBOOKS} - {*SAMPLED})
    assert missing == [], "add samples of them to tests/plugins/response_samples.py"
    assert sorted({*SAMPLES} - {*PLAYBOOKS}) == [], "there is no such playbook (any more)"


def test_what_has_no_resource_is_about_all() -> None:
    assert find_resources(reads=("securityhub.get_findings",)) == {"securityhub:GetFindings": "*"}


def test_a_role_is_passed_only_to_the_service_that_takes_it() -> None:
    shape = WriteShape(
        "lambda.delete_function_concurrency", {"FunctionName": "shop"}, also=("iam:PassRole",)
    )
    statement = permit_playbook(make_playbook(shape), "aws", "1" * 12)[-1]
    assert statement == {
        "Effect": "Allow",
        "Action": ["iam:PassRole"],
        "Resource": [f"arn:aws:iam::{'1' * 12}:role/*"],
        "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
    }


def test_the_calls_of_the_responder_itself_are_known() -> None:
    assert all(find_actions(operation) for operation in RESPONDER_CALLS)


PLACES = ResponderPlaces("table", "log", "key", bus="bus", channel_secrets=("b", "a"))


def test_callbacks_change_nothing_but_parts_of_the_table() -> None:
    statements = permit_callbacks(PLACES)
    actions = sorted(action for one in statements for action in one["Action"])
    assert actions == [
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
        "events:PutEvents",
        "kms:GenerateMac",
        "kms:VerifyMac",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "secretsmanager:GetSecretValue",
    ]
    assert all(one["Resource"] != "*" for one in statements)
    for one in statements:
        if one["Resource"] == ["table"]:
            assert one["Condition"]["Null"] == {"dynamodb:LeadingKeys": "false"}
            partitions = one["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
            assert not any(fnmatch("CASE#SWITCH", pattern) for pattern in partitions)
            assert not {"RUNS", "HOLD", "LEASE", "NOTICE", "*"} & set(partitions)


def test_callbacks_announce_cases_and_nothing_else() -> None:
    (statement,) = [one for one in permit_callbacks(PLACES) if one["Resource"] == ["bus"]]
    assert statement["Condition"] == {
        "StringEquals": {"events:source": "ringwall", "events:detail-type": "Ringwall Case"}
    }


def test_the_responder_puts_no_events_and_reads_named_secrets() -> None:
    statements = permit_responder(replace(PLACES, secret="seal"))
    actions = {action: one for one in statements for action in one["Action"]}
    assert "events:PutEvents" not in actions
    assert actions["secretsmanager:GetSecretValue"]["Resource"] == ["a", "b", "seal"]
    assert "sts:AssumeRole" not in actions


def test_an_operation_whose_actions_are_not_known_is_an_error() -> None:
    with pytest.raises(ValueError, match="no IAM action is known"):
        find_resources(reads=("ec2.describe_nothing",))


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_the_actions_of_every_playbook_are_known(playbook: str) -> None:
    assert list_playbook_actions(load_responses()[playbook])
