"""CloudTrail's record of one call, and what the owner of a resource is told of it.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.trail.ec2 import write_ec2_request, write_ec2_response
from ringwall.emulator.trail.event_kind import EventKind, find_region
from ringwall.emulator.trail.identity import as_other_account_sees
from ringwall.emulator.trail.plain import limit_size, write_plain
from ringwall.emulator.trail.resources import find_other_accounts, find_resources
from ringwall.emulator.trail.s3 import (
    write_s3_control_request,
    write_s3_request,
    write_s3_response,
)
from ringwall.emulator.vpc_endpoints import VPC_ENDPOINT
from ringwall.emulator.wire.response import Response, read_answer

TrailRecord = dict[str, Any]
VERSION = "1.11"
CIPHER = "TLS_AES_128_GCM_SHA256"
REFUSED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
KEEPS_REFUSED = ("ec2", "s3", "rest-json")
"""Protocols whose services record the parameters of a call that was not authorized."""
DROPS_REFUSED = ("efs", "lambda", "sesv2")
"""Services that do not, beside those of other protocols."""
SERVER_FAULTS = ("Internal", "Insufficient", "Unavailable", "ServiceUnavailable")
"""How EC2's codes of errors begin that are its own."""
OUTSIDE = ("SAMLUser", "WebIdentityUser")
"""Types of callers that have no account."""
FLATTENED = ("docdb", "elasticache", "neptune", "rds", "redshift")
"""Services that write the one resource of an answer without its name."""


@dataclass(frozen=True)
class AnsweredCall:
    """A call and what became of it, with all that a record needs and nothing that can change."""

    call: EmulatedCall
    kind: EventKind
    identity: Mapping[str, Any]
    at: datetime
    fault: Fault | None
    response: Response | None
    """None where the record has nothing of the answer."""
    bucket_owner: str
    endpoint_owner: str
    """The account of the VPC endpoint that it came through; '' without one."""
    is_from_console: bool
    """Whether the session was opened by a sign-in to the console."""
    sent: int
    received: int
    """Bytes of the answer's body and of the request's."""


def make_record(answered: AnsweredCall, random: Random) -> TrailRecord:
    """Return the record for the account of the caller."""
    call, kind = answered.call, answered.kind
    answer = _read_answer(answered)
    request_id = _new_id(random)
    is_refused = answered.fault is not None and answered.fault.code in REFUSED
    is_told = not is_refused or _keeps_refused(call) or bool(kind.data_type)
    found = find_resources(call, kind, answer, answered.bucket_owner)
    resources = found if is_told else []
    record: TrailRecord = {
        "eventVersion": VERSION,
        "userIdentity": dict(answered.identity),
        "eventTime": answered.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": kind.source,
        "eventName": kind.name,
        "awsRegion": find_region(call.service, call.region),
        "sourceIPAddress": answered.identity.get("invokedBy") or call.source_ip,
        "userAgent": answered.identity.get("invokedBy") or call.user_agent,
        **_fault(answered),
        "requestParameters": None if is_refused and not _keeps_refused(call) else _request(call),
        "responseElements": _response(answered, answer, request_id, is_refused=is_refused),
        **_more(answered),
        "requestID": request_id,
        "eventID": _new_id(random),
        "readOnly": kind.is_read,
        **({"resources": resources} if resources else {}),
        "eventType": "AwsApiCall",
        "managementEvent": not kind.data_type,
        "recipientAccountId": _find_recipient(answered, found),
        **_endpoint(answered),
        "eventCategory": kind.category,
        **_tls(call),
        **({"sessionCredentialFromConsole": "true"} if answered.is_from_console else {}),
    }
    if not is_refused and find_other_accounts(record):
        record["sharedEventID"] = _new_id(random)
    return record


def add_shared(records: Iterable[TrailRecord]) -> Iterator[TrailRecord]:
    """Yield records, each followed by those for other accounts whose resources it names."""
    for record in records:
        yield record
        for account in find_other_accounts(record) if "sharedEventID" in record else ():
            digest = hashlib.sha256(f"{record['sharedEventID']}/{account}".encode()).digest()
            yield record | {
                "userIdentity": as_other_account_sees(record["userIdentity"]),
                "eventID": str(UUID(bytes=digest[:16], version=4)),
                "recipientAccountId": account,
            }


def _new_id(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def _read_answer(answered: AnsweredCall) -> Mapping[str, Any]:
    if answered.response is None or answered.fault is not None:
        return {}
    answer = read_answer(answered.call, answered.response)
    answer.pop("ResponseMetadata", None)
    return answer


def _fault(answered: AnsweredCall) -> dict[str, str]:
    if answered.fault is None:
        return {}
    code = _find_code(answered.call, answered.fault.code)
    return {"errorCode": code, "errorMessage": answered.fault.message}


def _find_code(call: EmulatedCall, code: str) -> str:
    """Return an error's code as CloudTrail writes it: the name of the exception."""
    if call.service == "ec2":
        return f"{'Server' if code.startswith(SERVER_FAULTS) else 'Client'}.{code}"
    if code == "AccessDeniedException":
        return "AccessDenied"
    for shape in call.model.error_shapes:
        if shape.metadata.get("error", {}).get("code") == code:
            return str(shape.name)
    return code


def _find_recipient(answered: AnsweredCall, resources: Sequence[Mapping[str, str]]) -> str:
    """Return the caller's account: of one that has none, the account of what it asked for."""
    call = answered.call
    if call.access_key and answered.identity["type"] not in OUTSIDE:
        return call.account_id
    owners = (found["accountId"] for found in resources if found.get("accountId"))
    return next(owners, call.account_id)


def _keeps_refused(call: EmulatedCall) -> bool:
    return call.protocol in KEEPS_REFUSED and call.service not in DROPS_REFUSED


def _request(call: EmulatedCall) -> dict[str, Any] | None:
    match call.service:
        case "ec2":
            found = write_ec2_request(call)
        case "s3":
            found = write_s3_request(call)
        case "s3control":
            found = write_s3_control_request(call)
        case _:
            found = write_plain(call, call.parameters, call.model.input_shape)
    return limit_size("requestParameters", found)


def _response(
    answered: AnsweredCall, answer: Mapping[str, Any], request_id: str, *, is_refused: bool
) -> dict[str, Any] | None:
    call, fault = answered.call, answered.fault
    if answered.kind.is_read and not call.operation.startswith("AssumeRole"):
        return None
    if is_refused and fault is not None and call.wire == "rest-json" and _keeps_refused(call):
        return {"message": fault.message}
    if fault is not None:
        return None
    match call.service:
        case "ec2":
            found: dict[str, Any] | None = write_ec2_response(call, answer, request_id)
        case "s3":
            found = write_s3_response(call, answer)
        case _:
            found = write_plain(call, answer, call.model.output_shape)
    if found and len(found) == 1 and call.service in FLATTENED:
        (only,) = found.values()
        found = only if isinstance(only, dict) else found
    return limit_size("responseElements", found)


def _more(answered: AnsweredCall) -> dict[str, Any]:
    """Return `additionalEventData`, which S3 writes."""
    if answered.call.service != "s3":
        return {}
    query = str(answered.call.environ.get("QUERY_STRING", ""))
    method = "QueryString" if "X-Amz-Signature" in query else "AuthHeader"
    is_signed = bool(answered.call.access_key)
    return {
        "additionalEventData": {
            **({"SignatureVersion": "SigV4"} if is_signed else {}),
            "CipherSuite": CIPHER,
            "bytesTransferredIn": answered.received,
            **({"AuthenticationMethod": method} if is_signed else {}),
            "bytesTransferredOut": answered.sent,
        }
    }


def _endpoint(answered: AnsweredCall) -> dict[str, str]:
    endpoint = answered.call.environ.get(VPC_ENDPOINT)
    if not endpoint:
        return {}
    owner = answered.endpoint_owner
    return {"vpcEndpointId": str(endpoint)} | ({"vpcEndpointAccountId": owner} if owner else {})


def _tls(call: EmulatedCall) -> dict[str, Any]:
    if call.environ.get("wsgi.url_scheme") != "https":
        return {}
    host = str(call.environ.get("HTTP_HOST", ""))
    details = {"tlsVersion": "TLSv1.3", "cipherSuite": CIPHER, "clientProvidedHostHeader": host}
    return {"tlsDetails": details}
