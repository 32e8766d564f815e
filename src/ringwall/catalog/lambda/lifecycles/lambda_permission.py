"""How statements of functions' own policies come and go: AWS changes none."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

_BUSY = ("ResourceConflictException",)
_WHICH = {"FunctionName": "{function_name}", "StatementId": "{statement_id}"}
_COLUMNS = (
    "action",
    "principal",
    "source_arn",
    "source_account",
    "function_url_auth_type",
    "invoked_via_function_url",
)

permission = Lifecycle(
    table="lambda_permission",
    find=Find(
        "lambda.get_policy",
        {"FunctionName": "{function_name}"},
        parsed="Policy",
        items="Policy.Statement",
        match={"Sid": "{statement_id}"},
        members={"FunctionName": "{function_name}"},
        absent=("ResourceNotFoundException",),
    ),
    identity=("function_name", "statement_id"),
    ids=("statement_id",),
    create=Step(
        "lambda.add_permission",
        {
            **_WHICH,
            "Action": "{action}",
            "Principal": "{principal}",
            "SourceArn": "{source_arn}",
            "SourceAccount": "{source_account}",
            "FunctionUrlAuthType": "{function_url_auth_type}",
            "InvokedViaFunctionUrl": "{invoked_via_function_url}",
        },
        retry=_BUSY,
        blast="availability",
    ),
    creates=("function_name", "statement_id", *_COLUMNS),
    erase=Step("lambda.remove_permission", _WHICH, retry=_BUSY, blast="availability"),
    replaced_by=_COLUMNS,
)
