"""Functions of an emulator that runs them."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.config import Config
from event_world import EventWorld
from policy_texts import Statement

from ringwall.emulator.app import Emulator
from ringwall.jobs.authority import ReasonedAuthority

ONCE = Config(retries={"total_max_attempts": 1})


def pack(**files: str) -> bytes:
    """Return a zip: `main="def handler..."` is `main.py` in it."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name.replace('__', '/')}.py", text)
    return data.getvalue()


@dataclass(frozen=True)
class FunctionWorld(EventWorld):
    """Makes functions beside what events need."""

    def function(self, name: str, code: str | bytes, *statements: Statement, **more: Any) -> str:
        """Make a function and its role; the handler is `main.handler`. Return its ARN."""
        role = more.pop("Role", None) or self.role(f"{name}-role", "lambda", *statements)
        given = {"Runtime": "python3.12", "Handler": "main.handler", "Timeout": 20, **more}
        made = self.client("lambda").create_function(
            FunctionName=name,
            Role=role,
            Code={"ZipFile": code if isinstance(code, bytes) else pack(main=code)},
            **given,
        )
        arn: str = made["FunctionArn"]
        return arn

    def invoke(self, name: str, event: Any = None, **more: Any) -> Any:
        """Invoke a function; return the answer with its payload read."""
        answer = self.client("lambda").invoke(
            FunctionName=name, Payload=json.dumps(event).encode(), **more
        )
        text = answer["Payload"].read()
        return {**answer, "Payload": json.loads(text) if text else None}


@pytest.fixture(scope="session")
def function_emulator() -> Emulator:
    return Emulator(authority=ReasonedAuthority(), run_functions=True)


@pytest.fixture
def functions(function_emulator: Emulator) -> Iterator[FunctionWorld]:
    function_emulator.reset()
    yield FunctionWorld(function_emulator)
    assert function_emulator.guesses == []
