"""What a table is protected from, as a setting of its own: it goes before the table does."""

from ringwall.model.table import Table, boolean, text

protection = Table(
    name="dynamodb_table_protection",
    doc="The deletion protection of a DynamoDB table; arn is the table's.",
    columns=(
        text("table_name", "TableName", "The table."),
        boolean(
            "deletion_protection_enabled",
            "DeletionProtectionEnabled",
            "It cannot be deleted before that is off.",
        ),
    ),
)
