"""`ringwall blueprint permissions`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.usefixtures("file")
def test_the_roles_are_printed(ringwall: Callable[..., Any]) -> None:
    found = ringwall("blueprint", "permissions")
    assert (found.code, found.err) == (0, "")
    roles = json.loads(found.out)["roles"]
    assert {role["role"] for role in roles} == {"ringwall-plan", "ringwall-apply"}
    assert {role["account"] for role in roles} == {"management", "security", "log-archive"}


def test_a_template_of_one_role_is_printed(ringwall: Callable[..., Any], file: Path) -> None:
    options = ("--role", "plan", "--account", "security", "--format", "cloudformation")
    found = ringwall("blueprint", "permissions", str(file), *options)
    assert found.code == 0
    resources = json.loads(found.out)["Resources"]
    roles = [each for each in resources.values() if each["Type"] == "AWS::IAM::Role"]
    assert [role["Properties"]["RoleName"] for role in roles] == ["ringwall-plan"]


@pytest.mark.usefixtures("file")
def test_an_account_that_is_not_there_is_bad_use(ringwall: Callable[..., Any]) -> None:
    found = ringwall("blueprint", "permissions", "--account", "securty")
    assert found.code == 64
    assert "did you mean security?" in found.err
