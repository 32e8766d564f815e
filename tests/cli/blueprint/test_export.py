"""`ringwall blueprint export`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WORDS = ("blueprint", "export", "--output", "out", "--format")


@pytest.mark.usefixtures("file")
def test_templates_are_written_and_counted(ringwall: Callable[..., Any]) -> None:
    found = ringwall(*WORDS, "cloudformation")
    assert (found.code, found.out) == (0, "")
    assert Path("out/deployment.json").is_file()
    assert list(Path("out/templates").glob("*.template.json"))
    assert "resources exported; " in found.err.splitlines()[-1]


@pytest.mark.usefixtures("file")
def test_files_that_are_there_are_refused_without_overwrite(ringwall: Callable[..., Any]) -> None:
    Path("out").mkdir()
    Path("out/main.tf.json").write_text("mine")
    found = ringwall(*WORDS, "terraform")
    assert found.code == 64
    assert "main.tf.json is there already; --overwrite replaces it" in found.err
    assert [path.name for path in Path("out").iterdir()] == ["main.tf.json"]
    assert Path("out/main.tf.json").read_text() == "mine"
    assert ringwall(*WORDS, "terraform", "--overwrite").code == 0
    assert Path("out/main.tf.json").read_text() != "mine"


@pytest.mark.usefixtures("file")
def test_files_of_an_earlier_export_are_told(ringwall: Callable[..., Any]) -> None:
    Path("out/templates").mkdir(parents=True)
    Path("out/templates/old-1.template.json").write_text("{}")
    found = ringwall(*WORDS, "cloudformation")
    assert "out/templates/old-1.template.json is of an earlier export" in found.err


@pytest.mark.usefixtures("file")
def test_a_part_is_chosen(ringwall: Callable[..., Any]) -> None:
    options = ("--layer", "accounts", "--account", "management", "--regions", "global")
    assert ringwall(*WORDS, "terraform", *options).code == 0
    assert [path.name for path in Path("out/accounts").iterdir()] == ["management"]


@pytest.mark.usefixtures("file")
def test_a_service_that_is_not_there_is_bad_use(ringwall: Callable[..., Any]) -> None:
    found = ringwall(*WORDS, "terraform", "--service", "s4")
    assert found.code == 64
    assert "--service s4: the blueprint has none" in found.err
