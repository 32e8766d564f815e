"""Where CloudFormation has instance profiles: their ARN is made of their name."""

from ringwall.model.export import TableExport

profile = TableExport(
    table="iam_instance_profile",
    known={
        "arn": "arn:{partition}:iam::{account_id}:instance-profile/{instance_profile_name}",
    },
)
