"""Where CloudFormation has keys: they stay where a stack is deleted."""

from ringwall.model.export import TableExport

key = TableExport(
    table="kms_key",
    properties={"RotationPeriodInDays": "{rotation_period_in_days}"},
    retained=True,
)
