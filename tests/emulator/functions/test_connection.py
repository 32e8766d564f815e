"""What a process has of an emulator: keys of its own, a port, limits."""

from pathlib import Path
from typing import Any

from ringwall.emulator.functions.connection import AwsKeys, run_connected, write_limits
from ringwall.emulator.functions.package import link_runtime

CODE = """
import os
import boto3
def f(event, context):
    try:
        who = boto3.client("sts", region_name="us-east-1").get_caller_identity()["Arn"]
    except Exception as error:
        who = type(error).__name__
    return [who, os.environ["AWS_ACCESS_KEY_ID"], "AWS_SESSION_TOKEN" in os.environ]
"""
FACTS = (
    "function_name", "function_version", "invoked_function_arn", "memory_limit_in_mb",
    "aws_request_id", "log_group_name", "log_stream_name",
)  # fmt: skip


def test_limits_are_bytes_and_seconds() -> None:
    found = write_limits(3, 128, 512)
    assert (found["AS"], found["FSIZE"]) == (640 * 2**20, 512 * 2**20)
    assert (found["CPU"], found["CORE"]) == (18, 0)


def test_keys_that_nobody_issued_are_nobodys(functions: Any, tmp_path: Path) -> None:
    for name in ("task", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "task" / "a.py").write_text(CODE)
    link_runtime(tmp_path / "runtime")
    request = {
        "handler": "a.f", "event": "{}", "task": str(tmp_path / "task"), "seconds": 20,
        "paths": [str(tmp_path / "task"), str(tmp_path / "runtime")],
        "environment": {}, "limits": write_limits(20, 512, 64), "context": dict.fromkeys(FACTS, ""),
    }  # fmt: skip
    keys = AwsKeys("AKIAOPERATOR", "-", "")
    outcome = run_connected(functions.app, request, tmp_path, 20, keys)
    assert outcome.result == '["ClientError", "AKIAOPERATOR", false]'
    assert "secret_key" not in repr(keys)
