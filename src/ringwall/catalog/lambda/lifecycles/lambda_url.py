"""How URLs of functions come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"FunctionName": "{function_arn}"}
_COLUMNS = ("auth_type", "invoke_mode")
_URL = {**_NAME, "AuthType": "{auth_type}", "InvokeMode": "{invoke_mode}"}
_BUSY = ("ResourceConflictException",)

url = Lifecycle(
    table="lambda_url",
    find=Find("lambda.get_function_url_config", _NAME, absent=("ResourceNotFoundException",)),
    identity=("function_arn",),
    ids=("function_url",),
    create=Step("lambda.create_function_url_config", _URL, retry=_BUSY),
    creates=("function_arn", *_COLUMNS),
    updates=(
        Update(
            _COLUMNS,
            Step("lambda.update_function_url_config", _URL, retry=_BUSY, blast="availability"),
        ),
    ),
    erase=Step("lambda.delete_function_url_config", _NAME, blast="availability"),
)
