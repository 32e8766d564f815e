from typing import Any

import pytest
from moto.core.utils import get_service_model

from ringwall.emulator.behavior.amended import amend_call
from ringwall.emulator.call import EmulatedCall


def make_call(name: str, wire: str, body: bytes = b"", query: str = "", **given: Any) -> Any:
    service, _, operation = name.partition(":")
    return EmulatedCall(
        service=service,
        operation=operation,
        parameters=given,
        account_id="123456789012",
        region="us-east-1",
        access_key="AKIA",
        source_ip="127.0.0.1",
        user_agent="",
        wire=wire,
        model=get_service_model(service).operation_model(operation),
        environ={"QUERY_STRING": query, "CONTENT_LENGTH": str(len(body))},
        body=body,
    )


@pytest.mark.parametrize(
    ("call", "changes", "body", "query"),
    [
        (
            make_call("ec2:DescribeVpcs", "ec2", b"Action=DescribeVpcs&MaxResults=5", MaxResults=5),
            {"MaxResults": None, "NextToken": "t"},
            b"Action=DescribeVpcs&NextToken=t",
            "",
        ),
        (
            make_call("iam:ListRoles", "query", b"Action=ListRoles&PathPrefix=%2Fa%2F"),
            {"Marker": "m"},
            b"Action=ListRoles&PathPrefix=%2Fa%2F&Marker=m",
            "",
        ),
        (
            make_call("kms:ListKeys", "json", b'{"Limit": 5}', Limit=5),
            {"Limit": 2, "Marker": "m"},
            b'{"Limit": 2, "Marker": "m"}',
            "",
        ),
        (
            make_call("lambda:ListFunctions", "rest-json", b"", "MaxItems=5&x=y", MaxItems=5),
            {"MaxItems": None, "Marker": "m"},
            b"",
            "x=y&Marker=m",
        ),
    ],
    ids=["ec2", "query", "json", "querystring"],
)
def test_the_request_says_what_the_parameters_say(
    call: EmulatedCall, changes: dict[str, Any], body: bytes, query: str
) -> None:
    amended = amend_call(call, changes)
    assert (amended.body, amended.environ["QUERY_STRING"]) == (body, query)
    assert int(amended.environ["CONTENT_LENGTH"]) == len(body)
    given = {name: value for name, value in changes.items() if value is not None}
    assert {k: v for k, v in amended.parameters.items() if k in changes} == given


def test_a_parameter_that_the_operation_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match="has no parameter Colour"):
        amend_call(make_call("ec2:DescribeVpcs", "ec2"), {"Colour": "red"})
