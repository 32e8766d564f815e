"""`ringwall respond serve`: takes decisions from channels, and tells them what is new."""

from pathlib import Path

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import HomeOptions
from ringwall.cli.respond.options import PolicyOptions, open_response
from ringwall.cli.terminal import Terminal
from ringwall.jobs.respond.serve import ServeRequest, serve_callbacks


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    certificate: Path | None = None,
    key: Path | None = None,
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> None:
    """Take decisions from channels of the policy, and tell them what is new, until Ctrl-C.

    Each channel calls /callbacks/NAME; /health says that the server is up. It starts no response:
    what was approved is carried out by `ringwall respond run`.

    Parameters
    ----------
    host
        The address to listen on.
    port
        The port; 0 takes a free one.
    certificate
        A certificate for https (PEM); without one, put a proxy with TLS before it.
    key
        The key of the certificate (PEM).
    """
    responders = open_response(policy, access, where)
    serve_callbacks(responders, ServeRequest(host, port, certificate, key), Terminal())
