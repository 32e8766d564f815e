"""Event buses, with their policies."""

from collections.abc import Iterator

from ringwall.catalog.iam.statements import explode_policy
from ringwall.model.table import Call, Derived, Row, Table, document, moment, text


def _statements(bus: Row, _: Row) -> Iterator[Row]:
    return explode_policy(bus.get("Policy"), "events_event_bus", "resource")


event_bus = Table(
    name="events_event_bus",
    doc="An event bus; each region of each account has one named default.",
    cloudformation="AWS::Events::EventBus",
    list=Call("events.list_event_buses", "EventBuses", {"Limit": 100}),
    arn="Arn",
    columns=(
        text("name", "Name", "The bus's name."),
        text("description", "Description", "What its owner says of it."),
        document("policy", "Policy", "Who may send events; {} for the own account alone."),
        text("managed_by", "ManagedBy", "The service that looks after it; '' for none."),
        moment("creation_time", "CreationTime", "When it was made; 1970 for the first of all."),
    ),
    policy="policy",
    derived=(Derived("policy_statement", _statements),),
)
