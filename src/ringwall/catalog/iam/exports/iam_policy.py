"""Where CloudFormation has managed policies: their ARN is made of their name."""

from ringwall.model.export import TableExport

policy = TableExport(
    table="iam_policy",
    implied={
        "surplus_version_id": "CloudFormation deletes the oldest version where there are five"
    },
    known={"arn": "arn:{partition}:iam::{account_id}:policy/{policy_name}"},
)
