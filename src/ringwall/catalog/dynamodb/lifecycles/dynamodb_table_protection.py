"""How the deletion protection of a table is set."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"TableName": "{table_name}"}

protection = Lifecycle(
    table="dynamodb_table_protection",
    find=Find("dynamodb.describe_table", _NAME, take="Table"),
    identity=("table_name",),
    ids=(),
    updates=(
        Update(
            ("deletion_protection_enabled",),
            Step(
                "dynamodb.update_table",
                {**_NAME, "DeletionProtectionEnabled": "{deletion_protection_enabled}"},
                retry=("ResourceInUseException",),
            ),
        ),
    ),
)
