"""How responses stand: the open cases, what each waits for, and the switch."""

from dataclasses import dataclass

from ringwall.jobs.respond.cases import describe_case, find_cases, find_next_step
from ringwall.jobs.respond.responders import Responders, refuse_bystander
from ringwall.model.case import CaseStatus, ResponseCase
from ringwall.model.rule import SEVERITIES
from ringwall.model.table import Row
from ringwall.respond.cases import read_case_file
from ringwall.respond.switch import SwitchState, read_switch, turn_switch

ORDER: tuple[CaseStatus, ...] = ("open", "partly_contained", "contained", "closed")


@dataclass(frozen=True)
class OpenCase:
    """A case that is not closed, and what to do next."""

    case: ResponseCase
    next_step: str


@dataclass(frozen=True)
class ResponseStatus:
    """The open cases, the gravest first."""

    cases: tuple[OpenCase, ...]
    switch: SwitchState
    doubted: tuple[str, ...] = ()
    """Ids of cases that somebody without the key has written or changed."""


def find_status(responders: Responders) -> ResponseStatus:
    """Return how responses stand; BadInput where the switch cannot be trusted."""
    found, doubted = find_cases(responders)
    open_ = sorted(
        (case for case in found if case.status != "closed"),
        key=lambda case: (ORDER.index(case.status), -SEVERITIES.index(case.severity)),
    )
    cases = [
        OpenCase(case, find_next_step(read_case_file(responders.log, case.id), responders.access))
        for case in open_
    ]
    return ResponseStatus(tuple(cases), read_switch(responders.log), tuple(doubted))


def describe_status(status: ResponseStatus) -> Row:
    """Return the status for programs."""
    return {
        "cases": [{**describe_case(each.case), "next": each.next_step} for each in status.cases],
        "switch": vars(status.switch),
        "doubted": list(status.doubted),
    }


def set_switch(responders: Responders, reason: str, *, halt: bool) -> SwitchState:
    """Stop all responses, or let them act again.

    Anybody may stop them. NotAuthorized where the policy names people and who calls is none of
    those who approve: to allow is to let act.
    """
    if not halt:
        refuse_bystander(responders, "let responses act again")
    return turn_switch(responders.log, responders.principal, reason, halt=halt)
