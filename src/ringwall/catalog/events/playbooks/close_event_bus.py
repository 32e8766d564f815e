"""Closes an event bus to everyone but its account."""

from collections.abc import Iterator

from ringwall.catalog.policy_closing import TEXT, PolicyPlace, close_policy
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (WriteShape("events.put_permission", {"EventBusName": r"[/.\w-]{1,256}", "Policy": TEXT}),)


@answers("events.event_bus_policy_is_not_public", writes=WRITES)
def close_event_bus(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let only the account send events, where anyone may."""
    name = finding.resource.partition(":event-bus/")[2]

    def write(policy: str) -> Write:
        return Write("events.put_permission", {"EventBusName": name, "Policy": policy})

    place = PolicyPlace("events.describe_event_bus", {"Name": name}, "Policy", write)
    return close_policy(finding, reader, place)
