"""The page docs/howto/respond.md: its policy is one, and its commands are there."""

import re
import shlex
from pathlib import Path

import pytest

from ringwall.catalog.loader import load_responses
from ringwall.cli.case import CASE_COMMANDS
from ringwall.cli.respond import RESPONSE_COMMANDS
from ringwall.respond.policy_file import parse_policy

PAGE = Path(__file__).parents[1] / "docs" / "howto" / "respond.md"
TEXT = PAGE.read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (ringwall .+)$", TEXT.replace("\\\n", " "), re.MULTILINE)


def test_the_policy_of_the_page_is_one() -> None:
    (shown,) = re.findall(r"```toml\n(.+?)```", TEXT, re.DOTALL)
    policy = parse_policy(shown.encode(), "the page")
    assert policy.approval.irreversible == "two"
    assert policy.people[0].approves
    assert policy.rules[0].playbook in load_responses()
    assert policy.protected.tags


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_is_one(line: str) -> None:
    words = shlex.split(line, comments=True)
    commands = {"respond": dict(RESPONSE_COMMANDS), "case": dict(CASE_COMMANDS)}
    assert words[2] in commands[words[1]], line


@pytest.mark.parametrize("name", [name for name, _ in RESPONSE_COMMANDS])
def test_every_command_is_on_a_page(name: str) -> None:
    pages = [path.read_text(encoding="utf-8") for path in PAGE.parent.glob("*.md")]
    assert any(f"ringwall respond {name}" in page for page in pages), name
