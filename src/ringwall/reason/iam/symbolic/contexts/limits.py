"""The conditions under which a request is allowed, as texts."""

from collections.abc import Iterable

from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.language.policy import Condition
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest


def describe_limits(
    asked: Iterable[BoundRequest], before: Iterable[Decision], after: Iterable[Decision]
) -> tuple[str, ...]:
    """Return what limits the access: what must hold for the grant, and what must not.

    `before` are the decisions with open keys, `after` those in a context in which the requests are
    allowed. Of several statements that may allow a request, those count that do in that context.
    """
    limits: list[str] = []
    for bound, undecided, decided in zip(asked, before, after, strict=True):
        granting = {id(deciding.statement) for deciding in decided.statements}
        for deciding in undecided.doubtful:
            context = bound.request.context
            conditions = deciding.statement.open_conditions(context)
            texts = [describe_condition(condition) for condition in conditions]
            keys = deciding.statement.open_variables(context)
            texts += [f"Resource contains ${{{key}}}" for key in keys]
            if deciding.statement.is_denial:
                limits.append(f"unless {' and '.join(texts)}" if texts else "")
            elif deciding.policy_type not in {"identity", "resource"} or (
                id(deciding.statement) in granting
            ):
                limits.extend(texts)
    return tuple(dict.fromkeys(filter(None, limits)))


def describe_condition(condition: Condition) -> str:
    """Return a condition in one line: `StringEquals aws:SourceVpce vpce-1`."""
    return f"{condition.operator.name} {condition.key} {', '.join(condition.values)}".rstrip()
