"""AWS's many words for the same few failures, and what a user reads of each."""

from typing import Any

import pytest
from botocore import exceptions as raised
from botocore.parsers import ResponseParserError

from ringwall.aws.failures import FailedCall, is_about_credentials, translate
from ringwall.model.errors import (
    AccessDenied,
    BadInput,
    CallFailed,
    NoCredentials,
    RegionDisabled,
    RingwallError,
    Throttled,
)

HOME = FailedCall("ec2.describe_instances", "111122223333", "us-east-1")
AWAY = FailedCall("ec2.describe_instances", "111122223333", "af-south-1")


def answer(
    code: str, message: str = "", operation: str = "Describe", status: int = 400
) -> raised.ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return raised.ClientError(response, operation)


@pytest.mark.parametrize(
    ("code", "place", "kind"),
    [
        ("AccessDenied", HOME, AccessDenied),
        ("AccessDeniedException", AWAY, AccessDenied),
        ("UnauthorizedOperation", HOME, AccessDenied),
        ("AuthorizationError", HOME, AccessDenied),
        ("AuthorizationErrorException", HOME, AccessDenied),
        ("403", HOME, AccessDenied),
        ("Throttling", HOME, Throttled),
        ("ThrottlingException", HOME, Throttled),
        ("ThrottledException", HOME, Throttled),
        ("RequestLimitExceeded", HOME, Throttled),
        ("TooManyRequestsException", HOME, Throttled),
        ("SlowDown", HOME, Throttled),
        # No code says that a region is off: only the account's list of regions does.
        ("AuthFailure", AWAY, CallFailed),
        ("AuthFailure", HOME, CallFailed),
        ("UnrecognizedClientException", AWAY, CallFailed),
        ("InvalidClientTokenId", AWAY, CallFailed),
        ("InvalidClientTokenId", HOME, CallFailed),
        ("OptInRequired", HOME, CallFailed),
        ("SubscriptionRequiredException", HOME, CallFailed),
        # Nor does the code of one call say that the credentials are of no use for the others.
        ("ExpiredToken", HOME, CallFailed),
        ("ExpiredTokenException", AWAY, CallFailed),
        ("RequestExpired", AWAY, CallFailed),
        ("SignatureDoesNotMatch", HOME, CallFailed),
        ("NoSuchBucketPolicy", HOME, CallFailed),
        ("404", HOME, CallFailed),
        ("NotAThrottling", HOME, CallFailed),
    ],
)
def test_a_code_becomes_the_error_that_it_means(
    code: str, place: FailedCall, kind: type[RingwallError]
) -> None:
    error = translate(answer(code), place)
    assert type(error) is kind
    if isinstance(error, CallFailed):
        assert error.code == code


@pytest.mark.parametrize(
    ("code", "is_so"),
    [
        ("ExpiredToken", True),
        ("RequestExpired", True),
        ("SignatureDoesNotMatch", True),
        ("InvalidClientTokenId", True),
        ("AuthFailure", True),
        ("OptInRequired", False),
        ("AccessDenied", False),
    ],
)
def test_what_is_wrong_with_the_credentials_themselves(code: str, *, is_so: bool) -> None:
    assert is_about_credentials(answer(code)) is is_so


def test_the_layer_that_denies_stays_in_the_message() -> None:
    said = "not authorized with an explicit deny in a service control policy"
    error = translate(answer("AccessDenied", said), HOME)
    assert said in str(error)
    assert "ec2.describe_instances (account 111122223333, us-east-1)" in str(error)


def test_what_aws_says_is_cut_and_made_printable() -> None:
    said = f"You are not. Encoded authorization failure message: {'x' * 3000} \x1b[31m\nred"
    text = str(translate(answer("UnauthorizedOperation", said), HOME))
    assert "xxx" not in text
    assert text.isprintable()
    assert len(str(translate(answer("Odd", "y" * 9000), HOME))) < 800


def test_an_absent_endpoint_is_told_from_a_broken_line() -> None:
    call = FailedCall("macie2.list_findings", "111122223333", "af-south-1")
    error = raised.EndpointConnectionError(endpoint_url="https://macie2.af-south-1.amazonaws.com")
    home, both = ("us-east-1",), ("af-south-1", "us-east-1")
    gone = translate(error, call, lambda service: both if service == "ec2" else home)
    assert type(gone) is RegionDisabled
    assert type(translate(error, call, lambda _: both)) is CallFailed


def test_a_region_that_is_newer_than_botocore_is_no_closed_region() -> None:
    call = FailedCall("macie2.list_findings", "111122223333", "xx-new-1")
    error = raised.EndpointConnectionError(endpoint_url="https://macie2.xx-new-1.amazonaws.com")
    assert type(translate(error, call, lambda _: ("us-east-1",))) is CallFailed


@pytest.mark.parametrize(
    "error",
    [
        raised.NoCredentialsError(),
        raised.PartialCredentialsError(provider="env", cred_var="AWS_SECRET_ACCESS_KEY"),
        raised.UnauthorizedSSOTokenError(),
        raised.SSOTokenLoadError(error_msg="Token for acme does not exist"),
        raised.TokenRetrievalError(provider="sso", error_msg="Token has expired"),
        raised.CredentialRetrievalError(provider="process", error_msg="boom"),
    ],
)
def test_missing_and_expired_sign_ins_say_what_to_do(error: Exception) -> None:
    told = translate(error, HOME)
    assert type(told) is NoCredentials
    assert "aws sso login" in str(told)


def test_an_unknown_profile_is_bad_input() -> None:
    told = translate(raised.ProfileNotFound(profile="nope"), HOME)
    assert type(told) is BadInput
    assert "nope" in str(told)


def test_a_timeout_keeps_its_name() -> None:
    told = translate(raised.ReadTimeoutError(endpoint_url="https://x"), HOME)
    assert isinstance(told, CallFailed)
    assert told.code == "ReadTimeoutError"


@pytest.mark.parametrize(
    ("code", "status", "is_rejected"),
    [
        ("AccessDenied", 403, True),
        ("MalformedPolicyDocument", 400, True),
        ("NoSuchBucket", 404, True),
        ("ConcurrentModification", 409, True),
        ("PermanentRedirect", 301, True),
        ("ThrottlingException", 400, True),
        ("TooManyRequestsException", 429, True),
        ("RequestLimitExceeded", 503, True),
        ("SlowDown", 503, True),
        ("OptInRequired", 403, True),
        ("503", 503, False),
        ("InternalError", 500, False),
        ("InternalFailure", 500, False),
        ("ServiceUnavailable", 503, False),
        ("InternalError", 200, False),
    ],
)
def test_only_an_answer_that_refuses_the_request_means_that_nothing_was_done(
    code: str, status: int, *, is_rejected: bool
) -> None:
    error = translate(answer(code, status=status), HOME)
    assert isinstance(error, CallFailed)
    assert error.is_rejected is is_rejected


@pytest.mark.parametrize("code", ["InternalError", "MalformedPolicyDocument"])
def test_an_answer_without_a_status_leaves_it_open(code: str) -> None:
    error = translate(raised.ClientError({"Error": {"Code": code}}, "Put"), HOME)
    assert isinstance(error, CallFailed)
    assert not error.is_rejected


@pytest.mark.parametrize(
    "error",
    [
        raised.EndpointConnectionError(endpoint_url="https://x"),
        raised.ConnectTimeoutError(endpoint_url="https://x"),
        raised.ProxyConnectionError(proxy_url="https://x"),
        raised.ParamValidationError(report="no Bucket"),
        raised.UnknownEndpointError(service_name="ec2", region_name="xx-none-1"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_request_that_was_never_sent_did_nothing(error: Exception) -> None:
    told = translate(error, HOME)
    assert isinstance(told, CallFailed)
    assert told.is_rejected


@pytest.mark.parametrize(
    "error",
    [
        raised.ReadTimeoutError(endpoint_url="https://x"),
        raised.ConnectionClosedError(endpoint_url="https://x"),
        raised.SSLError(endpoint_url="https://x", error=OSError("bad record")),
        raised.HTTPClientError(error="reset"),
        raised.IncompleteReadError(actual_bytes=1, expected_bytes=2),
        raised.ResponseStreamingError(error="cut off"),
        ResponseParserError("not XML"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_without_an_answer_the_request_may_have_been_carried_out(error: Exception) -> None:
    told = translate(error, HOME)
    assert isinstance(told, CallFailed)
    assert not told.is_rejected


def test_the_password_of_a_proxy_is_not_in_the_error() -> None:
    error = raised.ProxyConnectionError(proxy_url="http://ann:p@hunter2@proxy:3128")
    assert "http://proxy:3128" in str(translate(error, HOME))
    assert "hunter2" not in str(translate(error, HOME))
