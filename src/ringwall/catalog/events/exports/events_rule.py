"""Where CloudFormation has rules of event buses: their ARN is made of their name."""

from ringwall.model.export import TableExport

rule = TableExport(
    table="events_rule",
    known={"arn": "arn:{partition}:events:{region}:{account_id}:rule/{name}"},
)
