"""One botocore client: timeouts, retries, user agent, and what our endpoints and limits need."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_address
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from botocore.awsrequest import AWSRequest
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from botocore.session import Session as BotocoreSession

from ringwall import __version__
from ringwall.aws.answers import refuse_other_bodies
from ringwall.aws.exchange import Exchanges
from ringwall.aws.limits import Limits
from ringwall.model.errors import BadInput

ATTEMPTS = 8
CONNECT_SECONDS = 10
READ_SECONDS = 60


def create_client(
    session: BotocoreSession,
    service: str,
    region: str,
    *,
    endpoint_url: str = "",
    attempts: int = ATTEMPTS,
    keys: Mapping[str, Any] | None = None,
) -> BaseClient:
    """Return a new client. Not thread-safe, as botocore's own function is not.

    `keys` are credentials other than the session's, as `Session.create_client` names them.
    BadInput for an endpoint that is no URL.
    """
    # Adaptive retries also slow down a caller that is too fast; one attempt leaves that to us.
    mode: Literal["adaptive", "standard"] = "adaptive" if attempts > 1 else "standard"
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": mode, "total_max_attempts": attempts},
        user_agent_extra=f"ringwall/{__version__}",
    )
    try:
        client = session.create_client(
            service,
            region_name=region,
            endpoint_url=endpoint_url or None,
            config=config,
            **(keys or {}),
        )
        _check_endpoint(client.meta.endpoint_url)
    except BotoCoreError:
        raise  # whoever called translates it
    except ValueError as error:
        raise _bad_endpoint(error) from error
    client.meta.events.register("before-sign.s3-control", _drop_account_host)
    refuse_other_bodies(client)
    return client


def find_certificates(session: BotocoreSession) -> Any:
    """Return the file of certificates that the settings name; True where they name none."""
    named = session.get_config_variable("ca_bundle") or os.environ.get("REQUESTS_CA_BUNDLE")
    return named or True


def limit_answers(client: BaseClient, exchanges: Exchanges) -> None:
    """Send what the client sends over connections on which an answer has an end."""
    session = exchanges.open(client.meta.endpoint_url)
    # What a handler of this event returns is the answer: botocore itself sends nothing then.
    client.meta.events.register_last("before-send", lambda request, **_: session.send(request))


def _check_endpoint(url: str) -> None:
    """Raise ValueError for an endpoint that nothing could be sent to."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError(f"Invalid endpoint: {url}")


def _bad_endpoint(error: ValueError) -> BadInput:
    """Return what to say of --endpoint-url, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 or a profile."""
    return BadInput(
        f"the endpoint is not a URL that can be used: {error}; write http://127.0.0.1:5599"
    )


def refuse_user_info(urls: Iterable[str]) -> None:
    """Raise BadInput, which does not repeat it, for an address with a user or password in it.

    AWS knows none, and every error would print it.
    """
    if any("@" in url for url in urls):
        raise BadInput(
            "the endpoint has an @ in it: leave the user and password out; requests are signed "
            "with your AWS credentials"
        )


def refuse_plain_http(urls: Iterable[str]) -> None:
    """Raise BadInput for an address without encryption that leaves this machine.

    Whoever is on the way could read the credentials that roles hand out, and answer in AWS's place.
    """
    for url in urls:
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise _bad_endpoint(error) from error
        if parts.scheme.lower() == "http" and not _is_this_machine(parts.hostname or ""):
            raise BadInput(
                f"the endpoint http://{parts.hostname} is not encrypted; use https://, or say "
                "--plain-http if nobody else is on the way there"
            )


def _is_this_machine(host: str) -> bool:
    # botocore puts an account before some hosts: 123456789012.127.0.0.1
    name = re.sub(r"^\d{12}\.", "", host)
    if name == "localhost":  # foo.localhost is sent to whoever answers the resolver
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def keep_budget(
    client: BaseClient, limits: Limits, account_id: Callable[[], str], service: str
) -> None:
    """Hold back each request of the client, retries too, until the account's budget allows it."""
    if not is_aws(client.meta.endpoint_url):
        return  # AWS's limits bind calls to AWS
    names = {api: name for name, api in client.meta.method_to_api_mapping.items()}
    region = client.meta.region_name

    def wait(event_name: str, **_: Any) -> None:
        operation = names.get(event_name.rpartition(".")[2], "")
        limits.wait(account_id(), region, f"{service}.{operation}")

    client.meta.events.register_first("before-send", wait)


def is_aws(url: str) -> bool:
    """Whether an endpoint is one of AWS."""
    host = urlsplit(url).hostname or ""
    return "amazonaws" in host or host.endswith((".api.aws", ".gov", ".aws"))


def _drop_account_host(request: AWSRequest, **_: Any) -> None:
    """Take the account id off a host like 123456789012.127.0.0.1: no such name can exist.

    botocore's endpoint rules for s3control put it before any custom endpoint's host.
    """
    url = urlsplit(str(request.url))
    account_id, _dot, rest = url.netloc.partition(".")
    host = rest.partition(":")[0]
    if account_id.isdigit() and (not host.strip("0123456789.") or "." not in host):
        request.url = urlunsplit(url._replace(netloc=rest))
