"""Where CloudFormation has statements of functions' policies: it names them itself."""

from ringwall.model.export import TableExport

permission = TableExport(
    table="lambda_permission",
    properties={"InvokedViaFunctionUrl": "{invoked_via_function_url}"},
    implied={"statement_id": "CloudFormation names it"},
)
