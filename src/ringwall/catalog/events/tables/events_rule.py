"""EventBridge rules."""

from ringwall.catalog.events.rules import read_rules
from ringwall.model.table import Call, Table, document, text, texts

rule = Table(
    name="events_rule",
    doc="An EventBridge rule: which events of a bus go to its targets.",
    cloudformation="AWS::Events::Rule",
    fetch=read_rules,
    arn="Arn",
    tags="Tags",
    calls=(
        Call(
            "events.list_targets_by_rule",
            "Targets",
            {"Rule": "{Name}", "EventBusName": "{EventBusName}"},
            into="Targets",
        ),
        Call("events.list_tags_for_resource", "Tags", {"ResourceARN": "{Arn}"}, into="Tags"),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("name", "Name", "The rule's name."),
        text("event_bus_name", "EventBusName", "The bus.", default="default", required=True),
        text("description", "Description", "Its description.", default=""),
        text("state", "State", "ENABLED, DISABLED, ...", default="ENABLED", required=True),
        document("event_pattern", "EventPattern", "The events; {} for a schedule.", default={}),
        text("schedule_expression", "ScheduleExpression", "When it runs by itself.", default=""),
        text("role_arn", "RoleArn", "The role that it sends events with.", default=""),
        text("managed_by", "ManagedBy", "The service that made it; '' for none."),
        texts(
            "target_arns",
            "Targets[].Arn",
            "Where it sends events to.",
            property="Targets[].Arn",
            default=[],
        ),
    ),
)
