"""What AWS's Shield Response Team may do in an account."""

from ringwall.model.table import Call, Table, text, texts

access = Table(
    name="shield_drt_access",
    doc="The access of the Shield Response Team to the account.",
    cloudformation="AWS::Shield::DRTAccess",
    scope="account",
    region="'global'",
    list=Call("shield.describe_drt_access", "[@][?RoleArn]"),
    absent=("ResourceNotFoundException",),
    arn="arn:{partition}:shield::{account_id}:drt-access",
    columns=(
        text("role_arn", "RoleArn", "The role that it assumes.", required=True, property="RoleArn"),
        texts(
            "log_bucket_list",
            "LogBucketList",
            "The buckets of logs that it reads.",
            property="LogBucketList",
            default=[],
        ),
    ),
)
