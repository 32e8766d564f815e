"""Where CloudFormation has roles: their ARN is made of their name."""

from ringwall.model.export import TableExport

role = TableExport(
    table="iam_role",
    known={"arn": "arn:{partition}:iam::{account_id}:role{path}{role_name}"},
)
