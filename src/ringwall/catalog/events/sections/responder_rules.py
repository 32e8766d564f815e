"""The rules that bring findings, and answers from chat, to the function that responds."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.catalog.responder_keys import (
    BUS,
    SECTION,
    SHARED,
    find_responder,
    queue_arn,
    responder_account,
    responder_arn,
    responder_key,
)
from ringwall.catalog.responder_template import NAME, PATTERNS, SCHEDULE
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted
from ringwall.model.case import CASE_EVENT_KIND, CASE_EVENT_SOURCE
from ringwall.model.table import Row

CUSTOM_ACTION = "Ringwall"
"""The id of the custom action of Security Hub."""
WHY = "a finding is answered when it is there, and not when somebody looks"


@wants(SECTION)
def want_responder_rules(landscape: Landscape) -> Iterator[Wanted]:
    """Have a rule for each kind of event, with the function as its target."""
    wanted = find_responder(landscape)
    if wanted is None or not wanted.package.sha256:
        return
    action = responder_arn(landscape, "securityhub", f"action/custom/{CUSTOM_ACTION}")
    for name, pattern in PATTERNS.items():
        own: Row = {**pattern, "resources": [action]} if "resources" in pattern else {**pattern}
        yield from _want_rule(landscape, name.lower(), {"event_pattern": own})
    # Cases are gone on with, and channels told what they did not take before.
    yield from _want_rule(landscape, "schedule", {"schedule_expression": SCHEDULE})
    if wanted.callbacks:
        # Whoever may put events on the bus can send one: it names a case, and the table says
        # whether somebody has decided it.
        case = {
            "source": [CASE_EVENT_SOURCE],
            "detail-type": [CASE_EVENT_KIND],
            "account": [responder_account(landscape).id],
        }
        yield from _want_rule(landscape, "case", {"event_pattern": case})


def _want_rule(landscape: Landscape, name: str, what: Mapping[str, Any]) -> Iterator[Wanted]:
    rule = f"{NAME}-{name}"
    key = responder_key(landscape, "events_rule", rule)
    yield Wanted(
        key=key,
        columns={
            "event_bus_name": BUS,
            "name": rule,
            "description": f"What {NAME} answers: {name}",
            "state": "ENABLED",
            **what,
        },
        why=WHY,
        **SHARED,
    )
    yield Wanted(
        key=key._replace(table="events_target"),
        columns={
            "target_id": rule,
            "target_arn": Ref(responder_key(landscape, "lambda_function", NAME), "arn"),
            "dead_letter_arn": queue_arn(landscape),
        },
        needs=(
            key,
            responder_key(landscape, "sqs_queue", NAME),
            responder_key(landscape, "lambda_permission", "rules"),
        ),
        given={"rule": rule, "event_bus_name": BUS},
        why=WHY,
        **SHARED,
    )
