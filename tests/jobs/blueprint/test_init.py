"""A first blueprint written."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from ringwall.jobs.blueprint.init import find_wrong_answer, init_blueprint, is_taken, schema_of
from ringwall.jobs.blueprint.schema import write_schema
from ringwall.model.blueprint.answers import FirstAnswers
from ringwall.model.errors import BadInput

ANSWERS = FirstAnswers("acme", "eu-central-1", "aws+{account}@acme.io")


def test_a_blueprint_and_its_schema_are_written_for_all_to_read(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        written = init_blueprint(tmp_path / "mine.yaml", ANSWERS)
    finally:
        os.umask(before)
    assert written == [tmp_path / "mine.yaml", tmp_path / "mine.schema.json"]
    assert [path.stat().st_mode & 0o777 for path in written] == [0o644, 0o644]
    first = written[0].read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=./mine.schema.json"
    assert written[1].read_text() == write_schema()
    assert json.loads(written[1].read_text())
    assert {path.name for path in tmp_path.iterdir()} == {"mine.schema.json", "mine.yaml"}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("name", "Acme", "Acme: a blueprint is named by"),
        ("home_region", "eu-central-9", "aws has no Region eu-central-9; did you mean"),
        ("email", "a@b.co", "a@b.co: it must have {account} before the @"),
        ("regions", ("us-east-9",), "aws has no Region us-east-9"),
        ("accounts", ("dev", "dev"), "account dev is listed twice"),
        ("level", "lax", "lax is none of baseline, strict"),
        ("name", "a: b\nc", "a: b\\nc: a blueprint is named by"),
    ],
)
def test_an_answer_that_cannot_be_used_is_named_and_nothing_is_written(
    tmp_path: Path, key: str, value: str | tuple[str, ...], said: str
) -> None:
    answers = replace(ANSWERS, **{key: value})  # type: ignore[arg-type] # by name
    assert find_wrong_answer(answers).startswith(said)
    with pytest.raises(BadInput):
        init_blueprint(tmp_path / "r.yaml", answers)
    assert list(tmp_path.iterdir()) == []
    assert find_wrong_answer(ANSWERS) == ""


def test_a_file_a_schema_and_a_link_that_are_there_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    assert not is_taken(path)
    schema_of(path).symlink_to("nowhere")
    assert is_taken(path)
    with pytest.raises(BadInput, match="a link"):
        init_blueprint(path, ANSWERS)
