"""Requests with a WSGI environment of the test's choice: what only the emulator's own can set."""

import io
from typing import Any

from moto.iam.models import get_account_id_from
from werkzeug.test import run_wsgi_app

from ringwall.emulator.app import Emulator
from ringwall.emulator.authorization.callers import find_session_token

FORM = "application/x-www-form-urlencoded"


def send(
    app: Emulator,
    service: str,
    operation: str,
    environ: dict[str, Any],
    *,
    key: str = "AKIATEAM",
    **parameters: str,
) -> None:
    """Send a call in the query protocol, or STS's; `environ` is added to its environment.

    A temporary key comes with its token.
    """
    with app.mounted():
        token = find_session_token(app.state, get_account_id_from(key), key)
    given = "".join(f"&{name}={value}" for name, value in parameters.items())
    body = f"Action={operation}&Version=2011-06-15{given}".encode()
    scope = f"{key}/20260101/us-east-1/{service}/aws4_request"
    signature = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    request = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "SERVER_NAME": f"{service}.us-east-1.amazonaws.com",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": f"{service}.us-east-1.amazonaws.com",
        "HTTP_AUTHORIZATION": signature,
        "CONTENT_TYPE": FORM,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(body),
    }
    if token:
        request["HTTP_X_AMZ_SECURITY_TOKEN"] = token
    run_wsgi_app(app, request | environ, buffered=True)
