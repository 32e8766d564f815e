"""Where CloudFormation has DynamoDB tables: their ARN is made of their name."""

from ringwall.model.export import TableExport

table = TableExport(
    table="dynamodb_table",
    properties={
        "AttributeDefinitions": "{attribute_definitions}",
        "BillingMode": "{billing_mode}",
        "KeySchema": "{key_schema}",
        "TimeToLiveSpecification.AttributeName": "{time_to_live_attribute_name}",
    },
    known={"arn": "arn:{partition}:dynamodb:{region}:{account_id}:table/{table_name}"},
    retained=True,
)
