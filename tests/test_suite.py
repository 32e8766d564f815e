"""The suite itself: the same cases under the same names, whenever and wherever it is collected."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ringwall.catalog.loader import load_responses

ROOT = Path(__file__).parents[1]
MAX_CASE = 120
"""How long the name of a case may be: what stands in brackets behind the test."""


def collect(folder: Path, **environment: str) -> list[str]:
    """Return the names of all cases in their order, as a process in a folder of its own has them.

    Assertions are not rewritten: that would take as long as all the rest.
    """
    folder.mkdir()
    found = subprocess.run(  # noqa: S603 - our own interpreter
        [
            *(sys.executable, "-m", "pytest", "--collect-only", "--quiet", "--assert=plain"),
            *("-p", "no:cacheprovider", "--basetemp", str(folder / "temp")),
            *("--rootdir", str(ROOT), "--config-file", str(ROOT / "pyproject.toml")),
            str(ROOT / "tests"),
        ],
        cwd=folder,
        env={"PATH": "", "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-2000:] + found.stderr[-2000:]
    return [line for line in found.stdout.splitlines() if line.startswith("tests/")]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the names as a process of another time zone has them, which orders sets otherwise."""
    folder = tmp_path_factory.mktemp("suite") / "other"
    return collect(folder, PYTHONHASHSEED="2", TZ="Etc/GMT-14", LC_ALL="C.UTF-8")


@pytest.mark.slow
def test_another_collection_has_the_same_cases_in_the_same_order(
    names: list[str], request: pytest.FixtureRequest
) -> None:
    """This run has all of them, or those that were asked for, in any order of files."""
    here = sorted((item.nodeid for item in request.session.items), key=_file_of)
    chosen = set(here)
    assert chosen - set(names) == set()
    assert sorted((name for name in names if name in chosen), key=_file_of) == here
    assert len(names) > 5000


def _file_of(name: str) -> str:
    return name.partition("::")[0]


@pytest.mark.slow
def test_names_of_cases_are_short_and_plain(names: list[str]) -> None:
    strange = re.compile(rf"[^ -~]|\bat 0x|<function|<lambda|{datetime.now(UTC):%Y-%m-%d}|{ROOT}")
    cases = [name.partition("[")[2] for name in names]
    assert [case for case in cases if strange.search(case) or len(case) > MAX_CASE] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "value", ["\x1b[2J\n", b"\x1f\x8b\x08\x00\xff", "\u202e\U0001f512 ä", "long" * 20]
)
def test_a_case_is_named_in_plain_letters_whatever_it_tries(
    value: str | bytes, request: pytest.FixtureRequest
) -> None:
    case = request.node.callspec.id
    assert re.fullmatch(r"[ -\[\]-~]{1,60}", case), (case, value)


NEEDY = """
import pytest
from needs import skip_without

@pytest.mark.needs("python-of-the-future", "sh")
def test_tool() -> None: ...

@pytest.mark.needs("sh")
def test_shell() -> None: ...

def test_machine() -> None:
    skip_without("sea")
"""


@pytest.mark.parametrize(
    ("setting", "counts"),
    [
        ("", "1 passed, 2 skipped"),
        ("0", "1 passed, 2 skipped"),
        ("true", "1 passed, 1 skipped, 1 error"),
    ],
)
def test_what_is_not_tested_is_told_and_is_an_error_in_ci(
    tmp_path: Path, setting: str, counts: str
) -> None:
    (tmp_path / "test_needy.py").write_text(NEEDY)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = needs\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "needs", "-p", "no:cacheprovider"]
    done = subprocess.run(  # noqa: S603 - our own interpreter
        command,
        cwd=tmp_path,
        env={**os.environ, "CI": setting, "PYTHONPATH": str(ROOT / "tests" / "plugins")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert counts in done.stdout
    assert done.returncode == (1 if "error" in counts else 0)
    skipped = [line for line in done.stdout.splitlines() if line.startswith("test_needy.py::")]
    assert "test_needy.py::test_machine: this machine has no sea" in skipped
    assert len(skipped) == (1 if setting == "true" else 2)
    assert "python-of-the-future is not installed" in done.stdout


def test_no_test_is_skipped_but_by_what_it_needs() -> None:
    skips = re.compile(r"skipif|importorskip|pytest\.skip|mark\.skip|SkipTest|unittest\.skip")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path.name not in {"needs.py", "test_suite.py"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if skips.search(line)
    ]
    assert found == []


def test_every_playbook_is_killed_after_each_act_by_a_test() -> None:
    for playbook in load_responses():
        name = playbook.partition(".")[2]
        path = ROOT / "tests" / "responses" / f"test_{name}.py"
        assert path.exists(), f"add the tests of {playbook}: docs/howto/extend.md"
        text = path.read_text(encoding="utf-8")
        assert re.search(rf'"{re.escape(playbook)}"', text), f"{path.name} does not name {playbook}"
        assert ".die_everywhere(" in text, f"{path.name} kills no response: die_everywhere does"
