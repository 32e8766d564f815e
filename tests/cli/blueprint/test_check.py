"""`ringwall blueprint check`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.usefixtures("file")
def test_a_blueprint_that_can_be_used(ringwall: Callable[..., Any]) -> None:
    found = ringwall("blueprint", "check")
    assert (found.code, found.out) == (0, "")
    assert found.err == "acme: 3 accounts, 0 units, 1 Region; nothing is wrong\n"


def test_all_errors_are_printed_a_line_each(ringwall: Callable[..., Any], file: Path) -> None:
    file.write_text("blueprint: Acme\nhome_region: eu-central-9\nacounts: {}\n")
    found = ringwall("blueprint", "check", file)
    assert found.code == 64
    lines = found.err.removeprefix("ringwall: ").splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "ringwall.yaml:1:12",
        "ringwall.yaml:2:14",
        "ringwall.yaml:3:1",
    ]


def test_notes_are_printed_and_are_no_error(ringwall: Callable[..., Any], file: Path) -> None:
    china = file.read_text().replace("eu-central-1", "cn-north-1")
    file.write_text(china + "detection: {detective: {enabled: true}}\n")
    found = ringwall("blueprint", "check")
    assert found.code == 0
    assert "detective: detective does not exist in the partition aws-cn" in found.err


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_there(ringwall: Callable[..., Any]) -> None:
    found = ringwall("blueprint", "check")
    assert found.code == 64
    assert "`ringwall blueprint init` writes one" in found.err
