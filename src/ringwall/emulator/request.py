"""Parse a WSGI request: the service, operation, account and region that it is for."""

import io
import re
from typing import Any

from botocore.exceptions import UnknownServiceError
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from moto.iam.models import get_account_id_from
from werkzeug.exceptions import MethodNotAllowed, NotFound

from ringwall.emulator.call import EmulatedCall

SIGNED = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/")

SHARED_SIGNATURES = {
    "access-analyzer": ("accessanalyzer",),
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
    "sso": ("sso-admin",),
    "states": ("stepfunctions",),
    "tagging": ("resourcegroupstaggingapi",),
}
"""Services by the name that their requests are signed with, if it is not their own name."""


def parse_call(environ: dict[str, Any], body: bytes) -> EmulatedCall | None:
    """Return the call that a signed request makes; None if the request does not say."""
    scope = SIGNED.search(environ.get("HTTP_AUTHORIZATION", ""))
    if scope is None:
        return None
    access_key, region, signature = scope.groups()
    for service in SHARED_SIGNATURES.get(signature, (signature,)):
        # Reading the form consumes the stream, so each attempt gets one of its own.
        request = Request(environ | {"wsgi.input": io.BytesIO(body)}, populate_request=False)
        try:
            operation, uri = get_service_router(service).match(request)
        except (NotFound, MethodNotAllowed, UnknownServiceError):
            continue
        wire = determine_request_protocol(get_service_model(service), request.content_type)
        parameters = PROTOCOL_PARSERS[wire](operation).parse(
            {
                "method": request.method,
                "values": request.values,
                "headers": request.headers,
                "body": request.get_data() or body,
                "url_path": request.path,
                "url_params": uri,
            }
        )
        return EmulatedCall(
            service=service,
            operation=operation.name,
            parameters=parameters,
            account_id=get_account_id_from(access_key),
            region=region,
            access_key=access_key,
            source_ip=environ.get("REMOTE_ADDR", "127.0.0.1"),
            user_agent=environ.get("HTTP_USER_AGENT", ""),
            wire=wire,
            model=operation,
            environ=environ,
            body=body,
        )
    return None
