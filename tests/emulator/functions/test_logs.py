"""The lines that Lambda writes of an invocation."""

from typing import Any

from ringwall.emulator.functions.logs import FunctionLog
from ringwall.emulator.functions.prepared import prepare_function
from ringwall.emulator.functions.process import ProcessOutcome

Functions = Any
"""plugins/function_world.py declares it."""


def write(functions: Functions, reason: str) -> list[str]:
    functions.function("f", "def handler(e, c): return 1")
    with functions.app.mounted():
        function = prepare_function("123456789012", "us-east-1", "f", None)
    outcome = ProcessOutcome("1", None, is_timeout=False, status=0, output="a\nb\n", seconds=0.0123)
    log = FunctionLog.open(function, "[$LATEST]abc")
    assert log.group == "/aws/lambda/f"
    assert log.stream.count("/") == 3
    assert log.stream.endswith("/[$LATEST]abc")
    return log.write(function, "1-2", outcome, reason)


def test_an_invocation_has_a_start_an_end_and_a_report(functions: Functions) -> None:
    assert write(functions, "") == [
        "START RequestId: 1-2 Version: $LATEST",
        "a",
        "b",
        "END RequestId: 1-2",
        "REPORT RequestId: 1-2\tDuration: 12.30 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB",
    ]


def test_why_it_ended_is_told(functions: Functions) -> None:
    line = write(functions, "Task timed out after 3.00 seconds")[3]
    assert line.endswith(" 1-2 Task timed out after 3.00 seconds")
