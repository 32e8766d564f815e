"""What AWS and botocore raise, translated into the errors that a user can act on."""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from botocore import exceptions as raised
from botocore.parsers import ResponseParserError

from ringwall.model.errors import (
    AccessDenied,
    BadInput,
    CallFailed,
    NoCredentials,
    RegionDisabled,
    RingwallError,
    Throttled,
)
from ringwall.model.text import drop_user_info, make_visible

CAUGHT = (raised.ClientError, raised.BotoCoreError, ResponseParserError)
"""Everything that a call through botocore raises for a reason outside this program."""

UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, struct.error)
"""What botocore runs into where a member of an answer is missing, of another kind, or no time or
number."""

DENIED = re.compile(
    r"AccessDenied(Exception|Fault|ForDependencyException)?|AuthorizationError(Exception)?"
    r"|(Client\.)?UnauthorizedOperation|UnauthorizedAccess|Unauthorized(Exception)?"
    r"|NotAuthorized(Exception)?|Forbidden(Exception)?|403|AllAccessDisabled|AccountProblem"
)
THROTTLED = re.compile(
    r"Throttl(ing|ed)(Exception)?|RequestThrottled(Exception)?|EC2ThrottledException|503"
    r"|(Client\.)?RequestLimitExceeded|TooManyRequests(Exception)?|SlowDown"
    r"|PriorRequestNotComplete|ProvisionedThroughputExceeded(Exception)?|429"
)
EXPIRED = re.compile(r"ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired")
UNKNOWN_KEY = re.compile(
    r"AuthFailure|UnrecognizedClient(Exception)?|InvalidClientTokenId|InvalidAccessKeyId"
)
BAD_SIGNATURE = re.compile(r"SignatureDoesNotMatch|IncompleteSignature(Exception)?")
SIGNED_OUT = (
    raised.NoCredentialsError,
    raised.PartialCredentialsError,
    raised.CredentialRetrievalError,
    raised.MetadataRetrievalError,
    raised.NoAuthTokenError,
    raised.TokenRetrievalError,
    raised.SSOError,
    raised.LoginError,
    raised.RefreshWithMFAUnsupportedError,
)
BAD_SETTINGS = (
    raised.ProfileNotFound,
    raised.ConfigParseError,
    raised.ConfigNotFound,
    raised.InvalidConfigError,
    raised.UnknownCredentialError,
    raised.InvalidRegionError,
    raised.InvalidEndpointConfigurationError,
    raised.InvalidRetryConfigurationError,
)
ABSENT_ENDPOINT = (raised.UnknownEndpointError, raised.EndpointProviderError)
MAX_SAID = 600
SIGN_IN = "sign in again (`aws sso login`, or new keys) and repeat the command"


NEVER_SENT = (
    raised.EndpointConnectionError,
    raised.ConnectTimeoutError,
    raised.ProxyConnectionError,
    raised.ParamValidationError,
)
"""Failures before the request was sent: there was no connection, or no such request."""
REJECTIONS = range(300, 500)
"""HTTP statuses of answers that refuse a request as it is. With 5xx, AWS failed itself."""


@dataclass(frozen=True)
class FailedCall:
    """The call that failed: what and where."""

    operation: str
    account_id: str
    region: str

    def __str__(self) -> str:
        """The call as a message names it."""
        where = f"account {self.account_id or '?'}, {self.region}"
        return f"{self.operation} ({where})"


def translate(
    error: Exception,
    call: FailedCall,
    service_regions: Callable[[str], tuple[str, ...]] = lambda _: (),
) -> RingwallError:
    """Return the error that says what failed, where, and what to do about it.

    `service_regions` returns the regions where a service is known to have endpoints. No error code
    says that a region is off: the account's own list of regions does.
    """
    if isinstance(error, raised.ClientError):
        return _translate_answer(error, call)
    if isinstance(error, SIGNED_OUT):
        return NoCredentials(f"{call}: {_clean(str(error))}; {SIGN_IN}")
    if isinstance(error, BAD_SETTINGS):
        return BadInput(f"AWS settings: {_clean(str(error))}; see `aws configure list-profiles`")
    if is_unreadable(error):
        why = f"{type(error).__name__}: {_clean(str(error))}"
        return CallFailed(f"{call}: AWS's answer cannot be read: {why}", "Unreadable")
    code = type(error).__name__
    absent = isinstance(error, ABSENT_ENDPOINT)
    if isinstance(error, raised.EndpointConnectionError):
        absent = _is_absent(call, service_regions)
    if absent:
        return RegionDisabled(f"{call}: the service has no endpoint in this region", code)
    is_rejected = isinstance(error, NEVER_SENT)
    return CallFailed(f"{call}: {code}: {_clean(str(error))}", code, is_rejected=is_rejected)


def _is_absent(call: FailedCall, service_regions: Callable[[str], tuple[str, ...]]) -> bool:
    """Whether botocore knows the region, and the service, and that it is not there.

    A region that is newer than botocore has services that botocore does not know of.
    """
    regions = service_regions(call.operation.partition(".")[0])
    return bool(regions) and call.region not in regions and call.region in service_regions("ec2")


def is_unreadable(error: Exception) -> bool:
    """Whether it comes of what is in an answer, and not of the call."""
    return isinstance(error, UNREADABLE) and not isinstance(error, CAUGHT)


def is_about_credentials(error: Exception) -> bool:
    """Whether AWS refused the credentials themselves; this one call's, or all that follow."""
    code = code_of(error)
    return any(pattern.fullmatch(code) for pattern in (EXPIRED, UNKNOWN_KEY, BAD_SIGNATURE))


def code_of(error: Exception) -> str:
    """Return AWS's error code, or the exception's name where AWS did not answer."""
    if is_unreadable(error):
        return "Unreadable"
    if isinstance(error, raised.ClientError):
        return error.response.get("Error", {}).get("Code") or "Unknown"
    return type(error).__name__


def _translate_answer(error: raised.ClientError, call: FailedCall) -> CallFailed:
    code = code_of(error)
    said = _clean(error.response.get("Error", {}).get("Message", ""))
    text = f"{call}: {code}: {said}" if said else f"{call}: {code}"
    if advice := _advise(code):
        text = f"{text}; {advice}"
    is_rejected = _is_rejected(error, code)
    for pattern, kind in ((DENIED, AccessDenied), (THROTTLED, Throttled)):
        if pattern.fullmatch(code):
            return kind(text, code, is_rejected=is_rejected)
    return CallFailed(text, code, is_rejected=is_rejected)


def _is_rejected(error: raised.ClientError, code: str) -> bool | None:
    """Whether AWS says that it did nothing; None where the answer came without a status."""
    # EC2 and S3 throttle with status 503, before they look at the request. A bare 503 is no code.
    if THROTTLED.fullmatch(code) and not code.isdigit():
        return True
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return status in REJECTIONS if status else None


def _advise(code: str) -> str:
    """Return what to do where the credentials themselves are at fault, else ''."""
    if EXPIRED.fullmatch(code):
        return f"{SIGN_IN} (and check this machine's clock)"
    if BAD_SIGNATURE.fullmatch(code):
        return "check the secret key and this machine's clock"
    if UNKNOWN_KEY.fullmatch(code):
        return f"AWS does not recognize these credentials: {SIGN_IN}"
    return ""


def _clean(said: str) -> str:
    """Return AWS's message on one line: strangers can choose parts of it, and it can be long."""
    said = re.sub(r"Encoded authorization failure message: \S+", "", said)
    # A proxy's address may have a password in it.
    return make_visible(drop_user_info(" ".join(said.split())))[:MAX_SAID]
