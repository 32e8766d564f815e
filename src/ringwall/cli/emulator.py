"""`ringwall emulator`: an AWS organization on this machine."""

from importlib.util import find_spec
from typing import Annotated

import cyclopts
from cyclopts import Parameter
from cyclopts.validators import Number

from ringwall.cli.options import Many, split_list
from ringwall.cli.say import make_console
from ringwall.model.errors import BadInput

emulator = cyclopts.App(name="emulator", help="Serve an emulated AWS organization on this machine.")

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "ringwall-demo", "AWS_SECRET_ACCESS_KEY": "not-a-secret"}
"""What the emulator takes for the management account's credentials: any that it does not know."""


EXTRA = ("flask", "flask_cors", "moto", "yaml")
"""Modules of the extra `emulator`."""


@emulator.command
def serve(
    *,
    port: Annotated[int, Parameter(validator=Number(gte=0, lte=65535))] = 5599,
    host: str = "127.0.0.1",
    empty: bool = False,
    deny: Many = (),
) -> None:
    """Serve the made-up organization Acme until Ctrl-C; print how to reach it.

    It has no authentication: whoever reaches the port owns the emulated accounts.

    Parameters
    ----------
    port
        Port to listen on; 0 takes a free one.
    host
        Address to listen on.
    empty
        Start without Acme: one account, nothing in it.
    deny
        Calls to refuse: s3:GetBucketPolicy, ec2:*@ACCOUNT/REGION (may be repeated).
    """
    require_extra()
    from ringwall.emulator.acme.build import build  # noqa: PLC0415 - the extra may be missing
    from ringwall.emulator.app import Emulator  # noqa: PLC0415 - the same
    from ringwall.emulator.server import serve as serve_http  # noqa: PLC0415 - the same

    console = make_console()
    app = Emulator()
    if not empty:
        console.print("building Acme ...")
        build(app)
    app.deny(*split_list(deny))
    try:
        served = serve_http(app, host, port)
    except OSError as error:
        raise BadInput(f"cannot listen on {host}:{port}: {error.strerror}; try --port 0") from error
    for name, value in {"AWS_ENDPOINT_URL": served.url, **CREDENTIALS}.items():
        print(f"export {name}={value}", flush=True)
    console.print(f"serving {served.url}; Ctrl-C ends it")
    try:
        served.wait()
    finally:
        served.close()


def require_extra() -> None:
    """Raise BadInput where the extra that the emulator needs is not installed."""
    if missing := [name for name in EXTRA if find_spec(name) is None]:
        raise BadInput(
            f"the emulator is an extra and is not installed (no {', '.join(missing)}): "
            "pip install 'ringwall[emulator]'"
        )
