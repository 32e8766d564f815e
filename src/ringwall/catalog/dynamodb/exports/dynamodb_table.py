"""Where CloudFormation has DynamoDB tables: their ARN is made of their name."""

from ringwall.model.export import PropertyWriter, TableExport
from ringwall.model.table import Row


def write_time_to_live(names: Row) -> Row:
    """Return which attribute says when an item is deleted; nothing where none does."""
    if not (name := names.get("time_to_live_attribute_name")):
        return {}
    place = "TimeToLiveSpecification"
    return {f"{place}.AttributeName": name, f"{place}.Enabled": True}


table = TableExport(
    table="dynamodb_table",
    properties={
        "AttributeDefinitions": "{attribute_definitions}",
        "BillingMode": "{billing_mode}",
        "KeySchema": "{key_schema}",
    },
    writer=PropertyWriter(
        ("time_to_live_attribute_name",),
        ("TimeToLiveSpecification.AttributeName", "TimeToLiveSpecification.Enabled"),
        write_time_to_live,
    ),
    known={"arn": "arn:{partition}:dynamodb:{region}:{account_id}:table/{table_name}"},
    retained=True,
)
