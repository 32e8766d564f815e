"""The queue for events that could not be answered."""

from collections.abc import Iterator

from ringwall.catalog.policy_statements import allow_service, write_policy
from ringwall.catalog.responder_keys import (
    QUEUE,
    SECTION,
    SHARED,
    find_responder,
    queue_arn,
    responder_account,
    responder_arn,
    responder_key,
)
from ringwall.catalog.responder_template import DEAD_LETTER_SECONDS, NAME
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted


@wants(SECTION)
def want_failed_queue(landscape: Landscape) -> Iterator[Wanted]:
    """Have the queue: the function's role and the section's own rules send to it."""
    if find_responder(landscape) is None:
        return
    arn = queue_arn(landscape)
    limits = {
        "ArnLike": {"aws:SourceArn": responder_arn(landscape, "events", f"rule/{NAME}-*")},
        "StringEquals": {"aws:SourceAccount": responder_account(landscape).id},
    }
    tls = {
        "Sid": "RequireTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    rules = allow_service("Rules", "events.amazonaws.com", ("sqs:SendMessage",), arn, limits)
    yield Wanted(
        key=responder_key(landscape, "sqs_queue", NAME),
        columns={
            "queue_name": QUEUE,
            "sqs_managed_sse_enabled": True,
            "message_retention_period": DEAD_LETTER_SECONDS,
            "policy": write_policy(rules, tls),
        },
        why="a finding that nobody has answered is not lost",
        **SHARED,
    )
