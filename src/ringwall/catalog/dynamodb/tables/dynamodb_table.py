"""DynamoDB tables, with their policies."""

from collections.abc import Iterator

from ringwall.model.table import (
    Call,
    Derived,
    Row,
    Table,
    boolean,
    document,
    integer,
    moment,
    text,
)

ARN = "arn:{partition}:dynamodb:{region}:{account_id}:table/{id}"


_SSE_TYPE = (
    "contains([`true`, 'true'], SSESpecification.SSEEnabled)"
    " && (SSESpecification.SSEType || 'KMS') || `null`"
)
_TTL_ON = "['ENABLED', 'ENABLING']"


def explode_protection(document: Row, _: Row) -> Iterator[Row]:
    """Yield the row of a table's protection."""
    yield {
        "table_name": document["id"],
        "deletion_protection_enabled": bool(document["Table"].get("DeletionProtectionEnabled")),
    }


table = Table(
    name="dynamodb_table",
    doc="A DynamoDB table. The policies of its streams are not read.",
    cloudformation="AWS::DynamoDB::Table",
    list=Call("dynamodb.list_tables", "TableNames"),
    arn=ARN,
    tags="Tags",
    calls=(
        Call("dynamodb.describe_table", "Table", {"TableName": "{id}"}, into="Table"),
        Call(
            "dynamodb.get_resource_policy",
            "Policy",
            {"ResourceArn": ARN},
            into="ResourcePolicy",
            absent=("PolicyNotFoundException",),
        ),
        Call(
            "dynamodb.describe_continuous_backups",
            "ContinuousBackupsDescription",
            {"TableName": "{id}"},
            into="Backups",
        ),
        Call(
            "dynamodb.describe_time_to_live",
            "TimeToLiveDescription",
            {"TableName": "{id}"},
            into="TimeToLive",
        ),
        Call("dynamodb.list_tags_of_resource", "Tags", {"ResourceArn": ARN}, into="Tags"),
    ),
    gone=("ResourceNotFoundException", "TableNotFoundException"),
    columns=(
        text("table_name", "id", "The table's name.", property="TableName"),
        text("table_status", "Table.TableStatus", "ACTIVE, CREATING, DELETING, ..."),
        document(
            "resource_policy",
            "ResourcePolicy",
            "The policy; {} where there is none.",
            property="ResourcePolicy.PolicyDocument",
            default={},
            required=True,
        ),
        boolean(
            "sse_enabled",
            "contains(['ENABLED', 'UPDATING'], Table.SSEDescription.Status || '')",
            "A KMS key of the account encrypts the table; otherwise a key owned by AWS.",
            property="SSESpecification.SSEEnabled",
            default=False,
        ),
        text(
            "sse_type",
            "Table.SSEDescription.SSEType",
            "KMS, or '' for a key owned by AWS.",
            property=_SSE_TYPE,
            default="",
        ),
        text(
            "kms_master_key_id",
            "Table.SSEDescription.KMSMasterKeyArn",
            "The ARN of the key.",
            property="SSESpecification.KMSMasterKeyId",
            default="",
            unless="SSESpecification.SSEEnabled",
        ),
        boolean(
            "deletion_protection_enabled",
            "Table.DeletionProtectionEnabled",
            "It cannot be deleted.",
            property="DeletionProtectionEnabled",
            default=False,
        ),
        boolean(
            "point_in_time_recovery_enabled",
            "Backups.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus == 'ENABLED'",
            "It can be restored to any second of the last 35 days.",
            property="PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
            default=False,
        ),
        text(
            "time_to_live_attribute_name",
            f"contains({_TTL_ON}, TimeToLive.TimeToLiveStatus || '')"
            " && TimeToLive.AttributeName || `null`",
            "The attribute that says when an item is deleted; '' where none is.",
            property="contains([`true`, 'true'], TimeToLiveSpecification.Enabled)"
            " && TimeToLiveSpecification.AttributeName || `null`",
            default="",
        ),
        text(
            "stream_arn",
            "Table.LatestStreamArn",
            "The ARN of its stream; '' for none.",
            property="StreamArn",
            default="",
            unless="StreamSpecification",
        ),
        text(
            "billing_mode",
            "Table.BillingModeSummary.BillingMode",
            "'' for PROVISIONED.",
            property="[BillingMode][?@ != 'PROVISIONED'] | [0]",
            default="",
        ),
        text(
            "table_class",
            "Table.TableClassSummary.TableClass",
            "'' for STANDARD.",
            property="[TableClass][?@ != 'STANDARD'] | [0]",
            default="",
        ),
        integer(
            "item_count", "Table.ItemCount", "The number of items, updated about every six hours."
        ),
        moment("creation_date_time", "Table.CreationDateTime", "When it was created."),
    ),
    policy="resource_policy",
    derived=(Derived("dynamodb_table_protection", explode_protection, needs="Table"),),
)
