"""Invoke: its kinds, its refusals, and what Lambda checks before it keeps a function."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from function_world import pack
from policy_texts import allow

Functions = Any
"""plugins/function_world.py declares it."""
OWNER = "123456789012"
PLACE = f"us-east-1:{OWNER}"
FAILS = "def handler(e, c): raise ValueError('no')"


def refuse(call: Any, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    response: Any = caught.value.response
    return response["Error"]["Code"], response["Error"]["Message"]


def test_a_dry_run_runs_nothing(functions: Functions) -> None:
    functions.function("f", FAILS)
    assert functions.invoke("f", InvocationType="DryRun")["StatusCode"] == 204
    code, _ = refuse(functions.client("lambda").invoke, FunctionName="g", InvocationType="DryRun")
    assert code == "ResourceNotFoundException"


def test_a_reserved_concurrency_of_zero_stops_a_function(functions: Functions) -> None:
    functions.function("f", "def handler(e, c): return 1")
    client = functions.client("lambda")
    client.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    code, _ = refuse(client.invoke, FunctionName="f")
    assert code == "TooManyRequestsException"
    client.delete_function_concurrency(FunctionName="f")
    assert functions.invoke("f")["Payload"] == 1


def test_events_have_a_size_and_are_json(functions: Functions) -> None:
    functions.function("f", "def handler(e, c): return 1")
    invoke = functions.client("lambda").invoke
    large = json.dumps("x" * 1_100_000).encode()
    code, message = refuse(invoke, FunctionName="f", InvocationType="Event", Payload=large)
    assert code == "RequestTooLargeException"
    assert "1048576 bytes for the InvokeFunction operation" in message
    assert functions.invoke("f", "x" * 1_100_000)["Payload"] == 1
    assert refuse(invoke, FunctionName="f", Payload=b"{")[0] == "InvalidRequestContentException"
    wrong = {"FunctionName": "f", "ClientContext": "e30x"}
    assert refuse(invoke, **wrong)[0] == "InvalidRequestContentException"


def test_who_may_not_invoke_is_refused(functions: Functions) -> None:
    functions.function("f", "def handler(e, c): return 1")
    iam = functions.client("iam")
    iam.create_user(UserName="eve")
    key = iam.create_access_key(UserName="eve")["AccessKey"]
    client = functions.client("lambda", key["AccessKeyId"], key["SecretAccessKey"])
    code, message = refuse(client.invoke, FunctionName="f")
    assert code == "AccessDeniedException"
    assert "lambda:InvokeFunction" in message
    functions.client("lambda").add_permission(
        FunctionName="f", StatementId="eve", Action="lambda:InvokeFunction",
        Principal=f"arn:aws:iam::{OWNER}:user/eve",
    )  # fmt: skip
    assert client.invoke(FunctionName="f")["StatusCode"] == 200


def test_a_role_has_to_trust_lambda(functions: Functions) -> None:
    role = functions.role("other", "ec2")
    parameters = {
        "FunctionName": "f",
        "Role": role,
        "Runtime": "python3.12",
        "Handler": "main.handler",
        "Code": {"ZipFile": pack(main=FAILS)},
    }
    create = functions.client("lambda").create_function
    message = "The role defined for the function cannot be assumed by Lambda."
    assert refuse(create, **parameters) == ("InvalidParameterValueException", message)
    functions.function("g", FAILS)
    update = functions.client("lambda").update_function_configuration
    assert refuse(update, FunctionName="g", Role=role)[1] == message


def test_some_variables_are_lambdas_own(functions: Functions) -> None:
    with pytest.raises(ClientError, match=r"reserved keys .* AWS_ACCESS_KEY_ID"):
        functions.function("f", FAILS, Environment={"Variables": {"AWS_ACCESS_KEY_ID": "x"}})


def test_a_dead_letter_queue_is_kept(functions: Functions) -> None:
    queue = f"arn:aws:sqs:{PLACE}:dead"
    functions.function("f", FAILS, DeadLetterConfig={"TargetArn": queue})
    client = functions.client("lambda")
    kept = {"TargetArn": queue}
    assert client.get_function_configuration(FunctionName="f")["DeadLetterConfig"] == kept
    assert client.get_function(FunctionName="f")["Configuration"]["DeadLetterConfig"] == kept
    client.update_function_configuration(FunctionName="f", DeadLetterConfig={"TargetArn": ""})
    assert "DeadLetterConfig" not in client.get_function_configuration(FunctionName="f")


def test_the_older_operation_queues_too(functions: Functions) -> None:
    url = functions.queue("seen")
    code = (
        "import boto3, os\n"
        "def handler(e, c):\n"
        "    client = boto3.client('sqs')\n"
        "    client.send_message(QueueUrl=os.environ['Q'], MessageBody=e['n'])"
    )
    functions.function("f", code, allow("sqs:SendMessage"), Environment={"Variables": {"Q": url}})
    answer = functions.client("lambda").invoke_async(FunctionName="f", InvokeArgs=b'{"n": "hi"}')
    assert answer["Status"] == 202
    assert [message["Body"] for message in functions.messages(url)] == ["hi"]


def test_an_invocation_is_a_data_event(functions: Functions) -> None:
    functions.function("f", "def handler(e, c): return 1")
    functions.invoke("f")
    (record,) = [r for r in functions.app.trail if r["eventName"] == "Invoke"]
    assert record["eventCategory"] == "Data"
    assert record["requestParameters"]["functionName"].endswith("f")
