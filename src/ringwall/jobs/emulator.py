"""An emulated AWS organization on this machine, served over HTTP."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ringwall.jobs.events import Events
from ringwall.model.errors import BadInput

if TYPE_CHECKING:
    from ringwall.emulator.acme.organization import Acme
    from ringwall.emulator.app import Emulator

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "ringwall-demo", "AWS_SECRET_ACCESS_KEY": "not-a-secret"}
"""What the emulator takes for the management account's credentials: any that it does not know."""
EXTRA = ("flask", "flask_cors", "moto", "re2")
"""Modules of the extra `emulator`."""


@dataclass(frozen=True)
class EmulatorRequest:
    """How to serve. `deny` has calls to refuse, such as s3:GetBucketPolicy."""

    host: str = "127.0.0.1"
    port: int = 0
    """0 takes a free one."""
    empty: bool = False
    """Start with one account and nothing in it."""
    history: bool = False
    """Let a week of work and of attacks happen at Acme first: it is in the logs."""
    deny: tuple[str, ...] = ()
    enforce: bool = True
    """Refuse the calls that policies do not allow."""
    run_functions: bool = False
    """Let Lambda run the code of functions, as the user who serves."""
    realistic: bool = False
    """Throttle, answer in small pages and late, and let things take their time, as AWS does."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Single settings of that: `seed`, `burst`, `page_size`, `lag`, `delay`."""
    identity_center: str = ""
    """The region in which IAM Identity Center is enabled; '': it is not."""


STOLEN = ("STOLEN_ACCESS_KEY_ID", "STOLEN_SECRET_ACCESS_KEY", "STOLEN_SESSION_TOKEN")
"""The variables of credentials that an attacker took from an instance of Acme: --history."""


@dataclass(frozen=True)
class ServedEmulator:
    """A running emulator: where it is, and the environment variables that lead to it."""

    url: str
    wait: Callable[[], None]
    """Returns when the server has stopped."""
    stolen: tuple[str, ...] = ()
    """Key, secret and token that an attacker has, of a role of Acme; () where nobody was there."""

    @property
    def variables(self) -> Mapping[str, str]:
        """The environment variables of whoever wants to use it, and of the attacker."""
        taken = dict(zip(STOLEN, self.stolen, strict=bool(self.stolen)))
        return {"AWS_ENDPOINT_URL": self.url, **CREDENTIALS, **taken}


@contextmanager
def serve_emulator(request: EmulatorRequest, events: Events) -> Iterator[ServedEmulator]:
    """Serve the made-up organization Acme, or an empty account, for as long as it is open.

    BadInput where the extra is not installed, where the port cannot be had or others could reach
    it, for calls to refuse that AWS does not have, and for Identity Center where it cannot be.
    """
    require_extra()
    from ringwall.emulator.acme.build import build  # noqa: PLC0415 - the extra may be missing
    from ringwall.emulator.app import Emulator  # noqa: PLC0415 - the same
    from ringwall.emulator.behavior.settings import REALISTIC, Behavior  # noqa: PLC0415 - the same
    from ringwall.emulator.known_calls import check_patterns  # noqa: PLC0415 - the same
    from ringwall.emulator.server import serve  # noqa: PLC0415 - the same
    from ringwall.emulator.wire.browser import check_address  # noqa: PLC0415 - the same
    from ringwall.jobs.authority import ReasonedAuthority  # noqa: PLC0415 - the same

    check_address(request.host)
    check_patterns(request.deny)
    authority = ReasonedAuthority() if request.enforce else None
    app = Emulator(authority=authority, run_functions=request.run_functions)
    stolen: tuple[str, ...] = ()
    if not request.empty:
        events.note("building Acme ...")
        acme = build(app)
        if request.history:
            events.note("living through a week with attacks ...")
            stolen = _live_through(app, acme)
    elif request.history:
        raise BadInput("--history is Acme's: leave --empty out")
    if request.identity_center:
        _enable_identity_center(app.enable_identity_center, request)
    app.deny(*request.deny)
    app.behavior = replace(REALISTIC if request.realistic else Behavior(), **request.counts)
    try:
        served = serve(app, request.host, request.port)
    except OSError as error:
        place = f"{request.host}:{request.port}"
        raise BadInput(f"cannot listen on {place}: {error.strerror}; try --port 0") from error
    try:
        yield ServedEmulator(served.url, served.wait, stolen)
    finally:
        served.close()


def _live_through(app: "Emulator", acme: "Acme") -> tuple[str, ...]:
    """Let a week happen, and return the credentials that an attacker has at its end."""
    from ringwall.emulator.acme.history import play_history  # noqa: PLC0415 - as above
    from ringwall.emulator.acme.readiness import prepare_response  # noqa: PLC0415 - as above

    play_history(app, acme)
    taken = prepare_response(app, acme)
    return taken.access_key, taken.secret_key, taken.token or ""


def _enable_identity_center(enable: Callable[[str], str], request: EmulatorRequest) -> None:
    """Enable Identity Center; BadInput where it cannot be, and why."""
    region = request.identity_center
    if request.empty:
        raise BadInput(
            f"--identity-center {region}: it needs an organization, and --empty starts without one"
        )
    try:
        enable(region)
    except ValueError as error:
        raise BadInput(f"--identity-center {region}: {error}") from error


def require_extra() -> None:
    """Raise BadInput where the extra that the emulator needs is not installed."""
    if missing := [name for name in EXTRA if find_spec(name) is None]:
        raise BadInput(
            f"the emulator is an extra and is not installed (no {', '.join(missing)}): "
            "pip install 'ringwall[emulator]'"
        )
