"""The statements of Lambda functions' own policies, one by one."""

from ringwall.catalog.function_parts import read_permissions
from ringwall.model.table import Table, boolean, text

_EQUALS = 'Condition.StringEquals."{}"'
permission = Table(
    name="lambda_permission",
    doc="A statement of a function's own policy: who may invoke it. The whole is in its policy.",
    cloudformation="AWS::Lambda::Permission",
    fetch=read_permissions,
    arn="{FunctionArn}/permission/{Sid}",
    columns=(
        text("function_name", "FunctionName", "The function."),
        text("statement_id", "Sid", "The statement's ID.", required=True),
        text("action", "Action", "What is allowed.", property="Action"),
        text(
            "principal",
            "not_null(Principal.Service, Principal.AWS, Principal)",
            "Whom it is allowed: a service, an account, or * for everybody.",
            property="Principal",
        ),
        text(
            "source_arn",
            'not_null(Condition.ArnLike."AWS:SourceArn", Condition.ArnLike."aws:SourceArn")',
            "For what of a service; '' for all.",
            property="SourceArn",
            default="",
        ),
        text(
            "source_account",
            f"not_null({_EQUALS.format('AWS:SourceAccount')},"
            f" {_EQUALS.format('aws:SourceAccount')})",
            "For which account of a service's; '' for any.",
            property="SourceAccount",
            default="",
        ),
        text(
            "function_url_auth_type",
            _EQUALS.format("lambda:FunctionUrlAuthType"),
            "For URLs that authenticate in this way: NONE or AWS_IAM; '' for all.",
            property="FunctionUrlAuthType",
            default="",
        ),
        boolean(
            "invoked_via_function_url",
            "Condition.Bool.\"lambda:InvokedViaFunctionUrl\" == 'true'",
            "Only where it is invoked by its URL.",
            property="contains([`true`, 'true'], InvokedViaFunctionUrl)",
            default=False,
        ),
    ),
)
