"""Rows about access: what each answer says, as JSON has it."""

import json

import pytest

from ringwall.jobs.access.rows import (
    decide_listing,
    describe_access,
    describe_answer,
    describe_decision,
)
from ringwall.jobs.outcome import JobOutcome
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.symbolic.check_answer import CheckAnswer, Witness
from ringwall.reason.iam.symbolic.contexts.access_answer import RANK, AccessAnswer

WIDEST = max(RANK, key=RANK.__getitem__)


def test_access_over_all_contexts() -> None:
    access = AccessAnswer(
        WIDEST,
        Decision("allowed", ""),
        witness={"aws:sourceip": ("203.0.113.7",), "aws:userid": ()},
        residual=("IpAddress aws:sourceip 203.0.113.0/24",),
        unknown=("a policy",),
    )
    assert describe_access(access) == {
        "verdict": WIDEST,
        "conditions": ["IpAddress aws:sourceip 203.0.113.0/24"],
        "witness": {"aws:sourceip": ["203.0.113.7"]},
        "statements": [],
        "unknown": ["a policy"],
    }


def test_decision_on_one_request() -> None:
    row = describe_decision(Decision("implicitly_denied", "scp", unknown=("aws:SourceIp",)))
    assert row == {
        "verdict": "implicitly_denied",
        "policy_type": "scp",
        "statements": [],
        "unknown": ["aws:SourceIp"],
    }


def test_answer_about_policies() -> None:
    witness = Witness("s3:GetObject", "*", {"aws:sourceip": ("203.0.113.7",)})
    row = describe_answer(CheckAnswer("fail", witness, ("policy[0]",)))
    assert json.loads(json.dumps(row)) == {
        "verdict": "fail",
        "witness": {
            "principal": None,
            "action": "s3:GetObject",
            "resource": "*",
            "context": {"aws:sourceip": ["203.0.113.7"]},
        },
        "statements": ["policy[0]"],
        "reason": "",
    }
    by_service = Witness("sts:AssumeRole", "*", requester=read_requester("ec2.amazonaws.com"))
    assert describe_answer(CheckAnswer("fail", by_service))["witness"]["principal"] == (
        "ec2.amazonaws.com"
    )
    assert describe_answer(CheckAnswer("unknown", reason="too hard"))["witness"] is None


@pytest.mark.parametrize(
    ("verdicts", "gaps", "outcome"),
    [
        ([], (), "clean"),
        ([WIDEST], (), "clean"),
        ([WIDEST, "unknown"], (), "unknown"),
        ([], ("a table",), "unknown"),
    ],
)
def test_list_is_open_where_something_is_unknown(
    verdicts: list[str], gaps: tuple[str, ...], outcome: JobOutcome
) -> None:
    organization = Organization("", "", {}, None, {}, {}, gaps=gaps)
    assert decide_listing(organization, [{"verdict": v} for v in verdicts]) == outcome
