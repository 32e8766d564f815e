"""Targets of EventBridge rules."""

from ringwall.catalog.events.rules import read_targets
from ringwall.model.table import Table, text

target = Table(
    name="events_target",
    doc="Where an EventBridge rule sends events to.",
    fetch=read_targets,
    arn="{RuleArn}/target/{Id}",
    columns=(
        text("target_id", "Id", "The target's ID in the rule."),
        text("rule_arn", "RuleArn", "The rule."),
        text("target_arn", "Arn", "The topic, function, bus or whatever receives the events."),
        text("role_arn", "RoleArn", "The role that events are sent with; '' for none."),
        text("input_path", "InputPath", "The part of the event that is sent; '' for all."),
        text("dead_letter_arn", "DeadLetterConfig.Arn", "The queue of what cannot be sent."),
    ),
)
