"""How an answer's witness is written."""

import pytest

from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.symbolic.check_answer import PASS, CheckAnswer, Witness

ANN = read_requester("arn:aws:iam::111122223333:user/ann")


@pytest.mark.parametrize(
    ("witness", "expected"),
    [
        (Witness("s3:GetObject", "arn:aws:s3:::b/k"), "s3:GetObject arn:aws:s3:::b/k"),
        (Witness("s3:ListAllMyBuckets", "*"), "s3:ListAllMyBuckets *"),
        (
            Witness("s3:GetObject", "*", requester=ANN),
            "arn:aws:iam::111122223333:user/ann s3:GetObject *",
        ),
        (
            Witness("s3:GetObject", "*", {"aws:sourceip": ("203.0.113.7",)}),
            "s3:GetObject * with aws:sourceip=203.0.113.7",
        ),
        (
            Witness("s3:GetObject", "*", {"aws:tagkeys": ("a", "b"), "s3:prefix": ("",)}, ANN),
            "arn:aws:iam::111122223333:user/ann s3:GetObject * with aws:tagkeys=a|b, s3:prefix=",
        ),
    ],
)
def test_a_witness_is_one_line(witness: Witness, expected: str) -> None:
    assert str(witness) == expected


def test_a_pass_needs_no_proof_shown() -> None:
    assert CheckAnswer("pass") == PASS
    assert (PASS.witness, PASS.statements, PASS.reason) == (None, (), "")
