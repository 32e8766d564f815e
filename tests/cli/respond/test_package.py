"""`ringwall respond package` writes the zip, and says what Lambda is to be told."""

import json
from pathlib import Path

import pytest

from ringwall.cli.respond.package import package


def test_the_zip_is_written_and_described(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package(output=tmp_path / "r.zip", playbooks=("lambda.contain_function",))
    told = json.loads(capsys.readouterr().out)
    assert told["handler"] == "ringwall.handler.responder.handle"
    assert told["bytes"] == (tmp_path / "r.zip").stat().st_size
