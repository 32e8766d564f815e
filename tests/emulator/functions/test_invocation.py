"""Functions run in a process of their own: answers, errors, limits, credentials and logs."""

import base64
import os
import subprocess
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError
from function_world import pack
from policy_texts import allow, write

from ringwall.emulator.app import Emulator

Functions = Any
"""plugins/function_world.py declares it."""
OWNER = "123456789012"
WHO = """
import boto3
def handler(event, context):
    return boto3.client("sts").get_caller_identity()["Arn"]
"""


def test_a_function_gets_its_event_and_returns(functions: Functions) -> None:
    functions.function("f", "def handler(event, context): return {'got': event['n'] + 1}")
    answer = functions.invoke("f", {"n": 1})
    assert (answer["StatusCode"], answer["Payload"]) == (200, {"got": 2})
    assert answer["ExecutedVersion"] == "$LATEST"
    assert "FunctionError" not in answer


def test_a_function_calls_with_its_role(functions: Functions) -> None:
    functions.function("f", WHO)
    assert functions.invoke("f")["Payload"] == f"arn:aws:sts::{OWNER}:assumed-role/f-role/f"
    assert "GetCallerIdentity" in [record["eventName"] for record in functions.app.trail]


def test_a_function_may_do_what_its_role_may(functions: Functions) -> None:
    code = """
import boto3
def handler(event, context):
    return [b["Name"] for b in boto3.client("s3").list_buckets()["Buckets"]]
"""
    functions.client("s3").create_bucket(Bucket="orders")
    functions.function("rich", code, allow("s3:ListAllMyBuckets"))
    functions.function("poor", code)
    assert functions.invoke("rich")["Payload"] == ["orders"]
    answer = functions.invoke("poor")
    assert answer["FunctionError"] == "Unhandled"
    assert answer["Payload"]["errorType"] == "AccessDenied"
    assert "is not authorized to perform: s3:ListAllMyBuckets" in answer["Payload"]["errorMessage"]


def test_a_made_up_key_is_nobodys(functions: Functions) -> None:
    code = """
import boto3
def handler(event, context):
    s = boto3.Session("AKIAMADEUP", "x")
    return s.client("sts").get_caller_identity()["Arn"]
"""
    functions.function("f", code, allow("*"))
    assert "InvalidClientTokenId" in functions.invoke("f")["Payload"]["errorMessage"]


def test_the_context_and_the_variables_tell_of_the_invocation(functions: Functions) -> None:
    code = """
import os
def handler(event, context):
    names = ("AWS_REGION", "_HANDLER", "AWS_LAMBDA_FUNCTION_NAME", "AWS_EXECUTION_ENV", "TEAM")
    return {
        "variables": {n: os.environ.get(n) for n in names},
        "arn": context.invoked_function_arn, "version": context.function_version,
        "memory": context.memory_limit_in_mb, "id": context.aws_request_id,
        "left": context.get_remaining_time_in_millis(), "group": context.log_group_name,
        "custom": context.client_context.custom,
    }
"""
    arn = functions.function("f", code, MemorySize=256, Environment={"Variables": {"TEAM": "shop"}})
    client_context = base64.b64encode(b'{"custom": {"a": 1}}').decode()
    answer = functions.invoke("f", ClientContext=client_context)
    found = answer["Payload"]
    assert found.pop("id").count("-") == 4
    assert 0 < found.pop("left") <= 20_000
    assert found == {
        "variables": {
            "AWS_REGION": "us-east-1",
            "_HANDLER": "main.handler",
            "AWS_LAMBDA_FUNCTION_NAME": "f",
            "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12",
            "TEAM": "shop",
        },
        "arn": arn,
        "version": "$LATEST",
        "memory": "256",
        "group": "/aws/lambda/f",
        "custom": {"a": 1},
    }


def test_a_function_has_nothing_of_ours(
    functions: Functions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_USER", "x")
    code = """
import os, sys
def handler(event, context):
    try:
        import ringwall
        found = True
    except ImportError:
        found = False
    descriptors = [n for n in os.listdir("/dev/fd") if int(n) > 2]
    return [os.environ.get("SECRET_OF_THE_USER"), found, os.getcwd(), len(descriptors)]
"""
    functions.function("f", code)
    secret, found, folder, descriptors = functions.invoke("f")["Payload"]
    assert (secret, found) == (None, False)
    assert folder.endswith("/task")
    assert folder != str(os.getcwd())  # noqa: PTH109
    assert descriptors <= 2  # the pipe of its answer, and that of the listing


@pytest.mark.parametrize(
    ("code", "handler", "kind", "message"),
    [
        ("def handler(e, c): raise KeyError('a')", "main.handler", "KeyError", "'a'"),
        ("def handler(e, c): return object()", "main.handler", "Runtime.MarshalError",
         "Unable to marshal response: Object of type object is not JSON serializable"),
        ("x = 1", "main.handler", "Runtime.HandlerNotFound",
         "Handler 'handler' missing on module 'main'"),
        ("x = 1", "other.handler", "Runtime.ImportModuleError",
         "Unable to import module 'other': No module named 'other'"),
        ("x = 1", "handler", "Runtime.MalformedHandlerName",
         "Bad handler 'handler': not enough values to unpack (expected 2, got 1)"),
        ("x =", "main.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'main'"),
        ("import sys\ndef handler(e, c): sys.exit(3)", "main.handler", "Runtime.ExitError",
         "Runtime exited with error: exit status 3"),
        ("import os, signal\ndef handler(e, c): os.kill(os.getpid(), signal.SIGKILL)",
         "main.handler", "Runtime.ExitError", "Runtime exited with error: signal: killed"),
        ("def handler(e, c): return 'x' * 7_000_000", "main.handler",
         "Function.ResponseSizeTooLarge", "6291556 bytes"),
        ("def handler(e, c): return len(bytearray(2_000_000_000))", "main.handler",
         "MemoryError", ""),
    ],
    ids=["raise", "marshal", "missing", "import", "malformed", "syntax", "exit", "killed", "large",
         "memory"],
)  # fmt: skip
def test_errors_are_told_as_aws_tells_them(
    functions: Functions, code: str, handler: str, kind: str, message: str
) -> None:
    functions.function("f", code, Handler=handler)
    answer = functions.invoke("f")
    assert answer["FunctionError"] == "Unhandled"
    assert answer["Payload"]["errorType"] == kind
    assert message in answer["Payload"]["errorMessage"]


def test_an_error_has_its_stack(functions: Functions) -> None:
    functions.function("f", "def handler(e, c):\n    return 1 / 0\n")
    (frame,) = functions.invoke("f")["Payload"]["stackTrace"]
    assert "main.py" in frame
    assert "return 1 / 0" in frame


def test_a_function_that_takes_too_long_is_killed_with_its_children(functions: Functions) -> None:
    code = """
import subprocess, sys, time
def handler(event, context):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print("child", child.pid, flush=True)
    time.sleep(600)
"""
    functions.function("f", code, Timeout=1)
    answer = functions.invoke("f", LogType="Tail")
    assert answer["Payload"]["errorType"] == "Sandbox.Timedout"
    assert answer["Payload"]["errorMessage"].endswith("Error: Task timed out after 1.00 seconds")
    log = base64.b64decode(answer["LogResult"]).decode()
    (line,) = [line for line in log.splitlines() if line.startswith("child")]
    assert "Task timed out after 1.00 seconds" in log
    for _ in range(200):  # whoever adopted it takes a moment to see that it is dead
        if not is_running(int(line.split()[1])):
            return
        time.sleep(0.05)
    pytest.fail("the child still runs")


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    found = subprocess.run(  # noqa: S603 - ps, of a process that the test started
        ["/bin/ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return found.stdout.strip()[:1] not in {"", "Z"}


LOGS = allow("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")


def test_a_log_is_written_where_the_role_may(functions: Functions) -> None:
    code = "import logging\ndef handler(e, c):\n    print('hello')\n    logging.warning('careful')"
    functions.function("f", code, LOGS)
    answer = functions.invoke("f", LogType="Tail")
    tail = base64.b64decode(answer["LogResult"]).decode()
    found = functions.client("logs").filter_log_events(logGroupName="/aws/lambda/f")["events"]
    lines = [event["message"] for event in found]
    assert [line.split()[0] for line in lines] == ["START", "hello", "[WARNING]", "END", "REPORT"]
    assert lines[0].endswith("Version: $LATEST")
    assert tail.splitlines() == lines
    functions.function("silent", code)
    functions.invoke("silent")
    groups = functions.client("logs").describe_log_groups()["logGroups"]
    assert [group["logGroupName"] for group in groups] == ["/aws/lambda/f"]


def test_layers_bring_modules(functions: Functions) -> None:
    layer = functions.client("lambda").publish_layer_version(
        LayerName="words", Content={"ZipFile": pack(python__words="WORD = 'from the layer'")}
    )
    code = "import words\ndef handler(e, c): return words.WORD"
    functions.function("f", code, Layers=[layer["LayerVersionArn"]])
    assert functions.invoke("f")["Payload"] == "from the layer"


def test_versions_and_aliases_run_what_they_name(functions: Functions) -> None:
    client = functions.client("lambda")
    functions.function("f", "def handler(e, c): return [1, c.function_version]")
    client.publish_version(FunctionName="f")
    client.update_function_code(
        FunctionName="f", ZipFile=pack(main="def handler(e, c): return [2, c.function_version]")
    )
    client.publish_version(FunctionName="f")
    client.create_alias(FunctionName="f", Name="live", FunctionVersion="1")
    assert functions.invoke("f")["Payload"] == [2, "$LATEST"]
    assert functions.invoke("f:live")["Payload"] == [1, "1"]
    assert functions.invoke("f", Qualifier="2")["Payload"] == [2, "2"]
    client.update_alias(
        FunctionName="f", Name="live", RoutingConfig={"AdditionalVersionWeights": {"2": 1.0}}
    )
    answer = functions.invoke("f", Qualifier="live")
    assert (answer["ExecutedVersion"], answer["Payload"]) == ("2", [2, "2"])


def test_nothing_runs_unless_it_was_turned_on(functions: Functions) -> None:
    functions.function("f", WHO)
    careful = Emulator()
    careful.load(functions.app.save())
    world = type(functions)(careful)
    with pytest.raises(ClientError, match="does not run functions"):
        world.invoke("f")
    with pytest.raises(ClientError, match="does not run functions"):
        world.invoke("f", InvocationType="Event")
    assert world.invoke("f", InvocationType="DryRun")["StatusCode"] == 204


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"Runtime": "nodejs22.x"}, "functions of Python alone"),
        ({"code": b"no zip"}, "could not unzip"),
    ],
)
def test_what_cannot_run_is_refused(functions: Functions, more: Any, message: str) -> None:
    functions.function("f", more.pop("code", WHO), **more)
    with pytest.raises(ClientError, match=message):
        functions.client("lambda").invoke(FunctionName="f")


def test_a_role_that_trusts_no_longer_runs_nothing(functions: Functions) -> None:
    functions.function("f", WHO)
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "ec2.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    functions.client("iam").update_assume_role_policy(
        RoleName="f-role", PolicyDocument=write(trust)
    )
    with pytest.raises(ClientError, match="cannot be assumed by Lambda"):
        functions.invoke("f")


def test_a_zip_cannot_leave_its_folder(functions: Functions) -> None:
    data = pack(
        main="import os\ndef handler(e, c): return sorted(os.listdir('.'))", **{"..__evil": "x"}
    )
    functions.function("f", data)
    assert functions.invoke("f")["Payload"] == ["evil.py", "main.py"]
