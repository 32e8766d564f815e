"""Event buses, with their policies."""

from ringwall.model.table import Call, Table, document, moment, text

event_bus = Table(
    name="events_event_bus",
    doc="An event bus; each account has one named default in each Region.",
    cloudformation="AWS::Events::EventBus",
    list=Call("events.list_event_buses", "EventBuses", {"Limit": 100}),
    arn="Arn",
    tags="Tags",
    calls=(Call("events.list_tags_for_resource", "Tags", {"ResourceARN": "{Arn}"}, into="Tags"),),
    gone=("ResourceNotFoundException",),
    columns=(
        text("name", "Name", "The bus's name."),
        text("description", "Description", "Its description.", default=""),
        document("policy", "Policy", "Who can send events; {} for only the account itself."),
        text("managed_by", "ManagedBy", "The service that manages it; '' for none."),
        moment(
            "creation_time",
            "CreationTime",
            "When it was created; 1970-01-01 where AWS does not say.",
        ),
    ),
    policy="policy",
)
