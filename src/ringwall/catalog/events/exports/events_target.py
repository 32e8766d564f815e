"""Where CloudFormation has targets: in their rules."""

from ringwall.model.export import PartOf, TableExport

target = TableExport(
    table="events_target",
    part_of=PartOf(
        "events_rule",
        {"name": "{rule}", "event_bus_name": "{event_bus_name}"},
        "Targets",
        {
            "Id": "{target_id}",
            "Arn": "{target_arn}",
            "RoleArn": "{role_arn}",
            "DeadLetterConfig": {"Arn": "{dead_letter_arn}"},
        },
    ),
)
