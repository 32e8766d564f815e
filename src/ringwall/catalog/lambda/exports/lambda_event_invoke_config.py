"""Where CloudFormation has how functions are invoked asynchronously: by version."""

from ringwall.model.export import TableExport

invoke_config = TableExport(table="lambda_event_invoke_config", properties={"Qualifier": "$LATEST"})
