"""Sessions of a role that policies name: who assumes the role chooses the session's name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.evaluation.resource_parts import ANY_PART
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest


def find_session_names(
    asked: Iterable[BoundRequest], decisions: Iterable[Decision]
) -> tuple[str, ...]:
    """Return the sessions of the requesting role that undecided statements name, and one other.

    Empty where the requester is not a role, or no such statement names a session of it.
    """
    requester = next(bound.request.requester for bound in asked)
    if requester.kind != "role":
        return ()
    head = requester.session_head
    found = [
        name.value
        for decision in decisions
        for deciding in decision.doubtful
        if (principals := deciding.statement.statement.principal)
        for name in principals.names
        if name.value.startswith(head) and len(name.value) > len(head)
    ]
    return (*dict.fromkeys(found), f"{head}{ANY_PART}") if found else ()


def ask_as_session(asked: Iterable[BoundRequest], name: str) -> Iterator[BoundRequest]:
    """Yield the requests of a role as those of its session with this ARN."""
    for request, policy_set in asked:
        session = read_requester(name, role_arn=request.requester.name)
        shapes = {
            key: shape.replace("*", _last(name)) if _last(name) != ANY_PART else shape
            for key, shape in request.shapes.items()
        }
        yield BoundRequest(replace(request, requester=session, shapes=shapes), policy_set)


def join_sessions(answers: Mapping[str, AccessAnswer]) -> AccessAnswer:
    """Return one answer for all sessions: where only some are allowed, that is a condition."""
    verdicts = {answer.verdict for answer in answers.values()}
    name, best = max(answers.items(), key=lambda item: item[1].rank)
    if len(verdicts) == 1 or best.verdict == "unknown":
        return best
    limits = (
        [f"unless the session is named {_last(n)}" for n, a in answers.items() if not a.is_possible]
        if _last(name) == ANY_PART
        else [f"the session is named {_last(name)}"]
    )
    return replace(best, verdict="conditional", residual=(*best.residual, *limits))


def _last(arn: str) -> str:
    return arn.rpartition("/")[2]
