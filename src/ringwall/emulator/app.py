"""The emulator: a WSGI application that answers as AWS does."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.authority import Authority
from ringwall.emulator.authorization.enforcement import Enforcement
from ringwall.emulator.behavior.conduct import Conduct
from ringwall.emulator.behavior.settings import Behavior
from ringwall.emulator.call import EmulatedCall, Fault, UnreadableRequest
from ringwall.emulator.completion import complete
from ringwall.emulator.handlers import find_handlers
from ringwall.emulator.hooks import find_preconditions, find_progress
from ringwall.emulator.moto_client import (
    ACCOUNT_HEADER,
    MotoClient,
    act_in,
    is_in_moto,
    is_no_service,
)
from ringwall.emulator.moto_state import MotoState
from ringwall.emulator.pickles import dump_contents, load_contents
from ringwall.emulator.refusals import Refusals, read_pattern
from ringwall.emulator.regions import RegionSettings
from ringwall.emulator.request import parse_call
from ringwall.emulator.response import (
    FAILED,
    Response,
    make_well_formed,
    read_answer,
    read_fault,
    write_answer,
    write_fault,
)
from ringwall.emulator.state import EmulatorState, Guess
from ringwall.emulator.trail.event_kind import find_kind

SEED = 20_260_101
"""Start of moto's random numbers: the same calls make the same ids in every run."""
NOT_SIGNED = Fault("MissingAuthenticationToken", "Request is missing Authentication Token", 403)


class Emulator:
    """An AWS partition, as a WSGI application; `deny` are patterns as in `deny()`.

    It has the Regions and accounts of one partition: `aws`, `aws-cn` or `aws-us-gov`.
    Without an `authority`, every caller may make every call. Access keys that it did not create
    belong to an administrator of the management account, 123456789012.
    """

    def __init__(
        self,
        deny: Iterable[str] = (),
        authority: Authority | None = None,
        behavior: Behavior | None = None,
        partition: str = "aws",
    ) -> None:
        self.calls: Counter[str] = Counter()
        """How often each operation was called, as `ec2:DescribeVpcs`."""
        self._handlers = find_handlers()
        self._preconditions = find_preconditions()
        self._progress = find_progress()
        self._moto_client = MotoClient()
        self._moto_state = MotoState(partition)
        self._partition = partition
        self._first_denied = tuple(deny)
        self._enforcement = Enforcement(authority) if authority else None
        self._behavior = behavior or Behavior()
        self.reset()

    @property
    def guesses(self) -> list[Guess]:
        """Values that the completion has made up so far."""
        return self.state.guesses

    @property
    def behavior(self) -> Behavior:
        """How much of AWS's inconvenience there is; it stays when contents are loaded or reset."""
        return self._behavior

    @behavior.setter
    def behavior(self, behavior: Behavior) -> None:
        self._behavior = self.state.behavior = behavior

    @property
    def trail(self) -> list[dict[str, Any]]:
        """CloudTrail records of all calls, refused and failed ones included."""
        return self.state.log.records

    def reset(self) -> None:
        """Delete everything; only the refusals that the emulator was made with stay."""
        self._moto_state.clear()
        mock_random.seed(SEED)
        self.regions = RegionSettings(self._partition)
        self.state = EmulatorState(
            self.regions,
            self._moto_client.ask,
            authority=self._enforcement.authority if self._enforcement else None,
            behavior=self._behavior,
        )
        self._conduct = Conduct()
        self._refusals = Refusals(self.regions)
        self._refusals.deny(self._first_denied)
        self.calls.clear()

    def save(self) -> bytes:
        """Return everything that the emulator holds, for `load`."""
        with self.mounted():
            return dump_contents(
                {
                    "moto": self._moto_state.save(),
                    "random": mock_random.getstate(),
                    "state": self.state,
                    "refusals": self._refusals,
                    "conduct": self._conduct,
                    "calls": self.calls,
                }
            )

    def load(self, saved: bytes) -> None:
        """Hold what was saved, instead of the present contents: Acme in 30 ms instead of 5 s.

        Load only what this program has saved: other data could run any code.
        """
        contents = load_contents(saved, self._moto_client)
        self._moto_state.load(contents["moto"])
        mock_random.setstate(contents["random"])
        self.state = contents["state"]
        self.state.behavior = self._behavior
        self.state.authority = self._enforcement.authority if self._enforcement else None
        self._conduct = contents["conduct"]
        self.regions = self.state.regions
        self._refusals = contents["refusals"]
        self.calls = contents["calls"]

    def deny(self, *patterns: str) -> None:
        """Refuse calls from now on.

        `s3:GetBucketPolicy`, `ec2:*@*/eu-west-1`, `ec2:DescribeFlowLogs@111122223333/us-east-1`.
        """
        self._refusals.deny(patterns)

    def allow(self, *patterns: str) -> None:
        """Remove deny patterns; all of them if none is named."""
        self._refusals.allow(patterns)

    def throttle(self, pattern: str, calls: int) -> None:
        """Answer the next calls that match a pattern with the service's throttling error."""
        self._refusals.throttled[read_pattern(pattern)] = calls

    def disable_region(self, account_id: str, region: str) -> None:
        """Refuse the account's calls to a region, as AWS does if it is not enabled."""
        self.regions.choices[account_id, region] = False

    def enable_region(self, account_id: str, region: str) -> None:
        """Opt the account in to a region."""
        self.regions.choices[account_id, region] = True

    def limit_regions(self, *regions: str) -> None:
        """Allow no account to enable any other region."""
        self.regions.limit = frozenset(regions)

    def deliver_logs(self) -> None:
        """Deliver CloudTrail's events to the trails' buckets without waiting for a reader."""
        with self.mounted():
            self.state.log.deliver()

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """Fill moto's backends with this emulator's state for as long as the block runs."""
        with self._moto_state.mounted():
            yield

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request (WSGI)."""
        environ.pop(ACCOUNT_HEADER, None)
        body = _read_body(environ)
        with self._moto_state.mounted():
            response = self._respond(environ, body)
        start(
            f"{response.status} {'OK' if response.status < FAILED else 'Error'}",
            [(name, value) for name, value in response.headers if not _is_for_browsers(name)],
        )
        return [response.body]

    def _respond(self, environ: dict[str, Any], body: bytes) -> Response:
        method = environ["REQUEST_METHOD"]
        try:
            call = parse_call(environ, body)
        except UnreadableRequest as error:
            return write_fault(error.protocol, error, method)
        if call is None and is_no_service(environ):
            return Response(404, (("Content-Length", "0"),), b"")
        if call is None and self._enforcement is not None:
            return write_fault("query", NOT_SIGNED, method)
        if call is None:
            return self._moto_client.send(environ, body)
        self.state.log.prepare(call)
        fault: Fault | None = None
        try:
            self._refusals.check(call)
            self._conduct.check_rate(self.state, call)
            acting = act_in(call, self._authorize(call))
            response = self._conduct.answer(self.state, acting, self._answer)
        except Fault as error:
            fault, response = error, write_fault(call.protocol, error, method)
        if fault is None:
            fault = read_fault(call, response)
        self.calls[call.name] += 1
        self.state.log.note(call, response, fault)
        return response if call.model.has_streaming_output else make_well_formed(call, response)

    def _authorize(self, call: EmulatedCall) -> str:
        """Return the account whose state a call is about; Fault where the call is not allowed."""
        if self._enforcement is None:
            return call.account_id
        with self._conduct.authorizing(self.state, call):
            return self._enforcement.check(self.state, call)

    def _answer(self, call: EmulatedCall) -> Response:
        """Answer a call that may be made, unless something stands against it."""
        operation = call.service, call.operation
        for check in self._preconditions.get(operation, ()):
            check(self.state, call)
        response = self._serve(call)
        progress = self._progress.get(operation)
        if progress is None or response.status >= FAILED or not self._may_change(call):
            return response
        answer = read_answer(call, make_well_formed(call, response))
        answer.pop("ResponseMetadata", None)
        return write_answer(call, progress(self.state, call, answer))

    def _may_change(self, call: EmulatedCall) -> bool:
        """Whether a call starts something that takes its time, or may show something that does."""
        kind = find_kind(call.service, call.operation, call.model)
        return bool(self.state.pending.things) or not kind.is_read

    def _serve(self, call: EmulatedCall) -> Response:
        handler = self._handlers.get((call.service, call.operation))
        if handler is None and not is_in_moto(call):
            handler = complete
        answer = handler(self.state, call) if handler else None
        if answer is None:
            try:
                return self._moto_client.send(dict(call.environ), call.body, call.service)
            except NotImplementedError:  # moto has the method, but no code in it
                answer = complete(self.state, call)
        return write_answer(call, answer)


def _is_for_browsers(header: str) -> bool:
    """Whether a header lets web pages of others read the answer (CORS): moto sets them."""
    return header.lower().startswith("access-control-")


def _read_body(environ: dict[str, Any]) -> bytes:
    """Return the whole body: the server knows its end (chunked), or its length is given."""
    stream: IO[bytes] = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        return stream.read()
    return stream.read(int(environ.get("CONTENT_LENGTH") or 0))
