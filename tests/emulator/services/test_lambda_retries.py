"""How a function is invoked asynchronously: what is set last counts."""

import pytest
from botocore.exceptions import ClientError
from function_world import FunctionWorld


def test_what_is_set_last_counts_and_an_update_keeps_the_rest(functions: FunctionWorld) -> None:
    client = functions.client("lambda")
    arn = functions.function("shop", "def handler(event, context): return 1")
    client.put_function_event_invoke_config(FunctionName="shop", MaximumRetryAttempts=1)
    made = client.put_function_event_invoke_config(
        FunctionName="shop", MaximumRetryAttempts=2, MaximumEventAgeInSeconds=60
    )
    assert made["FunctionArn"] == f"{arn}:$LATEST"
    client.update_function_event_invoke_config(FunctionName="shop", MaximumRetryAttempts=0)
    found = client.get_function_event_invoke_config(FunctionName="shop")
    assert (found["MaximumRetryAttempts"], found["MaximumEventAgeInSeconds"]) == (0, 60)
    (listed,) = client.list_function_event_invoke_configs(FunctionName="shop")[
        "FunctionEventInvokeConfigs"
    ]
    assert listed["FunctionArn"] == f"{arn}:$LATEST"
    client.delete_function_event_invoke_config(FunctionName="shop")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_function_event_invoke_config(FunctionName="shop")


def test_a_list_of_functions_has_their_dead_letter_queues(functions: FunctionWorld) -> None:
    queue = "arn:aws:sqs:us-east-1:123456789012:dead"
    functions.queue("dead")
    functions.function("shop", "", DeadLetterConfig={"TargetArn": queue})
    (listed,) = functions.client("lambda").list_functions()["Functions"]
    assert listed["DeadLetterConfig"] == {"TargetArn": queue}
