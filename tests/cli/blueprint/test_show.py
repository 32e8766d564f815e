"""`ringwall blueprint show`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml


@pytest.mark.usefixtures("file")
def test_yaml_with_where_each_value_comes_from(ringwall: Callable[..., Any]) -> None:
    found = ringwall("blueprint", "show", "--resolved")
    assert (found.code, found.err) == (0, "")
    assert yaml.safe_load(found.out)["accounts"]["log_archive"] == "log-archive"
    assert all(
        line.endswith(":") or "# default" in line or "# ringwall.yaml:" in line
        for line in found.lines
    )


def test_json_for_an_account(ringwall: Callable[..., Any], file: Path) -> None:
    found = ringwall("blueprint", "show", file, "--account", "security", "--format", "json")
    assert {
        "keys": ["account", "security", "email"],
        "value": "aws+security@acme.io",
        "origin": "ringwall.yaml:4",
    } in found.objects


@pytest.mark.usefixtures("file")
def test_an_account_that_is_not_there(ringwall: Callable[..., Any]) -> None:
    found = ringwall("blueprint", "show", "--account", "prod")
    assert (found.code, found.out) == (64, "")
    assert "no account prod in the blueprint" in found.err
