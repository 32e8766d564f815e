"""How log groups come, change and go. A deleted group takes all its events with it."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Call

_NAME = {"logGroupName": "{log_group_name}"}
_TAG = Step("logs.tag_resource", {"resourceArn": "{found.arn}", "tags": "{tags|map}"})
_BUSY = ("OperationAbortedException",)


group = Lifecycle(
    table="logs_log_group",
    find=Find(
        "logs.describe_log_groups",
        {"logGroupNamePrefix": "{log_group_name}"},
        items="logGroups",
        match=_NAME,
        then=(
            Call(
                "logs.list_tags_for_resource",
                "tags",
                {
                    "resourceArn": "arn:{partition}:logs:{region}:{account_id}"
                    ":log-group:{logGroupName}"
                },
                into="Tags",
            ),
        ),
    ),
    identity=("log_group_name",),
    named_by=("log_group_name",),
    create=Step(
        "logs.create_log_group",
        {
            **_NAME,
            "kmsKeyId": "{kms_key_id}",
            "logGroupClass": "{log_group_class}",
            "tags": "{tags|map}",
        },
        retry=(*_BUSY, "InvalidParameterException"),
        also=("logs:TagResource",),
    ),
    creates=("log_group_name", "kms_key_id", "log_group_class", "tags"),
    updates=(
        Update(
            ("retention_in_days",),
            Step(
                "logs.put_retention_policy",
                {**_NAME, "retentionInDays": "{retention_in_days}"},
                retry=_BUSY,
            ),
        ),
        Update(
            ("kms_key_id",),
            Step("logs.associate_kms_key", {**_NAME, "kmsKeyId": "{kms_key_id}"}, retry=_BUSY),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("logs.delete_log_group", _NAME, retry=_BUSY, blast="availability"),
    replaced_by=("log_group_class",),
    owner="tag",
    retag=_TAG,
)
