"""Where CloudFormation has log groups. Its Arn ends in `:*`, which ours does not."""

from ringwall.model.export import TableExport

group = TableExport(
    table="logs_log_group",
    attributes={"arn": ""},
    known={"arn": "arn:{partition}:logs:{region}:{account_id}:log-group:{log_group_name}"},
    retained=True,
)
