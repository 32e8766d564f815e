"""Where CloudFormation has assignments: their targets are accounts."""

from ringwall.model.export import TableExport

assignment = TableExport(
    table="sso_assignment",
    properties={"TargetId": "{target_id}", "TargetType": "AWS_ACCOUNT"},
)
