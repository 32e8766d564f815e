"""The program as a user installs it: the wheel alone, in an environment of its own."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "ringwall"
Installed = Callable[..., subprocess.CompletedProcess[str]]


def run(*command: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own words
        list(map(str, command)),
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from the checkout without any network."""
    folder = tmp_path_factory.mktemp("dist")
    built = run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"),
        *("--no-build-isolation", "--disable-pip-version-check", "--wheel-dir", folder, ROOT),
    )
    assert built.returncode == 0, built.stderr
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Return a function that runs the program as it was installed, anywhere but in the checkout.

    What it needs comes from the environment of the tests: the network is no part of a test. Files
    of that environment which lead to the checkout are not followed.
    """
    folder = tmp_path_factory.mktemp("installed")
    assert run(sys.executable, "-m", "venv", "--without-pip", folder).returncode == 0
    scheme = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", scheme))
    (packages / "others.pth").write_text(sysconfig.get_path("purelib"))
    python = folder / "bin" / "python"
    done = run(
        *(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"),
        *("--no-index", "--disable-pip-version-check", wheel),
    )
    assert done.returncode == 0, done.stderr
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def call(*words: object) -> subprocess.CompletedProcess[str]:
        program = folder / "bin" / "ringwall"
        return run(*((python, *words[1:]) if words[0] == "python" else (program, *words)),
                   cwd=elsewhere)  # fmt: skip

    return call


def test_the_wheel_has_every_file_of_the_source_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    packed = {name for name in names if ".dist-info/" not in name}
    files = (path.relative_to(SOURCE.parent) for path in SOURCE.rglob("*") if path.is_file())
    assert packed == {path.as_posix() for path in files if path.parent.name != "__pycache__"}
    kinds = {Path(name).suffix for name in packed}
    assert kinds >= {".py", ".sql", ".csv", ".json", ".toml"}


def test_it_is_the_wheel_that_runs(installed: Installed) -> None:
    found = installed("python", "-c", "import ringwall; print(ringwall.__file__)")
    assert found.returncode == 0, found.stderr
    assert not Path(found.stdout.strip()).is_relative_to(ROOT)


@pytest.mark.parametrize(
    ("words", "starts"),
    [
        (("--version",), "0.1.0\n"),
        (("--help",), "Usage: ringwall COMMAND"),
        (("rules", "list", "--service", "kms"), "rule\tkind\tseverity\tlayer\ttitle\nkms."),
        (("rules", "show", "s3.bucket_policy_is_not_public"), "s3.bucket_policy_is_not_public: "),
        (("rules", "check", "kms.key_rotates", "s3.bucket_policy_is_not_public"), ""),
        (("tables", "show", "s3_bucket"), "column\ttype\tdoc\n"),
        (("rules", "new", "s3.bucket_is_mine"), "rules/s3/controls/bucket_is_mine.sql\n"),
        (("rules", "check", "s3.bucket_is_mine", "--rules", "rules"), ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_verbs_run_outside_of_the_checkout(
    installed: Installed, words: tuple[str, ...], starts: str
) -> None:
    found = installed(*words)
    assert found.returncode == 0, found.stderr
    assert found.stdout.lstrip().startswith(starts)


def test_a_policy_is_decided_and_a_database_made(installed: Installed, tmp_path: Path) -> None:
    """What is read from files of the package: the universe of actions, migrations, templates."""
    policy = tmp_path / "p.json"
    policy.write_text('{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}')
    words = ("--principal", "arn:aws:iam::111122223333:user/a", "--action", "s3:GetObject")
    found = installed("access", "check", *words, "--identity-policy", policy)
    assert (found.returncode, found.stdout.splitlines()[0]) == (0, "allowed")
    details = tmp_path / "details.json"
    details.write_text(
        '{"UserDetailList": [{"Arn": "arn:aws:iam::111122223333:user/a", "UserName": "a"}]}'
    )
    home = tmp_path / "home"
    assert installed("collect", "--from", details, "--home", home).returncode in {0, 2}
    audited = installed("audit", "--rule", "iam.*", "--home", home)
    assert audited.returncode in {0, 1, 2}, audited.stderr
    assert "Traceback" not in audited.stderr
    written = installed("report", "--to", tmp_path / "report.html", "--home", home)
    assert written.returncode == 0, written.stderr
    assert (tmp_path / "report.html").read_text().startswith("<!doctype html>")


def test_the_emulator_is_in_the_wheel_and_says_what_it_needs(installed: Installed) -> None:
    code = "from ringwall.emulator.weaknesses import load_weaknesses; print(len(load_weaknesses()))"
    found = installed("python", "-c", code)
    assert found.returncode == 0, found.stderr
    assert int(found.stdout) > 50
