"""Requests whose signature is in the URL: how it was signed, when, and whether that is too old.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from ringwall.emulator.call import EmulatedCall, Fault

LONGEST = timedelta(days=7)
_FORMAT = "%Y%m%dT%H%M%SZ"
BAD_REQUEST, FORBIDDEN = 400, 403


def check_presigned(call: EmulatedCall) -> None:
    """Raise Fault for a presigned URL that has expired, or that says no time that AWS takes."""
    query = _read_query(call)
    if "X-Amz-Signature" not in query:
        return
    signed = find_signing_time(call)
    seconds = query.get("X-Amz-Expires", "")
    if signed is None or not seconds.isdecimal() or timedelta(seconds=int(seconds)) > LONGEST:
        message = "X-Amz-Date must be a time, and X-Amz-Expires at most a week, in seconds"
        raise Fault("AuthorizationQueryParametersError", message, BAD_REQUEST)
    if signed + timedelta(seconds=int(seconds)) <= datetime.now(UTC):
        code = "AccessDenied" if call.service == "s3" else "SignatureDoesNotMatch"
        raise Fault(code, "Request has expired", FORBIDDEN)


def describe_signature(call: EmulatedCall) -> dict[str, str]:
    """Return S3's condition keys of how a request was signed; none where it is not signed.

    https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
    """
    if not call.access_key:
        return {}
    is_presigned = "X-Amz-Signature" in _read_query(call)
    keys = {
        "s3:signatureversion": "AWS4-HMAC-SHA256",
        "s3:authType": "REST-QUERY-STRING" if is_presigned else "REST-HEADER",
    }
    signed = find_signing_time(call)
    if signed is not None:
        age = datetime.now(UTC) - signed
        keys["s3:signatureAge"] = str(max(0, int(age.total_seconds() * 1000)))
    return keys


def find_signing_time(call: EmulatedCall) -> datetime | None:
    """Return when a request was signed, UTC; None where it does not say."""
    text = _read_query(call).get("X-Amz-Date") or str(call.environ.get("HTTP_X_AMZ_DATE", ""))
    try:
        return datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def find_security_token(call: EmulatedCall) -> str:
    """Return the session token of a request, in its headers or its URL; '' where it has none."""
    text = str(call.environ.get("HTTP_X_AMZ_SECURITY_TOKEN", ""))
    return text or _read_query(call).get("X-Amz-Security-Token", "")


def _read_query(call: EmulatedCall) -> Mapping[str, str]:
    query = str(call.environ.get("QUERY_STRING", ""))
    return dict(parse_qsl(query, keep_blank_values=True)) if "X-Amz-" in query else {}
