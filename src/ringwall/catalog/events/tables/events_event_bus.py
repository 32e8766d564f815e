"""Event buses, with their policies."""

from ringwall.model.table import Call, Table, document, moment, text

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
)
