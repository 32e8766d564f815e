"""Refuse calls: by a deny pattern, by throttling, in regions that are not enabled."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from ringwall.emulator.arguments import check_text
from ringwall.emulator.call import EmulatedCall, Fault, WireFormat
from ringwall.emulator.regions import RegionSettings, is_in_partition

FaultCodes = Mapping[WireFormat, tuple[str, int]]
"""The code and the status of an error, by the format of the service."""

ACCESS_DENIED: FaultCodes = {
    "s3": ("AccessDenied", 403),
    "ec2": ("UnauthorizedOperation", 403),
    "query": ("AccessDenied", 403),
    "json": ("AccessDeniedException", 400),
    "rest-json": ("AccessDeniedException", 403),
    "rest-xml": ("AccessDenied", 403),
}
THROTTLED: FaultCodes = {
    "s3": ("SlowDown", 503),
    "ec2": ("RequestLimitExceeded", 503),
    "query": ("Throttling", 400),
    "json": ("ThrottlingException", 400),
    "rest-json": ("ThrottlingException", 429),
    "rest-xml": ("Throttling", 400),
}
DECLARED = frozenset({"ThrottlingException", "TooManyRequestsException"})
BY_SERVICE = {
    "apigateway": ("TooManyRequestsException", 429),
    "guardduty": ("TooManyRequestsException", 429),
    "lambda": ("TooManyRequestsException", 429),
    "s3control": ("SlowDown", 503),
    "securityhub": ("TooManyRequestsException", 429),
    "sqs": ("RequestThrottled", 403),
}
"""Throttling errors of services that are not those of their protocol."""
RATE = "Rate exceeded"
REGION_OFF: FaultCodes = {
    "s3": ("InvalidToken", 400),
    "ec2": ("AuthFailure", 401),
    "query": ("InvalidClientTokenId", 403),
    "json": ("UnrecognizedClientException", 400),
    "rest-json": ("UnrecognizedClientException", 403),
    "rest-xml": ("InvalidClientTokenId", 403),
}
EXPIRED: FaultCodes = {
    "s3": ("ExpiredToken", 400),
    "ec2": ("RequestExpired", 400),
    "query": ("ExpiredToken", 403),
    "json": ("ExpiredTokenException", 400),
    "rest-json": ("ExpiredTokenException", 403),
    "rest-xml": ("ExpiredToken", 400),
}
INVALID: FaultCodes = {
    "s3": ("InvalidAccessKeyId", 403),
    "ec2": ("AuthFailure", 401),
    "query": ("InvalidClientTokenId", 403),
    "json": ("UnrecognizedClientException", 400),
    "rest-json": ("UnrecognizedClientException", 403),
    "rest-xml": ("InvalidClientTokenId", 403),
}
NOT_AUTHENTICATED = frozenset({*EXPIRED.values(), *INVALID.values(), REGION_OFF["s3"]})
"""Codes and statuses of errors by which a service says that it does not know who calls."""


@dataclass(frozen=True)
class CallPattern:
    """`service:Operation`, optionally `@account` or `@account/region`; `*` matches any."""

    operation: str
    account_id: str = "*"
    region: str = "*"

    def matches(self, call: EmulatedCall) -> bool:
        """Whether the pattern matches the call; the case of the operation does not matter."""
        return (
            fnmatchcase(call.name.lower(), self.operation.lower())
            and fnmatchcase(call.account_id, self.account_id)
            and fnmatchcase(call.region, self.region)
        )


def read_pattern(text: str) -> CallPattern:
    """Parse a pattern; ValueError if it names no operation."""
    check_text(text, "a pattern")
    operation, _, place = text.partition("@")
    if ":" not in operation:
        raise ValueError(f"{text!r}: write service:Operation, with @account/region if need be")
    account_id, _, region = place.partition("/")
    return CallPattern(operation, account_id or "*", region or "*")


@dataclass
class Refusals:
    """The calls that are refused at present."""

    regions: RegionSettings
    denied: set[CallPattern] = field(default_factory=set)
    throttled: Counter[CallPattern] = field(default_factory=Counter)

    def deny(self, patterns: Iterable[str]) -> None:
        """Refuse the calls that any of the patterns matches."""
        self.denied.update(map(read_pattern, patterns))

    def allow(self, patterns: Iterable[str]) -> None:
        """Remove deny patterns, each written as it was added; all of them if none is named."""
        named = set(map(read_pattern, patterns))
        self.denied -= named or set(self.denied)

    def check(self, call: EmulatedCall) -> None:
        """Raise the Fault that is the answer if the call is refused."""
        if not self.regions.is_enabled(call.account_id, call.region):
            message = "The security token included in the request is invalid"
            raise _fault(REGION_OFF, call, message)
        endpoint = call.service_model.endpoint_prefix
        if not is_in_partition(self.regions.partition, endpoint):
            message = f"{call.service} has no endpoint in the partition {self.regions.partition}"
            raise Fault("UnknownEndpoint", message, 421)
        for pattern in self.throttled:
            if self.throttled[pattern] > 0 and pattern.matches(call):
                self.throttled[pattern] -= 1
                raise throttling_fault(call)
        if any(pattern.matches(call) for pattern in self.denied):
            message = f"User is not authorized to perform: {call.name} with an explicit deny"
            raise _fault(ACCESS_DENIED, call, message)


def throttling_fault(call: EmulatedCall) -> Fault:
    """Return the error by which a service throttles: the one that the operation declares, if any.

    botocore's retries know all of these codes.
    """
    code, status = BY_SERVICE.get(call.service) or THROTTLED[call.protocol]
    for shape in call.model.error_shapes if call.service not in BY_SERVICE else ():
        if shape.name in DECLARED:
            error = shape.metadata.get("error", {})
            code, status = error.get("code", shape.name), error.get("httpStatusCode", 400)
    message = "Request limit exceeded." if call.service == "ec2" else RATE
    return Fault(
        code, "Please reduce your request rate." if code == "SlowDown" else message, status
    )


def _fault(codes: FaultCodes, call: EmulatedCall, message: str) -> Fault:
    code, status = codes[call.protocol]
    return Fault(code, message, status)
