"""The emulator: a WSGI application that answers as AWS does."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import IO, Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.answering import AnsweringService
from ringwall.emulator.arguments import (
    check_account,
    check_count,
    check_moment,
    check_regions,
    check_seconds,
    check_text,
    check_whole,
)
from ringwall.emulator.authorization.authority import Authority
from ringwall.emulator.authorization.enforcement import AllowedCall, Enforcement
from ringwall.emulator.authorization.membership import find_answering_account
from ringwall.emulator.authorization.service_access import ServiceAccess
from ringwall.emulator.automation.commands import CommandAnswer, give_answer
from ringwall.emulator.automation.timing import pass_time
from ringwall.emulator.backlog import MAX_TASKS
from ringwall.emulator.behavior.conduct import Conduct
from ringwall.emulator.behavior.settings import Behavior, check_behavior
from ringwall.emulator.call import EmulatedCall, Fault, UnreadableRequest
from ringwall.emulator.consequences import draw_consequences
from ringwall.emulator.console import ConsoleSignIn, SignInResult, check_attempt, sign_in
from ringwall.emulator.deferred import DeferredAnswer, UnfinishedCall
from ringwall.emulator.events.failures import FailedDelivery
from ringwall.emulator.events.routing import route_published, run_schedules
from ringwall.emulator.events.service_deliveries import decide_delivery
from ringwall.emulator.functions.polling import queue_polls
from ringwall.emulator.identity_center.console import enable_center, sign_in_to_center
from ringwall.emulator.on_moto.moto_client import (
    ACCOUNT_HEADER,
    MotoClient,
    act_in,
    is_no_service,
)
from ringwall.emulator.on_moto.moto_deliveries import keep_moto_from_sending
from ringwall.emulator.on_moto.moto_state import MotoState
from ringwall.emulator.on_moto.pickles import dump_contents, load_contents
from ringwall.emulator.refusals import Refusals, read_pattern
from ringwall.emulator.regions import RegionSettings
from ringwall.emulator.response_headers import head_answer
from ringwall.emulator.state import EmulatorState, Guess
from ringwall.emulator.traffic.script import ScriptedTraffic
from ringwall.emulator.traffic.send import TrafficResult, send_traffic
from ringwall.emulator.trail_writer import CloudTrailWriter
from ringwall.emulator.wire.request import parse_call
from ringwall.emulator.wire.response import (
    FAILED,
    Response,
    make_well_formed,
    read_fault,
    write_answer,
    write_fault,
)

SEED = 20_260_101
"""Start of moto's random numbers: the same calls make the same ids in every run."""
OWNER = "123456789012"
"""The account of every access key that nobody created."""
TOO_DEEP = Fault("ValidationError", "The request has values that are nested too deeply")
NOT_SIGNED = Fault("MissingAuthenticationToken", "Request is missing Authentication Token", 403)


class Emulator:
    """An AWS partition, as a WSGI application; `deny` are patterns as in `deny()`.

    It has the Regions and accounts of one partition: `aws`, `aws-cn` or `aws-us-gov`.
    Without an `authority`, every caller may make every call. Access keys that it did not create
    belong to an administrator of the management account, 123456789012. With `run_functions`,
    Lambda runs the code of functions on this machine, as the user who runs this program.
    """

    def __init__(
        self,
        deny: Iterable[str] = (),
        authority: Authority | None = None,
        behavior: Behavior | None = None,
        partition: str = "aws",
        *,
        run_functions: bool = False,
    ) -> None:
        self.calls: Counter[str] = Counter()
        """How often each operation was called, as `ec2:DescribeVpcs`."""
        keep_moto_from_sending()
        self.run_functions = run_functions
        self._moto_client = MotoClient()
        self._services = AnsweringService(self._moto_client)
        self._moto_state = MotoState(partition)
        self._moto_state.may_deliver = lambda delivery: decide_delivery(self.state, delivery)
        self._partition = partition
        self._first_denied = tuple(deny)
        self._enforcement = Enforcement(authority) if authority else None
        self.service_access = ServiceAccess(authority)
        self._behavior = Behavior() if behavior is None else behavior
        check_behavior(self._behavior)
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
        check_behavior(behavior)
        self._behavior = self.state.behavior = behavior

    @property
    def trail(self) -> list[dict[str, Any]]:
        """CloudTrail records of all calls, refused and failed ones included."""
        return self.state.log.records

    @property
    def failed_deliveries(self) -> list[FailedDelivery]:
        """Events and messages that did not reach whom they were for, and why."""
        return self.state.failed_deliveries

    def run_schedules(self, at: datetime) -> None:
        """Run EventBridge's scheduled rules that are due in the minute of a time.

        ValueError where it has no time zone.
        """
        check_moment(at, "run_schedules")
        with self.mounted():
            run_schedules(self.state, at)
        self._follow_up()

    def reset(self) -> None:
        """Delete everything; only the refusals that the emulator was made with stay."""
        with self.mounted():
            self._moto_state.clear()
            mock_random.seed(SEED)
            self._moto_state.partition = self._partition
            self.regions = RegionSettings(self._partition)
            self.state = EmulatorState(self.regions, self._moto_client.ask, behavior=self._behavior)
            self.state.service_access = self.service_access
            self.state.log.writer = CloudTrailWriter(self.state)
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
        """Hold what was saved, instead of the present contents: Acme in 15 ms instead of 6 s.

        Load only what this program has saved: other data could run any code. ValueError for what
        is no such data.
        """
        contents = load_contents(saved, self._moto_client)
        with self.mounted():  # no call sees a half of each
            self._moto_state.load(contents["moto"])
            mock_random.setstate(contents["random"])
            self.state = contents["state"]
            self.state.service_access = self.service_access
            self.state.behavior = self._behavior
            self.state.log.writer = CloudTrailWriter(self.state)
            self._conduct = contents["conduct"]
            self.regions = self.state.regions
            self._moto_state.partition = self.regions.partition
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
        check_count(calls, "throttle")
        self._refusals.throttled[read_pattern(pattern)] = calls

    def disable_region(self, account_id: str, region: str) -> None:
        """Refuse the account's calls to a region, as AWS does if it is not enabled.

        ValueError for what is no account or no region of the partition.
        """
        self._check_place(account_id, region)
        self.regions.choices[account_id, region] = False

    def enable_region(self, account_id: str, region: str) -> None:
        """Opt the account in to a region; ValueError as for `disable_region`."""
        self._check_place(account_id, region)
        self.regions.choices[account_id, region] = True

    def limit_regions(self, *regions: str) -> None:
        """Allow no account to enable any other region; ValueError for what is none."""
        check_regions(regions, self.regions)
        self.regions.limit = frozenset(regions)

    def _check_place(self, account_id: str, region: str) -> None:
        check_account(account_id)
        check_regions((region,), self.regions)

    def pass_time(self, seconds: float) -> None:
        """Let time pass for what waits: the sleeps, polls and timeouts of automations.

        ValueError for less than 0 and for more than ten years.
        """
        check_seconds(seconds)
        pass_time(self, seconds)

    def answer_commands(
        self, instance_id: str, output: str, *, error: str = "", code: int = 0, to: str = ""
    ) -> None:
        """Let an instance answer the commands of Systems Manager that have the text `to`."""
        for what, text in {"the instance": instance_id, "output": output, "error": error}.items():
            check_text(text, what)
        check_text(to, "to")
        check_whole(code, "code")
        given = self.state.clock.now()
        give_answer(self.state, instance_id, CommandAnswer(given, output, error, code, to))

    def enable_identity_center(self, region: str = "us-east-1") -> str:
        """Enable the organization's Identity Center, which only the console can; return its ARN.

        ValueError where there is no organization with all features, where it has an instance, and
        for a region that it cannot use.
        """
        with self.mounted():
            return enable_center(self.state, OWNER, region)

    def sign_in_to_portal(self, user_id: str) -> str:
        """Sign a user of Identity Center in to the access portal; return the access token.

        ValueError where there is no such user, or one who is disabled.
        """
        return sign_in_to_center(self.state, user_id)

    def deliver_logs(self) -> None:
        """Deliver CloudTrail's events to the trails' buckets without waiting for a reader."""
        with self.mounted():
            self.state.log.deliver()

    def set_trail_time(self, at: datetime | None) -> None:
        """Let CloudTrail record the calls that follow at a time; None: when they are made.

        Nothing else knows of it: sessions, policies and waiting have the present time.
        ValueError where it has no time zone.
        """
        if at is not None:
            check_moment(at, "set_trail_time")
        self.state.log.time = at

    def sign_in(self, attempt: ConsoleSignIn) -> SignInResult:
        """Let someone sign in to the console; return what became of it, and the session.

        ValueError for what is no attempt, and for an account, a region or a time that is none.
        """
        check_attempt(attempt, self.regions)
        with self.mounted():
            return sign_in(self.state, attempt)

    def send_traffic(self, script: Iterable[ScriptedTraffic]) -> list[TrafficResult]:
        """Let connections and DNS queries happen, and deliver what logs say of them.

        Return what became of each item, in order. BadTraffic, a ValueError, where one cannot be.
        """
        with self.mounted():
            return send_traffic(self.state, script)

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
            found = self._respond(environ, body)
            route_published(self.state)
        response = self._finish(found) if isinstance(found, UnfinishedCall) else found
        self._follow_up()
        start(
            f"{response.status} {'OK' if response.status < FAILED else 'Error'}",
            head_answer(response.headers, self.state.clock.now()),
        )
        return [response.body]

    def _follow_up(self) -> None:
        """Do what AWS does by itself after a call, until nothing is left to do."""
        left = MAX_TASKS
        while left > 0:
            left -= max(1, self.state.backlog.work(self, left))
            if not self.run_functions or self.state.backlog.is_working:
                return
            with self.mounted():
                queue_polls(self.state)
            if not self.state.backlog.tasks:
                return

    def _respond(self, environ: dict[str, Any], body: bytes) -> Response | UnfinishedCall:
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
            allowed = self._authorize(call)
            served = replace(act_in(call, allowed.account_id), refused=allowed.refused)
            found = self._conduct.answer(
                self.state, served, lambda asked: self._services.answer(self.state, asked)
            )
        except RecursionError:  # a policy, a document or a pattern without end
            fault, found = TOO_DEEP, write_fault(call.protocol, TOO_DEEP, method)
        except Fault as error:
            fault, found = error, write_fault(call.protocol, error, method)
        if isinstance(found, DeferredAnswer):
            return UnfinishedCall(call, found)
        return self._close(call, found, fault)

    def _finish(self, unfinished: UnfinishedCall) -> Response:
        """Answer a call whose answer does not come from the state alone."""
        call = unfinished.call
        fault: Fault | None = None
        try:
            answer = unfinished.answer.finish(self)
        except Fault as error:
            fault = error
        with self._moto_state.mounted():
            if fault is not None:
                response = write_fault(call.protocol, fault, call.environ["REQUEST_METHOD"])
            else:
                response = write_answer(call, answer)
            response = self._close(call, response, fault)
            route_published(self.state)
        return response

    def _close(self, call: EmulatedCall, response: Response, fault: Fault | None) -> Response:
        """Write down a call and what became of it."""
        self.calls[call.name] += 1
        draw_consequences(self.state, call, response, fault or read_fault(call, response))
        return response if call.model.has_streaming_output else make_well_formed(call, response)

    def _authorize(self, call: EmulatedCall) -> AllowedCall:
        """Return what a caller may do with a call; Fault where the call is not allowed."""
        if self._enforcement is None:
            return AllowedCall(find_answering_account(call))
        with self._conduct.authorizing(self.state, call):
            return self._enforcement.check(self.state, call)


def _read_body(environ: dict[str, Any]) -> bytes:
    """Return the whole body: the server knows its end (chunked), or its length is given."""
    stream: IO[bytes] = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        return stream.read()
    return stream.read(int(environ.get("CONTENT_LENGTH") or 0))
