"""One requester, action and resource over all contexts: always allowed, sometimes, or never.

The concrete evaluator decides what the known keys decide. Where it leaves the answer open, the open
keys are tried one after the other, one value for every class of values that the conditions tell
apart (absence is a class too), until each case is decided. So the answer is exact, and what is
allowed sometimes comes with a context in which the evaluator allows it.
"""

from collections.abc import Iterable

from ringwall.reason.iam.evaluation.combined_decision import combine_decisions
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.symbolic.boxes.budget import TooHard
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest
from ringwall.reason.iam.symbolic.contexts.open_keys import Admits
from ringwall.reason.iam.symbolic.contexts.role_sessions import (
    ask_as_session,
    find_session_names,
    join_sessions,
)
from ringwall.reason.iam.symbolic.contexts.search import ContextSearch


def decide_request(asked: Iterable[BoundRequest], admits: Admits = lambda *_: True) -> AccessAnswer:
    """Return whether one request is allowed, over all contexts.

    It is several where several resources' policies must allow it, as through an access point: its
    keys have the same values in all of them. `admits` narrows the values of open keys, as for a
    requester outside the organization.
    """
    return decide_session(asked, admits, is_one=True)


def decide_session(
    asked: Iterable[BoundRequest], admits: Admits = lambda *_: True, *, is_one: bool = False
) -> AccessAnswer:
    """Return whether one session may make all of these requests, over all contexts.

    Keys that describe the session have the same values in all requests, other keys in each their
    own, unless they are all one request (`is_one`). Requests after one that is denied are not even
    put together.
    """
    seen: list[BoundRequest] = []
    decisions: list[Decision] = []
    for bound in asked:
        seen.append(bound)
        decisions.append(bound.decide())
        if decisions[-1].verdict in {"explicitly_denied", "implicitly_denied"}:
            return AccessAnswer("never", decisions[-1])
    decision = combine_decisions(decisions)
    if decision.verdict == "allowed":
        return AccessAnswer("always", decision)
    if names := find_session_names(seen, decisions):
        return join_sessions(
            {name: decide_session(ask_as_session(seen, name), admits, is_one=is_one)
             for name in names}
        )  # fmt: skip
    try:
        return ContextSearch(seen, decisions, admits, is_one=is_one).decide()
    except TooHard:
        return AccessAnswer("unknown", decision, unknown=("more conditions than can be evaluated",))
