from moto.core.utils import get_service_model

from ringwall.emulator.call import EmulatedCall, Fault, UnreadableRequest


def make(service: str, operation: str, wire: str) -> EmulatedCall:
    model = get_service_model(service).operation_model(operation)
    return EmulatedCall(
        *(service, operation, {}, "111122223333", "us-east-1", "AKIA", "127.0.0.1", "probe"),
        wire=wire,
        model=model,
        environ={},
        body=b"",
    )


def test_name_is_that_of_the_action() -> None:
    assert make("ec2", "DescribeVpcs", "ec2").name == "ec2:DescribeVpcs"


def test_errors_of_s3_have_a_format_of_their_own() -> None:
    assert make("s3", "ListBuckets", "rest-xml").protocol == "s3"
    assert make("s3control", "GetPublicAccessBlock", "rest-xml").protocol == "rest-xml"
    assert make("iam", "ListUsers", "query").protocol == "query"


def test_service_model_is_botocores() -> None:
    assert make("sqs", "ListQueues", "json").service_model.signing_name == "sqs"


def test_calls_are_equal_by_what_they_ask_for() -> None:
    one = make("iam", "ListUsers", "query")
    assert one == make("iam", "ListUsers", "query")
    assert one != make("iam", "ListRoles", "query")
    assert "environ" not in repr(one)


def test_fault_is_a_client_error_by_default() -> None:
    fault = Fault("Gone", "It is gone")
    assert (fault.code, fault.message, fault.status, str(fault)) == (
        *("Gone", "It is gone"),
        *(400, "It is gone"),
    )
    unreadable = UnreadableRequest("Broken", "It is broken", "s3")
    assert (unreadable.status, unreadable.protocol) == (400, "s3")
