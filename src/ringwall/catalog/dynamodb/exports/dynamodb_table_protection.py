"""Where CloudFormation has the protection of tables: in the tables."""

from ringwall.model.export import PartOf, TableExport

protection = TableExport(
    table="dynamodb_table_protection",
    part_of=PartOf(
        "dynamodb_table",
        {"table_name": "{table_name}"},
        "DeletionProtectionEnabled",
        "{deletion_protection_enabled}",
    ),
)
