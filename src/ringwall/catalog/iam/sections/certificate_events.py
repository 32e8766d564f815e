"""The role by which events of certificates are sent to the security account."""

from collections.abc import Iterator

from ringwall.catalog.certificate_keys import (
    SECTION,
    bus_key,
    list_alarmed,
    sender_key,
    sender_name,
)
from ringwall.catalog.iam.wanted_roles import WantedRole
from ringwall.catalog.policy_statements import write_policy
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted

WHY = "events of certificates are sent to the security account by this role, and nothing else is"


@wants(SECTION)
def want_sender_roles(landscape: Landscape) -> Iterator[Wanted]:
    """Have the role in each account whose certificates are watched."""
    for account, _ in list_alarmed(landscape):
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": account.id}},
        }
        role = WantedRole(
            sender_key(account), sender_name(landscape), write_policy(trust), SECTION, WHY
        )
        yield role.want()
        send = {
            "Effect": "Allow",
            "Action": "events:PutEvents",
            "Resource": Ref(bus_key(landscape), "arn"),
        }
        yield role.inline("send", write_policy(send))
