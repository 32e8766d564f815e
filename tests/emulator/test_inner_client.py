"""Calls that a service makes in a role's name."""

from typing import Any

from ringwall.emulator.authorization.service_access import ServiceRequest
from ringwall.emulator.inner_client import make_inner_client

World = Any
"""plugins/event_world.py declares it."""
OWNER = "123456789012"


def test_the_trail_tells_who_called_for_the_role(world: World) -> None:
    role = world.role("sender", "events", {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"})
    request = ServiceRequest("events.amazonaws.com", "sts:AssumeRole", role, "", OWNER, "us-east-1")
    with world.app.mounted():
        credentials = world.app.service_access.assume(world.app.state, request, "a")
    client = make_inner_client(world.app, "sqs", "us-east-1", credentials, "events.amazonaws.com")
    client.list_queues()
    record = world.app.trail[-1]
    assert record["userIdentity"]["arn"] == f"arn:aws:sts::{OWNER}:assumed-role/sender/a"
    assert record["sourceIPAddress"] == "events.amazonaws.com"
