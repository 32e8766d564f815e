import json
from collections.abc import Callable
from typing import Any

import pytest
from moto.core.utils import get_service_model

from ringwall.emulator.call import EmulatedCall, Fault, WireFormat
from ringwall.emulator.wire.response import (
    Response,
    make_well_formed,
    read_answer,
    read_fault,
    write_answer,
    write_fault,
)

FAULT = Fault("NoSuchThing", 'a < b & "c"', 409)
Call = Callable[..., EmulatedCall]


@pytest.fixture
def call() -> Call:
    """Return a function that makes a call of an operation without parameters."""

    def make(service: str, operation: str, wire: str = "") -> EmulatedCall:
        model = get_service_model(service)
        return EmulatedCall(
            *(service, operation, {}, "111122223333", "us-east-1", "AKIA", "127.0.0.1", ""),
            wire=wire or str(model.protocol),
            model=model.operation_model(operation),
            environ={},
            body=b"",
        )

    return make


def header(response: Response, name: str) -> str:
    (found,) = (value for key, value in response.headers if key.lower() == name)
    return found


@pytest.mark.parametrize(
    ("protocol", "kind"),
    [("json", "application/x-amz-json-1.1"), ("rest-json", "application/json")],
)
def test_error_in_json_names_its_type_twice(protocol: WireFormat, kind: str) -> None:
    response = write_fault(protocol, FAULT)
    expected = {"__type": "NoSuchThing", "message": FAULT.message}
    assert json.loads(response.body) == expected
    assert response.status == 409
    assert header(response, "x-amzn-errortype") == "NoSuchThing"
    assert header(response, "content-type") == kind


@pytest.mark.parametrize(
    ("protocol", "start"),
    [
        ("s3", "<Error><Code>"),
        ("ec2", "<Response><Errors><Error><Code>"),
        ("query", "<ErrorResponse><Error><Type>Sender</Type><Code>"),
        ("rest-xml", "<ErrorResponse><Error><Type>Sender</Type><Code>"),
    ],
)
def test_error_in_xml_is_wrapped_as_the_protocol_has_it(protocol: WireFormat, start: str) -> None:
    response = write_fault(protocol, FAULT)
    text = response.body.decode().partition("\n")[2]
    assert text.startswith(f"{start}NoSuchThing</Code><Message>a &lt; b &amp; ")
    assert header(response, "x-amzn-requestid") in text
    assert header(response, "content-length") == str(len(response.body))


@pytest.mark.parametrize("protocol", ["json", "s3"])
def test_error_to_head_has_no_body(protocol: WireFormat) -> None:
    response = write_fault(protocol, FAULT, "HEAD")
    assert (response.status, response.body) == (409, b"")
    assert header(response, "content-length") == "0"


def test_each_error_has_an_id_of_its_own() -> None:
    ids = {header(write_fault("json", FAULT), "x-amzn-requestid") for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("s3", "ListBuckets"),
        ("ec2", "DescribeVpcs"),
        ("iam", "ListUsers"),
        ("organizations", "ListRoots"),
        ("guardduty", "ListDetectors"),
        ("s3control", "GetPublicAccessBlock"),
    ],
)
def test_error_that_was_written_is_read_again(call: Call, service: str, operation: str) -> None:
    made = call(service, operation)
    found = read_fault(made, write_fault(made.protocol, FAULT))
    assert found is not None
    assert (found.code, found.status) == ("NoSuchThing", 409)
    assert found.message == FAULT.message


@pytest.mark.parametrize(
    ("service", "operation", "answer"),
    [
        ("s3", "GetBucketVersioning", {"Status": "Enabled"}),
        ("ec2", "DescribeVpcs", {"Vpcs": [{"VpcId": "vpc-<1>", "IsDefault": False}]}),
        ("iam", "GetAccountSummary", {"SummaryMap": {"Users": 3}}),
        ("organizations", "ListRoots", {"Roots": [{"Id": "r-1", "PolicyTypes": []}]}),
        ("guardduty", "ListDetectors", {"DetectorIds": ["a", "b"]}),
    ],
)
def test_answer_that_was_written_is_read_again(
    call: Call, service: str, operation: str, answer: dict[str, Any]
) -> None:
    made = call(service, operation)
    response = write_answer(made, answer)
    assert response.status == 200
    found = read_answer(made, response)
    found.pop("ResponseMetadata")
    assert found == answer
    assert read_fault(made, response) is None


def test_error_without_a_body_has_its_status(call: Call) -> None:
    found = read_fault(call("s3", "HeadBucket"), Response(404, (), b""))
    assert found is not None
    assert (found.code, found.status) == ("404", 404)


@pytest.mark.parametrize(
    ("service", "operation"), [("s3", "ListBuckets"), ("ec2", "DescribeVpcs"), ("iam", "GetUser")]
)
def test_error_about_control_characters_is_read_again(
    call: Call, service: str, operation: str
) -> None:
    made = call(service, operation)
    response = write_fault(made.protocol, Fault("A", "x\x00\x1b\ufffe\ud800y", 400))
    found = read_fault(made, response)
    assert found
    assert found.message == "x\ufffd\ufffd\ufffd\ufffdy"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (b"a\x08b\x1b", "a\ufffdb\ufffd"),
        (b"\t x", "\t x"),
        ("é\U0001f512".encode(), "é\U0001f512"),
        (b"\xed\xa0\x80\xef\xbf\xbe", "\ufffd\ufffd"),
        (b"&#8;&#x1f;&#x0;&#0;&#31;&#xE;", "\ufffd" * 6),
        (b"x&#9;&#10;&#x41;&#65;&#38;&#32;x", "x\t\nAA& x"),
    ],
)
def test_what_no_xml_can_have_is_replaced(call: Call, written: bytes, kept: str) -> None:
    made = call("iam", "GetUser")
    body = b"<R><GetUserResult><User><Path>" + written + b"</Path></User></GetUserResult></R>"
    fixed = make_well_formed(made, Response(200, (("X-A", "1"),), body))
    assert read_answer(made, fixed)["User"]["Path"] == kept
    assert header(fixed, "x-a") == "1"
    if fixed.body != body:
        assert header(fixed, "content-length") == str(len(fixed.body))


def test_json_stays_as_it_is(call: Call) -> None:
    response = Response(200, (), b'{"a": "\x08"}')
    assert make_well_formed(call("kms", "ListKeys"), response) is response
