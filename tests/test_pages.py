"""The commands that the pages show, read and run word for word."""

import contextlib
import io
import json
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cyclopts
import pytest
from built_acme import BuiltAcme
from mmdb_file import write_mmdb
from recorded_events import RecordedEvents

from ringwall.aws.session import Sessions
from ringwall.cli.main import make_app, run
from ringwall.emulator.acme.team import MEMBER_ROLE
from ringwall.emulator.transport import attach
from ringwall.jobs.collect import CollectRequest, collect_live
from ringwall.jobs.runs import list_runs
from ringwall.reason.iam.relation.archive import read_archive

ROOT = Path(__file__).parents[1]
WRITTEN = {"cli.md", "tables.md", "rules.md"}
"""Pages that are made from the code."""
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if path.name not in WRITTEN),
]
BLOCK = re.compile(r"^(?:    )?(?:\$ )?(ringwall [^\n]*)$", re.MULTILINE)
INLINE = re.compile(r"`(ringwall [^`]+)`")
SERVES = {"emulator", "demo", "completion"}
"""Verbs that serve until they are ended, or write to the user's own files: their tests run them."""
MADE_UP = {"ringwall buckets"}
"""A verb that docs/howto/extend.md adds."""
RUN_ID = re.compile(r"\b\d{8}T\d{6}Z-[0-9a-f]{6}\b|\bRUN\b")


@dataclass(frozen=True)
class Ran:
    """What became of a command."""

    code: int
    out: str
    err: str


Call = Callable[[str, Path], Ran]


def read_commands(text: str) -> Iterator[str]:
    """Yield the commands in blocks of a page, each on one line."""
    for match in BLOCK.finditer(text):
        command, rest = match[1], text[match.end() :].lstrip("\n").split("\n")
        while command.endswith("\\") or _is_open(command):
            command = f"{command.removesuffix(chr(92)).rstrip()} {rest.pop(0).strip()}"
        yield command


def _is_open(command: str) -> bool:
    """Whether a quote is not closed yet."""
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return True
    return False


def split(command: str) -> list[str]:
    """Return the words that the shell would hand to the program."""
    words = shlex.split(command, comments=True)[1:]
    return words[: words.index(">")] if ">" in words else words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_verb_and_option_that_a_page_names_is_there(page: Path) -> None:
    text, app = page.read_text(encoding="utf-8"), make_app()
    whole = set(read_commands(text))
    named = {" ".join(match.split()) for match in INLINE.findall(text)}
    for command in sorted(whole | named):
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                app.parse_args(split(command), exit_on_error=False, print_error=False)
        except cyclopts.MissingArgumentError:
            assert command not in whole, command  # in a sentence, a verb is named without them
        except cyclopts.CycloptsError as error:
            if command not in MADE_UP:
                pytest.fail(f"{page.name}: {command}: {error}")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Return a function that runs a command in a home folder."""

    def call(command: str, home: Path) -> Ran:
        monkeypatch.setenv("RINGWALL_HOME", str(home))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run(split(command))
        printed = capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    return call


def fill(command: str, home: Path) -> str:
    """Return a command with the run's id in place of the one that the page shows."""
    if not RUN_ID.search(command):
        return command
    (run_, *_) = [run_ for run_ in list_runs(home) if run_.kind == "fix"]
    return RUN_ID.sub(run_.id, command)


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/howto/fix_and_undo.md",
        "docs/howto/read_the_unknown.md",
        "docs/howto/write_a_rule.md",
        "docs/howto/credentials.md",
        "docs/formats.md",
        *(f"docs/layers/{path.name}" for path in sorted((ROOT / "docs" / "layers").glob("*.md"))),
    ],
)
def test_what_a_page_shows_runs(  # noqa: PLR0917 - fixtures
    page: str,
    call: Call,
    account: Any,
    audited_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    arn = "arn:aws:iam::123456789012:user/a"
    (tmp_path / "policy.json").write_text(json.dumps(allow("s3:*")))
    commands = list(read_commands((ROOT / page).read_text(encoding="utf-8")))
    account.app.limit_regions("us-east-1", "eu-west-1")  # each takes as long as the other
    words = [split(command) for command in commands]
    does_fix = any(command[0] == "fix" and "--yes" in command for command in words)
    if not does_fix and any(command[0] == "undo" for command in words):
        call("ringwall fix --rule ec2.ssh_is_not_open --yes", audited_home)  # there is one to undo
    for command in commands:
        if split(command)[0] in SERVES or "resume" in command:
            continue
        filled = fill(re.sub(r"\bARN\b", arn, command), audited_home)
        found = call(filled, audited_home)
        assert found.code in {0, 1, 2}, f"{command}: {found.err}"


def test_what_is_shown_after_a_kill_runs(call: Call, account: Any, audited_home: Path) -> None:
    part = (ROOT / "docs/howto/fix_and_undo.md").read_text(encoding="utf-8")
    part = part.partition("## After a kill")[2].partition("\n## ")[0]
    account.app.deny("kms:EnableKeyRotation")
    assert call("ringwall fix --rule kms.key_rotates --yes", audited_home).code == 2
    account.app.allow()
    commands = list(read_commands(part))
    assert [split(command)[0] for command in commands] == ["runs", "runs", "runs", "undo"]
    for command in commands:
        found = call(fill(command, audited_home), audited_home)
        assert found.code == 0, f"{command}: {found.err}"
    assert not account.rotates()


def test_what_the_page_about_lists_shows_runs(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pattern = {
        "type": "indicator",
        "pattern_type": "stix",
        "pattern": "[url:value = 'https://a.example']",
    }
    files = {
        "c2.txt": "192.0.2.7\n",
        "offices.txt": "198.51.100.0/24\n",
        "indicators.csv": "seen,domain\n1,a.example\n",
        "bundle.json": json.dumps({"type": "bundle", "objects": [pattern]}),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    write_mmdb(tmp_path / "country.mmdb", {"192.0.2.0/24": {"country": {"iso_code": "NL"}}})
    write_mmdb(tmp_path / "asn.mmdb", {"192.0.2.0/24": {"autonomous_system_number": 64500}})
    page = (ROOT / "docs" / "howto" / "intel.md").read_text(encoding="utf-8")
    for command in read_commands(page):
        if "https://" not in command:
            found = call(command, tmp_path / "home")
            assert found.code == 0, f"{command}: {found.err}"


def test_the_archive_rules_that_are_shown_are_read(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "howto" / "access.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.+?)```", page, re.DOTALL)
    (tmp_path / "rules.toml").write_text(block)
    (rule,) = read_archive(tmp_path / "rules.toml")
    assert rule.actions == ("s3:GetObject",)


def allow(*actions: str, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.fixture(scope="module")
def acme_home(built_acme: BuiltAcme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with who may do what at Acme."""
    home = tmp_path_factory.mktemp("acme")
    app, region = built_acme.emulator(), built_acme.acme.regions[0]

    class Access:
        """Connects to Acme without a socket."""

        sessions = Sessions(
            region=region, role=MEMBER_ROLE, transport=lambda session: attach(session, app)
        )

    request = CollectRequest(regions=(region,), services=("iam", "organizations", "s3"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "demo")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        access: Any = Access()
        collect_live(home, request, access, RecordedEvents())
    return home


def test_what_the_page_about_access_shows_runs(
    call: Call,
    acme_home: Path,
    two_accounts_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = (ROOT / "docs" / "howto" / "access.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    deny = {"Effect": "Deny", "Action": "lambda:UpdateFunctionCode", "Resource": "*"}
    files = {
        "scp.json": {"Version": "2012-10-17", "Statement": [deny]},
        "app.json": allow("s3:GetObject"),
        "bucket.json": allow("s3:GetObject", Principal="*"),
        "old.json": allow("s3:GetObject"),
        "new.json": allow("s3:PutObject"),
        "role.json": allow("s3:*"),
    }
    for name, document in files.items():
        (tmp_path / name).write_text(json.dumps(document))
    blocks = re.findall(r"```json\n(.+?)```", page, re.DOTALL)
    (case,) = (block.replace("\n", "") for block in blocks if '"request"' in block)
    check = {"policy": allow("s3:GetObject", Principal="*"), "resource_type": "AWS::S3::Bucket"}
    commands = list(read_commands(page))
    assert len(commands) > 8
    for command in commands:
        is_check = "no-public" in command
        (tmp_path / "cases.ndjson").write_text(json.dumps(check) if is_check else case)
        found = [call(command, home) for home in (acme_home, two_accounts_home)]
        assert any(each.code in {0, 1, 2} for each in found), f"{command}: {found}"
