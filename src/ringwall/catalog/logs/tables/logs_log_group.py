"""Log groups of CloudWatch Logs."""

from functools import partial

from ringwall.catalog.tags import read_tags
from ringwall.model.table import Call, Shared, Table, boolean, integer, text

group = Table(
    name="logs_log_group",
    doc="A log group of CloudWatch Logs.",
    cloudformation="AWS::Logs::LogGroup",
    list=Call("logs.describe_log_groups", "logGroups"),
    arn="arn:{partition}:logs:{region}:{account_id}:log-group:{logGroupName}",
    tags="Tags",
    shared=(Shared("Tags", partial(read_tags, "logs"), "logGroupArn", sparse=True),),
    columns=(
        text(
            "log_group_name",
            "logGroupName",
            "The group's name.",
            property="LogGroupName",
            required=True,
        ),
        integer(
            "retention_in_days",
            "retentionInDays",
            "After how many days events are deleted; 0 for never.",
            property="RetentionInDays",
            default=0,
        ),
        text(
            "kms_key_id",
            "kmsKeyId",
            "The KMS key of its events; '' for CloudWatch's own.",
            property="KmsKeyId",
            default="",
        ),
        text(
            "log_group_class",
            "logGroupClass",
            "STANDARD, INFREQUENT_ACCESS or DELIVERY.",
            property="LogGroupClass",
            default="STANDARD",
        ),
        boolean(
            "deletion_protection_enabled",
            "deletionProtectionEnabled",
            "It cannot be deleted.",
            property="DeletionProtectionEnabled",
            default=False,
        ),
        integer("stored_bytes", "storedBytes", "How much it holds."),
    ),
)
