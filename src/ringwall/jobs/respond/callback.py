"""What comes from channels, carried into cases: decisions and remarks."""

from collections.abc import Callable
from functools import partial

from ringwall.jobs.respond.approve import decide
from ringwall.jobs.respond.responders import Responders
from ringwall.jobs.respond.run import tell_missing
from ringwall.model.errors import NotAuthorized
from ringwall.model.notice import CaseDecision, CaseRemark
from ringwall.model.outbox import NonceLog, NoticeQueue
from ringwall.respond.callbacks.handle import CallbackHandler, TakenDecision
from ringwall.respond.cases import CaseAuthor, read_case_file
from ringwall.respond.channels.sending import Equipment

GoOn = Callable[[str], str]
"""Lets a case be gone on with whose plan has all approvals; returns what to tell of that."""


def tell_command(case: str) -> str:
    """Return what a person does at a terminal."""
    return f"to carry it out: ringwall respond run {case} --yes"


def make_handler(
    responders: Responders,
    equipment: Equipment,
    queue: NoticeQueue,
    nonces: NonceLog,
    go_on: GoOn = tell_command,
) -> CallbackHandler:
    """Return what takes callbacks of the channels of the policy."""
    return CallbackHandler(
        channels=responders.policy.channels,
        people=responders.policy.people,
        secret=equipment.secret,
        nonces=nonces,
        queue=queue,
        decide=partial(decide_by_callback, responders, go_on=go_on),
        remark=partial(remark_by_callback, responders),
        now=equipment.now,
        http=equipment.http,
    )


def decide_by_callback(
    responders: Responders, decision: CaseDecision, go_on: GoOn = tell_command
) -> TakenDecision:
    """Write down what somebody has decided in a channel, and return what to tell.

    NotAuthorized where the person may not, where the plan was asked for again since then, and where
    the policy names nobody: then nobody can be known by a channel.
    """
    file = read_case_file(responders.log, decision.case)
    asked = [
        event.number
        for event in file.events
        if event.kind == "requested" and event.body.get("plan") == decision.plan_hash
    ]
    if not asked or (decision.request and decision.request != asked[-1]):
        raise NotAuthorized("nobody asks for this approval any more")
    if all(person.principal != decision.principal for person in responders.policy.people):
        raise NotAuthorized(f"{decision.principal} may not decide: response.toml says who may")
    decided = decide(
        responders,
        file,
        plan=decision.plan_hash,
        approve=decision.approve,
        via=decision.via,
        principal=decision.principal,
    )
    case = decided.file.case.id
    if not decision.approve:
        return TakenDecision(f"{case}: denied by {decision.principal}", is_final=True)
    said = f"{case}: approved by {decision.principal}"
    if decided.standing.state == "granted":
        return TakenDecision(f"{said}; {go_on(case)}", is_final=True)
    return TakenDecision(f"{said}; {tell_missing(decided.file, decided.plan)}")


def remark_by_callback(responders: Responders, remark: CaseRemark) -> str:
    """Note in a case what somebody wrote in a channel, and return what to tell."""
    file = read_case_file(responders.log, remark.case)
    author = CaseAuthor(responders.log, f"{remark.via}: {remark.author}")
    author.add(file, "noted", {"text": remark.text, "via": remark.via})
    return f"noted in {remark.case}"
