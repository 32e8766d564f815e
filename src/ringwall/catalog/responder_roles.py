"""What the roles of the function that responds may do: as derived, within what is protected."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ringwall.catalog.iam.responder_playbooks import deny_protected, permit_within
from ringwall.catalog.loader import load_responses
from ringwall.catalog.managed_policies import split_policies
from ringwall.catalog.responder_keys import (
    ACCOUNT_ID,
    BUS,
    CALLBACK,
    QUEUE,
    list_entered,
    member_role_arn,
    name_policy_object,
)
from ringwall.catalog.responder_template import NAME
from ringwall.catalog.response_permissions import (
    ResponderPlaces,
    permit_callbacks,
    permit_responder,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.response_playbook import ResponsePlaybook
from ringwall.model.table import Row

SEAL_KEY = "{seal_key}"
"""What stands for the ARN of the key that seals."""


def find_playbooks(landscape: Landscape) -> tuple[ResponsePlaybook, ...]:
    """Return the playbooks that the function may carry out; names that there are not left out."""
    every = load_responses()
    names = landscape.settings.response.responder.playbooks or sorted(every)
    return tuple(every[name] for name in dict.fromkeys(names) if name in every)


def write_playbook_policies(landscape: Landscape) -> tuple[Row, ...]:
    """Return the managed policies by which playbooks run in an account: ACCOUNT_ID stands for it.

    What governs accounts is out of reach, whatever a playbook is told.
    """
    allowed = permit_within(landscape, find_playbooks(landscape))
    return split_policies([*allowed, *deny_protected(landscape, allowed)])


def permit_function(landscape: Landscape) -> Iterator[Row]:
    """Yield what the function needs to run: its table, its key, its log, other accounts' roles."""
    wanted = landscape.settings.response.responder
    places = replace(
        _find_places(landscape, NAME),
        member_role=member_role_arn(landscape) if list_entered(landscape) else "",
        queue=_place(landscape, "sqs", QUEUE),
        channel_secrets=(*wanted.channel_secrets, *wanted.signing_secrets),
    )
    for statement in permit_responder(places):
        if statement["Action"] == ["sts:AssumeRole"]:
            ours: Any = {"aws:ResourceOrgID": landscape.organization_id}
            yield {**statement, "Condition": {"StringEquals": ours}}
        else:
            yield statement


def permit_callback(landscape: Landscape) -> tuple[Row, ...]:
    """Return what the function that chat calls needs: parts of the table, and one kind of event."""
    places = replace(
        _find_places(landscape, CALLBACK),
        bus=_place(landscape, "events", f"event-bus/{BUS}"),
        channel_secrets=landscape.settings.response.responder.signing_secrets,
    )
    return permit_callbacks(places)


def _find_places(landscape: Landscape, function: str) -> ResponderPlaces:
    """Return what both functions use."""
    policy = name_policy_object(landscape.settings.response.responder)
    return ResponderPlaces(
        table=_place(landscape, "dynamodb", f"table/{NAME}"),
        log_group=_place(landscape, "logs", f"log-group:/aws/lambda/{function}"),
        key=SEAL_KEY,
        policy_object=f"arn:{landscape.partition}:s3:::{policy}" if policy else "",
    )


def _place(landscape: Landscape, service: str, rest: str) -> str:
    return f"arn:{landscape.partition}:{service}:{landscape.home_region}:{ACCOUNT_ID}:{rest}"
