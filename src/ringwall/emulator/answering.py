"""Answer a call that may be made: what stands against it, who answers, what takes its time."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from ringwall.emulator.asked_ids import (
    AskedIds,
    check_form,
    check_found,
    check_subjects,
    correct_fault,
    explain_crash,
    list_asked,
)
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.completion import complete
from ringwall.emulator.deferred import DeferredAnswer
from ringwall.emulator.handlers import find_handlers
from ringwall.emulator.hooks import find_preconditions, find_progress
from ringwall.emulator.inner_call import make_inner_call
from ringwall.emulator.on_moto.moto_client import MOTO_FAULTS, MotoClient, as_fault, is_in_moto
from ringwall.emulator.organizations.declared_settings import answer_declared
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.trail.event_kind import find_kind
from ringwall.emulator.wire.response import (
    FAILED,
    Response,
    make_well_formed,
    read_answer,
    read_fault,
    write_answer,
)

Answered = Response | DeferredAnswer
DRY = "Request would have succeeded, but DryRun flag is set."
"""What EC2 answers to whoever has "the required permissions for the action", and does nothing.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
"""


class AnsweringService:
    """All of AWS's services: our handlers, moto, and the completion."""

    def __init__(self, moto_client: MotoClient) -> None:
        self._handlers = find_handlers()
        self._preconditions = find_preconditions()
        self._progress = find_progress()
        self._moto_client = moto_client

    def answer(self, state: EmulatorState, call: EmulatedCall) -> Answered:
        """Return the answer to a call; Fault where AWS refuses it."""
        operation = call.service, call.operation
        if call.service == "ec2" and call.parameters.get("DryRun"):
            raise Fault("DryRunOperation", DRY, 412)
        asked = list_asked(call)
        check_form(asked)
        for check in self._preconditions.get(operation, ()):
            check(state, call)
        check_subjects(asked, partial(self._ask, state, call))
        try:
            response = self._serve(state, call)
        except Fault as fault:
            correct_fault(call, asked, fault, partial(self._ask, state, call))
            explain_crash(call, fault, partial(self._ask, state, call))
            raise
        if call.service == "ec2" and isinstance(response, Response):
            self._check_ids(state, call, asked, response)
        progress = self._progress.get(operation)
        if (
            progress is None
            or isinstance(response, DeferredAnswer)
            or response.status >= FAILED
            or not _may_take_time(state, call)
        ):
            return response
        return write_answer(call, progress(state, call, _read(call, response)))

    def _check_ids(
        self,
        state: EmulatorState,
        call: EmulatedCall,
        asked: tuple[AskedIds, ...],
        response: Response,
    ) -> None:
        """Fault in AWS's words where an answer lacks what was asked for by id."""
        ask = partial(self._ask, state, call)
        fault = read_fault(call, make_well_formed(call, response))
        if fault is not None:
            correct_fault(call, asked, fault, ask)
        elif asked:
            check_found(asked, _read(call, response), ask)

    def _ask(self, state: EmulatorState, call: EmulatedCall, operation: str) -> dict[str, Any]:
        """Return what the caller's account has, by an operation of the same service."""
        inner = make_inner_call(call.account_id, call.region, call.service, operation, {})
        response = self._serve(state, inner)
        if not isinstance(response, Response) or response.status >= FAILED:
            raise Fault("InternalError", f"{call.service}:{operation} has no answer", 500)
        return _read(inner, response)

    def _serve(self, state: EmulatorState, call: EmulatedCall) -> Answered:
        handler = self._handlers.get((call.service, call.operation))
        if handler is None and not is_in_moto(call):
            handler = complete
        answer: Mapping[str, Any] | DeferredAnswer | None = answer_declared(state, call)
        if answer is None and handler:
            try:
                answer = handler(state, call)
            except MOTO_FAULTS as error:
                raise as_fault(error) from error
        if answer is None:
            return self._moto_client.serve(call)
        return answer if isinstance(answer, DeferredAnswer) else write_answer(call, answer)


def _read(call: EmulatedCall, response: Response) -> dict[str, Any]:
    answer = read_answer(call, make_well_formed(call, response))
    answer.pop("ResponseMetadata", None)
    return answer


def _may_take_time(state: EmulatorState, call: EmulatedCall) -> bool:
    """Whether a call starts something that takes its time, or may show something that does."""
    kind = find_kind(call.service, call.operation, call.model)
    return bool(state.pending.things) or not kind.is_read
