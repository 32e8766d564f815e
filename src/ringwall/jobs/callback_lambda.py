"""Callbacks of channels in a Lambda behind a function URL: checked, decided, announced.

It changes nothing in AWS but its own table. A plan that has all approvals is announced on the bus,
and the responder goes on with the case; where that fails, it finds the case by its schedule.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from ringwall.apply.case_event import announce_case
from ringwall.apply.environment import RunEnvironment
from ringwall.jobs.lambda_environment import LambdaEnvironment, open_environment
from ringwall.jobs.respond.callback import make_handler
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.tell import make_equipment
from ringwall.model.errors import NotAuthorized, RingwallError
from ringwall.model.response_policy import ResponsePolicy
from ringwall.model.table import Row
from ringwall.model.text import make_visible
from ringwall.respond.callbacks.handle import (
    HEALTH,
    CallbackHandler,
    CallbackOutcome,
    answer_failure,
    answer_health,
)
from ringwall.respond.callbacks.request import Callback, parse_function_url
from ringwall.respond.channels.https import HttpClient

LOG = logging.getLogger(__name__)
CONNECT_SECONDS, ANSWER_SECONDS = 0.5, 1.0
"""How long what Slack shows is waited for: Slack waits 3 s for all of it, Teams 5 s.
https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response"""
SHOWN = 100
"""Letters of a path in the log."""
SOON, NOW = "it is carried out within minutes", "it is carried out now"


def refuse_runs() -> RunEnvironment:
    """Raise NotAuthorized: what takes callbacks starts nothing."""
    raise NotAuthorized("callbacks change nothing in AWS")


@dataclass
class LambdaCallbacks:
    """Takes callbacks in a Lambda. What is opened once is kept between invocations."""

    environment: LambdaEnvironment
    http: HttpClient = field(
        default_factory=lambda: HttpClient(ANSWER_SECONDS, ANSWER_SECONDS, CONNECT_SECONDS)
    )
    clock: Callable[[], float] = time.monotonic
    _handler: tuple[ResponsePolicy, CallbackHandler] | None = field(default=None, init=False)

    def answer(self, event: Mapping[str, Any]) -> Row:
        """Return the answer to an event of a function URL; whatever it is, it has one.

        A Lambda ends with its answer: what a server does after it is done before.
        """
        began = self.clock()
        method = path = "?"
        try:
            callback = parse_function_url(event)
            method, path = callback.method, callback.path
            outcome = self._take(callback)
        except RingwallError as error:
            outcome = CallbackOutcome(answer_failure(error))
        if outcome.finish:
            outcome.finish()
        LOG.info(
            "request method=%s path=%s status=%d ms=%d",
            make_visible(method)[:SHOWN],
            make_visible(path)[:SHOWN],
            outcome.reply.status,
            round((self.clock() - began) * 1000),
        )
        return outcome.reply.as_function_url()

    def _take(self, callback: Callback) -> CallbackOutcome:
        if callback.path == HEALTH:
            return CallbackOutcome(answer_health())
        return self._open_handler().handle(callback)

    def _open_handler(self) -> CallbackHandler:
        """Return what takes callbacks of the policy, the same as long as that is the same."""
        own, policy = self.environment, self.environment.read_policy()
        if self._handler is None or self._handler[0] is not policy:
            responders = Responders(Path(), policy, own.cases, own.connection, refuse_runs)
            equipment = make_equipment(responders, self.http)
            go_on = partial(announce, own)
            handler = make_handler(responders, equipment, own.outbox, own.nonces, go_on)
            self._handler = policy, handler
        return self._handler[1]


def announce(environment: LambdaEnvironment, case_id: str) -> str:
    """Let the responder go on with a case, and return what to tell of that."""
    try:
        announce_case(environment.writer, environment.bus, case_id)
    except RingwallError as error:
        LOG.warning("not announced case=%s reason=%s", case_id, make_visible(str(error)))
        return SOON
    return NOW


def open_callbacks(settings: Mapping[str, str] | None = None) -> LambdaCallbacks:
    """Return what the environment describes; nothing is asked of AWS yet."""
    return LambdaCallbacks(open_environment(settings))
