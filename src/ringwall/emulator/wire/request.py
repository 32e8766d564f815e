"""Parse a WSGI request: the service, operation, account and region that it is for."""

import io
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import parse_qs, unquote

from botocore.exceptions import UnknownServiceError
from moto.core.model import OperationModel
from moto.core.parse import PROTOCOL_PARSERS, RequestParserError
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from moto.iam.models import get_account_id_from
from werkzeug.exceptions import MethodNotAllowed, NotFound

from ringwall.emulator.call import (
    BY_IDENTITY,
    ROLE_ARN,
    EmulatedCall,
    UnreadableRequest,
    WireFormat,
)
from ringwall.emulator.on_moto.moto_client import moto_backends

SIGNED = re.compile(r"Credential=([^/=]+)/\d+/([^/=]+)/([^/=]+)/")
PRESIGNED = re.compile(r"X-Amz-Credential=([^/=&]+)/\d+/([^/=&]+)/([^/=&]+)/", re.IGNORECASE)
PORTAL = re.compile(r"portal\.sso\.([a-z0-9-]+)\.")
"""Hosts of Identity Center's access portal, whose requests have a token in place of a signature."""
UNSIGNED_REGION = "us-east-1"

SHARED_SIGNATURES = {
    "access-analyzer": ("accessanalyzer",),
    "apigateway": ("apigateway", "apigatewayv2"),
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "ec2": ("ec2",),
    "elasticfilesystem": ("efs",),
    "elasticloadbalancing": ("elbv2", "elb"),
    "elasticmapreduce": ("emr",),
    "es": ("opensearch", "es"),
    "email": ("sesv2", "ses"),
    "ses": ("sesv2", "ses"),
    "monitoring": ("cloudwatch",),
    "s3": ("s3control", "s3"),
    "sagemaker": ("sagemaker", "sagemaker-metrics", "sagemaker-runtime"),
    "awsssoportal": ("sso",),
    "servicequotas": ("service-quotas",),
    "sso": ("sso-admin",),
    "states": ("stepfunctions",),
    "tagging": ("resourcegroupstaggingapi",),
}
"""Services by the name that their requests are signed with, if it is not their own name."""


FORM = "application/x-www-form-urlencoded"
LONGEST_FORM = 100_000
GZIP = 31
"""Tells zlib that data have the header of gzip."""
MOST_UNPACKED = 32 * 1024 * 1024


# What moto's parsers raise for a body that is broken or of another type than the model's.
BROKEN = (RequestParserError, ValueError, TypeError, AttributeError, RecursionError)


def parse_call(environ: dict[str, Any], body: bytes) -> EmulatedCall | None:
    """Return the call that a request makes; None if the request does not say.

    What is not signed is a call of S3 that anyone may make, or one of STS with a token.

    UnreadableRequest if it names an operation or a service that AWS does not have, or if its body
    is broken.
    """
    access_key, region, signature = _read_scope(environ, body)
    if not signature:
        return None
    if signature != "s3" and environ.get("HTTP_CONTENT_ENCODING") == "gzip":
        environ, body = _unpack(environ, body)
    candidates = SHARED_SIGNATURES.get(signature, (signature,))
    for service in candidates:
        # Reading the form consumes the stream, so each attempt gets one of its own.
        request = Request(environ | {"wsgi.input": io.BytesIO(body)}, populate_request=False)
        try:
            operation, uri = get_service_router(service).match(request)
        except (NotFound, MethodNotAllowed, NotImplementedError):
            continue  # the last where the service does not speak the protocol of the request
        except UnknownServiceError as error:
            raise _unknown(f"no service is called {service}", "json") from error
        model = get_service_model(service)
        wire = determine_request_protocol(model, request.content_type)
        said = request.values.get("Version", "") if len(candidates) > 1 else ""
        if wire == "query" and said not in {"", model.api_version}:
            continue  # both services of load balancing have operations of the same names
        try:
            parameters = _parse_parameters(request, wire, operation, uri, body)
        except BROKEN as error:
            raise _broken("s3" if service == "s3" else cast("WireFormat", wire)) from error
        return EmulatedCall(
            service=service,
            operation=operation.name,
            parameters=parameters,
            account_id=get_account_id_from(access_key)
            if access_key
            else _find_owner(service, parameters),
            region=region,
            access_key=access_key,
            source_ip=environ.get("REMOTE_ADDR", "127.0.0.1"),
            user_agent=environ.get("HTTP_USER_AGENT", ""),
            wire=wire,
            model=operation,
            environ=environ,
            body=body,
        )
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        raise _unknown(f"there is no operation {target}", "json")
    if action := request.values.get("Action"):
        raise _unknown(f"there is no operation {action}", "ec2" if signature == "ec2" else "query")
    return None


def _read_scope(environ: dict[str, Any], body: bytes) -> tuple[str, str, str]:
    """Return access key, region and service of a signature; the key is '' where there is none."""
    if environ.get("HTTP_X_AMZ_SSO_BEARER_TOKEN"):
        found = PORTAL.search(str(environ.get("HTTP_HOST", "")))
        return "", found[1] if found else UNSIGNED_REGION, "awsssoportal"
    query = unquote(environ.get("QUERY_STRING", ""))
    scope = SIGNED.search(environ.get("HTTP_AUTHORIZATION", "")) or PRESIGNED.search(query)
    if scope is not None:
        return scope[1], scope[2], scope[3]
    if environ["REQUEST_METHOD"] == "POST" and environ.get("CONTENT_TYPE", "").startswith(FORM):
        form = parse_qs(body[:LONGEST_FORM].decode(errors="replace"))
        is_known = form.get("Action", [""])[0] in BY_IDENTITY
        return ("", UNSIGNED_REGION, "sts") if is_known else ("", "", "")
    host = str(environ.get("HTTP_HOST", ""))
    is_bucket = "s3" in host.split(".") or environ.get("PATH_INFO", "/") != "/"
    return "", UNSIGNED_REGION, "s3" if is_bucket else ""


def _unpack(environ: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """Return a request that is not compressed: moto would unpack what was not authorized."""
    unpacker = zlib.decompressobj(GZIP)
    try:
        data = unpacker.decompress(body, MOST_UNPACKED)
    except zlib.error as error:
        raise _broken("json") from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise _broken("json")
    plain = {name: value for name, value in environ.items() if name != "HTTP_CONTENT_ENCODING"}
    return plain | {"CONTENT_LENGTH": str(len(data))}, data


def _find_owner(service: str, parameters: Mapping[str, Any]) -> str:
    """Return the account that a call without a signature reaches; '' where there is none."""
    if service == "sts":
        found = ROLE_ARN.fullmatch(str(parameters.get("RoleArn", "")))
        return found[1] if found else ""
    known = moto_backends("s3").bucket_accounts.get(parameters.get("Bucket", ""))
    return str(known[1]) if known else ""


def _parse_parameters(
    request: Request, wire: str, operation: OperationModel, uri: dict[str, Any], body: bytes
) -> dict[str, Any]:
    if wire == "json":
        json.loads(body)  # moto takes a broken body for an empty one
    parameters: dict[str, Any] = PROTOCOL_PARSERS[wire](operation).parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.get_data() or body,
            "url_path": request.path,
            "url_params": uri,
        }
    )
    return parameters


def _unknown(message: str, protocol: WireFormat) -> UnreadableRequest:
    code = "UnknownOperationException" if protocol == "json" else "InvalidAction"
    return UnreadableRequest(code, message, protocol)


def _broken(protocol: WireFormat) -> UnreadableRequest:
    code = "SerializationException" if "json" in protocol else "MalformedXML"
    return UnreadableRequest(code, "The body of the request cannot be parsed", protocol)
