"""What a web page could make a browser send to this machine: the emulator refuses it.

It has no authentication, so that a page on the internet must not reach it: neither by a request
across origins, nor by a name of its own that it lets point to 127.0.0.1 (DNS rebinding).
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from ringwall.model.errors import BadInput

SAME = frozenset({"same-origin", "none"})
"""Sec-Fetch-Site of requests that no other page caused."""
_QUADS = 4


def check_address(host: str) -> None:
    """Raise BadInput for an address to listen on that other machines could reach."""
    if not _is_loopback(host):
        raise BadInput(
            f"--host {host}: the emulator has no authentication and listens on this machine alone: "
            "127.0.0.1, ::1 or localhost"
        )


def find_refusal(environ: Mapping[str, Any]) -> str:
    """Return why a request (WSGI) is refused; '' where it is not."""
    host = str(environ.get("HTTP_HOST", ""))
    if not _is_ours(host):
        return f"Host {host!r} is not this machine"
    if environ.get("HTTP_ORIGIN"):
        return "a web page may not call the emulator"
    # Browsers that send no Sec-Fetch-Site for an image still say which page it is on.
    page = str(environ.get("HTTP_REFERER", ""))
    is_foreign = page and not _is_ours(page.partition("://")[2].partition("/")[0])
    if is_foreign or environ.get("HTTP_SEC_FETCH_SITE", "none") not in SAME:
        return "another web page may not call the emulator"
    return ""


def _is_ours(host: str) -> bool:
    """Whether a Host header names this machine: nobody can own such a name.

    S3 puts a bucket before the name, S3 Control an account: 123456789012.127.0.0.1.
    """
    name = _drop_port(host).lower().removesuffix(".")
    address = ".".join(name.split(".")[-_QUADS:])
    return _is_loopback(name) or _is_loopback(address) or name.endswith(".localhost")


def _drop_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    if colon and port.isdigit() and not name.endswith(":"):
        host = name
    return host.removeprefix("[").removesuffix("]")


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
