import pytest

from ringwall.model.errors import BadInput
from ringwall.reason.iam.evaluation.request import find_account, make_request
from ringwall.reason.iam.language.variables import MISSING, UNKNOWN

ACCOUNT = "111122223333"
USER = f"arn:aws:iam::{ACCOUNT}:user/team/alice"


def test_what_follows_from_the_request_is_filled_in_and_nothing_else() -> None:
    context = make_request(USER, "s3:GetObject", "arn:aws:s3:::b/k").context
    known = {
        "aws:principalarn": (USER,),
        "aws:principalaccount": (ACCOUNT,),
        "aws:principaltype": ("User",),
        "aws:username": ("alice",),
        "aws:principalisawsservice": ("false",),
        "aws:viaawsservice": ("false",),
        "aws:userid": UNKNOWN,
        "aws:resourceaccount": UNKNOWN,
        "aws:requestedregion": MISSING,
        "aws:sourceip": MISSING,
        "aws:principalorgid": MISSING,
        "aws:multifactorauthpresent": MISSING,
    }
    assert {key: context.get(key) for key in known} == known


def test_what_the_caller_knows_is_not_replaced() -> None:
    given = {"aws:PrincipalArn": "x", "aws:ViaAWSService": True, "aws:userid": "AIDA1"}
    context = make_request(USER, "s3:GetObject", "*", given).context
    assert context.get("aws:principalarn") == ("x",)
    assert context.get("aws:viaawsservice") == ("true",)
    assert context.get("aws:userid") == ("AIDA1",)


def test_a_service_and_a_stranger_have_no_account() -> None:
    service = make_request("ec2.amazonaws.com", "s3:GetObject", "*").context
    assert service.get("aws:principalisawsservice") == ("true",)
    assert service.get("aws:principalservicename") == ("ec2.amazonaws.com",)
    stranger = make_request("anonymous", "s3:GetObject", "*").context
    assert stranger.get("aws:principaltype") == ("Anonymous",)
    for context in (service, stranger):
        assert context.get("aws:principalaccount") is MISSING
        assert context.get("aws:principalarn") is MISSING


@pytest.mark.parametrize(
    ("resource", "account"),
    [
        ("arn:aws:sqs:eu-west-1:444455556666:q", "444455556666"),
        ("arn:aws:s3:::b/k", None),
        ("*", ACCOUNT),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", ACCOUNT),
        ("not an arn", None),
    ],
)
def test_the_owner_is_read_from_the_arn(resource: str, account: str | None) -> None:
    assert find_account(resource, ACCOUNT) == account


@pytest.mark.parametrize("action", ["", "s3", "s3:", ":Get", "s3:Get*", "a:b:c"])
def test_what_is_no_action_is_refused(action: str) -> None:
    with pytest.raises(BadInput, match="is not an action"):
        make_request(USER, action, "*")
