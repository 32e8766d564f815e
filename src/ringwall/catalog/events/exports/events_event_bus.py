"""Where CloudFormation has event buses: their ARN is made of their name."""

from ringwall.model.export import TableExport

event_bus = TableExport(
    table="events_event_bus",
    known={"arn": "arn:{partition}:events:{region}:{account_id}:event-bus/{name}"},
)
