"""Processes of functions: their time, their end, and what they write where they should not."""

import time
from pathlib import Path
from typing import Any

import pytest

from ringwall.emulator.functions import process
from ringwall.emulator.functions.process import run_process

LIMITS = {"AS": 1024 * 1024 * 1024, "FSIZE": 1024 * 1024}


def run(folder: Path, code: str, seconds: float = 5) -> Any:
    (folder / "task").mkdir()
    (folder / "tmp").mkdir()
    (folder / "task" / "main.py").write_text(code)
    request = {
        "handler": "main.handler", "event": "{}", "task": str(folder / "task"),
        "paths": [str(folder / "task")], "seconds": seconds, "environment": {"A": "b"},
        "limits": LIMITS,
        "context": dict.fromkeys(
            ("function_name", "function_version", "invoked_function_arn", "memory_limit_in_mb",
             "aws_request_id", "log_group_name", "log_stream_name"), "x"),
    }  # fmt: skip
    return run_process(request, folder, seconds)


def test_output_and_answer_are_apart(tmp_path: Path) -> None:
    outcome = run(
        tmp_path, "def handler(e, c):\n    print('{\"result\": \"no\"}')\n    return 'yes'"
    )
    assert outcome.result == '"yes"'
    assert outcome.output == '{"result": "no"}\n'
    assert (outcome.is_timeout, outcome.status) == (False, 0)


def test_time_begins_when_it_is_loaded(tmp_path: Path) -> None:
    outcome = run(tmp_path, "import time\ntime.sleep(0.6)\ndef handler(e, c): return 1", 0.5)
    assert outcome.result == "1"
    assert outcome.seconds < 0.5


def test_a_function_that_does_not_end_is_ended(tmp_path: Path) -> None:
    start = time.monotonic()
    outcome = run(tmp_path, "import time\ndef handler(e, c): time.sleep(60)", 0.3)
    assert outcome.is_timeout
    assert (outcome.result, outcome.error) == (None, None)
    assert time.monotonic() - start < 10


def test_loading_ends_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "INIT_SECONDS", 1.0)
    assert run(tmp_path, "import time\ntime.sleep(60)\ndef handler(e, c): pass").is_timeout


@pytest.mark.parametrize(
    "text",
    [
        """b'{"result": "no JSON"}\\n\\n'""",
        """b'{"result": "' + b'[' * 100000 + b'"}\\n\\n'""",
        r"""b'{"result": "\\"\\ud800\\""}\n\n'""",
        "b'[1]\\n[2]\\n'",
        "b'x\\n' * 3",
        "b'[' * 100000 + b'\\n\\n'",
        "b'{\"result\": 1}\\n\\n'",
    ],
)
def test_what_a_function_writes_into_the_answers_is_not_trusted(tmp_path: Path, text: str) -> None:
    code = f"import os, sys\ndef handler(e, c):\n    os.write(int(sys.argv[2]), {text})\n"
    code += "    os._exit(0)"
    outcome = run(tmp_path, code)
    assert (outcome.result, outcome.error) == (None, None)


def test_files_have_a_size(tmp_path: Path) -> None:
    code = "def handler(e, c):\n    open('big', 'wb').write(b'x' * 3_000_000)"
    outcome = run(tmp_path, code)
    assert outcome.result is None
    assert (tmp_path / "task" / "big").stat().st_size <= LIMITS["FSIZE"]


@pytest.mark.parametrize("end", ["os.mkfifo(p)", "os.mkdir(p)", "os.symlink('/dev/zero', p)", ""])
def test_output_is_read_whatever_takes_its_place(tmp_path: Path, end: str) -> None:
    code = f"import os\ndef handler(e, c):\n    p = {str(tmp_path / 'output')!r}\n"
    code += f"    if os.path.exists(p): os.unlink(p)\n    {end or 'pass'}\n    print('told')"
    assert run(tmp_path, code).output == "told\n"
