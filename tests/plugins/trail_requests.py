"""Requests with a WSGI environment of the test's choice: what only the emulator's own can set."""

import io
from typing import Any

from werkzeug.test import run_wsgi_app

from ringwall.emulator.app import Emulator

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
    """Send a call in the query protocol, or STS's; `environ` is added to its environment."""
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
    run_wsgi_app(app, request | environ, buffered=True)
