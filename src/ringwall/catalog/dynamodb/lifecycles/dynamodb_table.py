"""How DynamoDB tables come, change and go: what is in them goes with them."""

from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"TableName": "{table_name}"}
_BUSY = ("ResourceInUseException", "LimitExceededException")
_IS_ACTIVE = Poll(
    "dynamodb.describe_table",
    _NAME,
    "Table.TableStatus",
    ("ACTIVE",),
    ("ARCHIVED", "INACCESSIBLE_ENCRYPTION_CREDENTIALS"),
)
_TTL = "time_to_live_attribute_name"
_TAG = Step(
    "dynamodb.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|pairs}"}, blast="none"
)


table = Lifecycle(
    table="dynamodb_table",
    find=Find(
        "dynamodb.describe_table",
        _NAME,
        take="{id: Table.TableName}",
        absent=("ResourceNotFoundException",),
    ),
    identity=("table_name",),
    named_by=("table_name",),
    ids=("arn", "table_name"),
    given=("attribute_definitions", "key_schema"),
    create=Step(
        "dynamodb.create_table",
        {
            **_NAME,
            "AttributeDefinitions": "{attribute_definitions}",
            "KeySchema": "{key_schema}",
            "BillingMode": "{billing_mode}",
            "SSESpecification": {"Enabled": "{sse_enabled}"},
            "Tags": "{tags|pairs}",
        },
        retry=_BUSY,
        poll=_IS_ACTIVE,
        also=("dynamodb:TagResource",),
    ),
    creates=("table_name", "billing_mode", "sse_enabled", "tags"),
    updates=(
        Update(
            ("sse_enabled",),
            Step(
                "dynamodb.update_table",
                {**_NAME, "SSESpecification": {"Enabled": "{sse_enabled}"}},
                retry=_BUSY,
                poll=_IS_ACTIVE,
            ),
        ),
        Update(
            ("billing_mode",),
            Step(
                "dynamodb.update_table",
                {**_NAME, "BillingMode": "{billing_mode}"},
                retry=_BUSY,
                poll=_IS_ACTIVE,
            ),
        ),
        Update(
            ("point_in_time_recovery_enabled",),
            Step(
                "dynamodb.update_continuous_backups",
                {
                    **_NAME,
                    "PointInTimeRecoverySpecification": {
                        "PointInTimeRecoveryEnabled": "{point_in_time_recovery_enabled}"
                    },
                },
                retry=(*_BUSY, "ContinuousBackupsUnavailableException"),
            ),
        ),
        Update(
            (_TTL,),
            Step(
                "dynamodb.update_time_to_live",
                {
                    **_NAME,
                    "TimeToLiveSpecification": {"Enabled": True, "AttributeName": f"{{{_TTL}}}"},
                },
                retry=_BUSY,
            ),
            clear=Step(
                "dynamodb.update_time_to_live",
                {
                    **_NAME,
                    "TimeToLiveSpecification": {
                        "Enabled": False,
                        "AttributeName": f"{{before.{_TTL}}}",
                    },
                },
                retry=_BUSY,
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("dynamodb.delete_table", _NAME, retry=_BUSY, blast="availability"),
    wait=300,
    owner="tag",
    retag=_TAG,
)
