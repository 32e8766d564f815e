"""The program in a function's process: how it finds a function, and tells what came of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.emulator.functions import bootstrap

FACTS = dict.fromkeys(
    (
        "function_name", "function_version", "invoked_function_arn", "memory_limit_in_mb",
        "aws_request_id", "log_group_name", "log_stream_name",
    ),
    "x",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_a_handler_may_be_in_a_folder(folder: Path) -> None:
    (folder / "inner_of_test").mkdir()
    (folder / "inner_of_test" / "app.py").write_text("def run(e, c): return [e, c.aws_request_id]")
    handler = bootstrap.load("inner_of_test/app.run")
    request = {"context": FACTS, "seconds": 3, "event": "1"}
    assert bootstrap.invoke(handler, request) == {"result": '[1, "x"]'}


def test_the_time_left_ends_at_zero() -> None:
    context = bootstrap.LambdaContext(FACTS, -1)
    assert context.get_remaining_time_in_millis() == 0
    assert bootstrap.LambdaContext(FACTS, 3).get_remaining_time_in_millis() > 2000


def test_the_clients_context_has_its_parts() -> None:
    given = json.dumps({"custom": {"a": 1}, "env": {"b": 2}, "client": {"c": 3}})
    context = bootstrap.LambdaContext({**FACTS, "client_context": given}, 3)
    found: Any = context.client_context
    assert (found.custom, found.env, found.client) == ({"a": 1}, {"b": 2}, {"c": 3})
    assert bootstrap.LambdaContext(FACTS, 3).client_context is None


def test_an_exit_is_no_answer() -> None:
    def leave(_event: Any, _context: Any) -> None:
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        bootstrap.invoke(leave, {"context": FACTS, "seconds": 3, "event": "1"})


def test_it_imports_nothing_of_this_program() -> None:
    assert "ringwall" not in Path(bootstrap.__file__).read_text().replace("__main__", "")
