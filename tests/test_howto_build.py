"""The commands of docs/howto/build_an_organization.md, as they stand, in an emulated account."""

import re
from pathlib import Path
from typing import Any

import pytest

from ringwall.cli.main import run

PAGE = Path(__file__).parents[1] / "docs" / "howto" / "build_an_organization.md"
EXIT = {"check": (0,), "collect": (0, 2), "plan": (0, 1, 2), "apply": (0, 2), "audit": (1, 2)}
"""What a command may end with, by its verb; 0 for all others. Identity Center is enabled by hand:
what needs it is unknown until then, 2."""


def commands() -> list[str]:
    """Return the commands of the page but those that serve the account and lead to it."""
    lines = re.findall(r"^    (ringwall .+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [line for line in lines if "emulator serve" not in line]


@pytest.mark.slow
def test_the_commands_of_the_page_build_an_organization(
    account: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    account.app.reset()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    last = ""
    for line in commands():
        words = [word.strip('"') for word in line.split()[1:]]
        if "RUN" in words:
            words[words.index("RUN")] = last
        with pytest.raises(SystemExit) as ended:
            run(words)
        printed = capsys.readouterr()
        last = (re.findall(r"^run (\S+):", printed.err, re.MULTILINE) or [last])[0]
        verb = words[1] if words[0] == "blueprint" else words[0]
        expected = (0, 2) if verb in ("undo", "runs") else EXIT.get(verb, (0,))
        assert ended.value.code in expected, f"{line}: {printed.err[-2000:]}"
    assert last


def test_every_command_of_the_page_is_one() -> None:
    assert len(commands()) >= 12
    assert commands()[0].startswith("ringwall blueprint init")
