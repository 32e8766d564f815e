"""How it is set, and no longer, how a function is invoked asynchronously."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"FunctionName": "{function_name}"}
_COLUMNS = ("maximum_retry_attempts", "maximum_event_age_in_seconds")
_PUT = Step(
    "lambda.put_function_event_invoke_config",
    {
        **_NAME,
        "MaximumRetryAttempts": "{maximum_retry_attempts}",
        "MaximumEventAgeInSeconds": "{maximum_event_age_in_seconds}",
    },
    retry=("ResourceConflictException",),
)

invoke_config = Lifecycle(
    table="lambda_event_invoke_config",
    find=Find(
        "lambda.get_function_event_invoke_config",
        _NAME,
        absent=("ResourceNotFoundException",),
    ),
    identity=("function_name",),
    ids=(),
    create=_PUT,
    creates=("function_name", *_COLUMNS),
    updates=(Update(_COLUMNS, _PUT),),
    erase=Step(
        "lambda.delete_function_event_invoke_config", _NAME, retry=("ResourceConflictException",)
    ),
)
