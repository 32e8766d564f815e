"""How Lambda functions are invoked asynchronously: how often again, and for how long."""

from ringwall.catalog.function_parts import read_invoke_configs
from ringwall.model.table import Table, integer, text

invoke_config = Table(
    name="lambda_event_invoke_config",
    doc=(
        "What Lambda does with an event that a function fails on, where somebody has set that. "
        "What is set for versions and aliases is not read."
    ),
    cloudformation="AWS::Lambda::EventInvokeConfig",
    fetch=read_invoke_configs,
    arn="arn:{partition}:lambda:{region}:{account_id}:function:{FunctionName}/event-invoke-config",
    columns=(
        text("function_name", "FunctionName", "The function."),
        integer(
            "maximum_retry_attempts",
            "MaximumRetryAttempts",
            "How often the function is invoked again.",
            2,
            property="MaximumRetryAttempts",
            default=2,
        ),
        integer(
            "maximum_event_age_in_seconds",
            "MaximumEventAgeInSeconds",
            "How long an event is kept for that.",
            21_600,
            property="MaximumEventAgeInSeconds",
            default=21_600,
        ),
        text(
            "on_failure_destination",
            "DestinationConfig.OnFailure.Destination",
            "Where an event goes that the function failed on; '' for nowhere.",
            property="DestinationConfig.OnFailure.Destination",
            default="",
        ),
    ),
)
