"""The recipes of CONTRIBUTING.md, tried as a newcomer would: what the page shows has to work."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from ringwall.audit.examples import check_rule
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_judged, load_playbooks, load_rules
from ringwall.catalog.policies import derive_statements
from ringwall.catalog.template import CHECKOUT, choose_folder
from ringwall.catalog.walk import find_declared
from ringwall.cli import main
from ringwall.cli.main import run
from ringwall.collect.api import ApiSource
from ringwall.collect.unit import Unit, collect_unit
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.authority import ReasonedAuthority
from ringwall.model.finding import Finding
from ringwall.model.playbook import Playbook
from ringwall.model.state import read_state
from ringwall.model.table import Row, Table

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
HOWTO = (ROOT / "docs" / "howto" / "write_a_rule.md").read_text(encoding="utf-8")
FIXES = (ROOT / "docs" / "howto" / "fix_and_undo.md").read_text(encoding="utf-8")
EXTEND = (ROOT / "docs" / "howto" / "extend.md").read_text(encoding="utf-8")
SHOWN = "_as_shown"
"""Ends the id of a rule that is tried here: one day the catalog may have the rule itself."""
ACCOUNT = "123456789012"


def read_recipe(title: str) -> str:
    """Return the part of the page below a heading."""
    return read_part(PAGE, f"### {title}")


def read_part(page: str, heading: str) -> str:
    """Return the part of a page from a heading, or the beginning of one, to the next one."""
    found = re.search(rf"^{re.escape(heading)}.*?(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[0]


def read_files(page: str) -> dict[str, str]:
    """Return the files of Python that a page shows, by the path that is named before each."""
    found: dict[str, str] = {}
    for match in re.finditer(BLOCK, page, re.MULTILINE):
        (block,) = read_blocks(match[0])
        if block.startswith('"""'):
            named = re.findall(r"`((?:src|tests)/[\w/]+\.py)`", page[: match.start()])
            found[named[-1]] = block
    return found


BLOCK = r"(?:^    .*\n|^\n(?=\n*    ))+"
"""What a page shows as code: indented lines, and empty ones between them."""


def read_blocks(text: str) -> list[str]:
    """Return the indented blocks of a text, their indent taken off."""
    found = re.findall(BLOCK, text, re.MULTILINE)
    return ["\n".join(line[4:] for line in block.splitlines()).strip() + "\n" for block in found]


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield an empty catalog that can be imported as `scratch`."""
    root = tmp_path / "scratch"
    root.mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    yield root
    for name in [name for name in sys.modules if name.partition(".")[0] == "scratch"]:
        del sys.modules[name]


def follow(recipe: str, catalog: Path) -> Path:
    """Write the file that a recipe shows to where the recipe says."""
    named = re.search(r"src/ringwall/catalog/([\w/]+\.py)", recipe)
    assert named
    path = catalog / named[1]
    path.parent.mkdir(parents=True)
    path.write_text(read_files(recipe)[named[0]], encoding="utf-8")
    return path


@pytest.fixture
def app() -> Iterator[Emulator]:
    app = Emulator(authority=ReasonedAuthority())
    yield app
    app.reset()


@pytest.fixture
def sessions(app: Emulator, monkeypatch: pytest.MonkeyPatch) -> Sessions:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return Sessions(region="us-east-1", transport=lambda session: attach(session, app))


def call(sessions: Sessions, service: str, operation: str, **parameters: Any) -> Row:
    """Make a call that the Reader would refuse: the test's own hands."""
    client = sessions.connection.client(ACCOUNT, "us-east-1", service)
    with sessions.connection.acting(ACCOUNT, Event()):
        answer: Row = getattr(client, operation)(**parameters)
    return answer


def test_a_table_is_one_file(catalog: Path, sessions: Sessions) -> None:
    path = follow(read_part(EXTEND, "## A table"), catalog)
    ((found, table),) = find_declared(Table, "tables", catalog, "scratch")
    assert (found, table.name) == (path, path.stem)
    assert derive_statements(table) == ()
    assert table.gone, "a detail call names the resource: tests/catalog/test_tables.py asks for it"
    for column in table.columns:
        assert column.doc.endswith(".")
    network = {"subnetIds": ["subnet-1"]}
    role = f"arn:aws:iam::{ACCOUNT}:role/eks"
    call(
        sessions, "eks", "create_cluster", name="shop", roleArn=role, resourcesVpcConfig=network,
        version="1.31", tags={"team": "shop"},
    )  # fmt: skip
    rows: list[Row] = []
    unit = Unit(ACCOUNT, "us-east-1", "eks", (table,))
    source = ApiSource(sessions.reader)
    coverage = collect_unit(unit, source, lambda _, more: rows.extend(more))
    assert [(row["arn"], row["version"], row["tags"]) for row in rows] == [
        (f"arn:aws:eks:us-east-1:{ACCOUNT}:cluster/shop", "1.31", {"team": "shop"})
    ]
    assert {row.status for row in coverage} == {"ok"}


def test_the_log_that_is_shown_is_the_one_of_the_catalog() -> None:
    ((path, text),) = read_files(read_part(EXTEND, "## A log")).items()
    assert (ROOT / path).read_text(encoding="utf-8") == text


def test_the_response_that_is_shown_is_the_one_of_the_catalog() -> None:
    part = read_part(EXTEND, "## A response playbook")
    named = re.search(r"`(src/ringwall/catalog/\w+/responses/\w+\.py)`", part)
    assert named
    text = (ROOT / named[1]).read_text(encoding="utf-8")
    for block in read_blocks(part)[:2]:
        assert strip_lines(block) in strip_lines(text), f"{named[1]} is otherwise"


def strip_lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def test_the_files_that_a_recipe_names_exist() -> None:
    """Those of the examples are a newcomer's to write, and may be there one day."""
    for path in re.findall(r"`((?:src|tests|docs)/[\w/.]+)`", PAGE + EXTEND):
        is_example = any(
            word in path for word in ("eks", "bucket_key", "scan_on_push", "buckets.py")
        )
        assert is_example or (ROOT / path).exists(), path


def test_new_rules_of_a_checkout_go_to_the_catalog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert choose_folder() == CHECKOUT
    monkeypatch.chdir(tmp_path)
    assert choose_folder() == Path("rules")


def test_a_control_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command writes a rule that runs; what the how-to makes of it runs too."""
    recipe = read_recipe("Add a control")
    command = re.search(r"`\.venv/bin/ringwall (rules new \S+ --layer data)`", recipe)
    named = re.search(r"`src/ringwall/catalog/([\w/]+\.sql)`", recipe)
    assert command
    assert named
    monkeypatch.chdir(tmp_path)
    name = write_shown(command[1])
    path = tmp_path / "rules" / named[1].replace(".sql", f"{SHOWN}.sql")
    check_rule(load_rules(tmp_path / "rules")[name], load_judged())
    finished = next(block for block in read_blocks(HOWTO) if "bucket_key_enabled = true" in block)
    path.write_text(finished, encoding="utf-8")
    rule = load_rules(tmp_path / "rules")[name]
    assert (rule.layer, len(rule.examples)) == ("data", 3)
    check_rule(rule, load_judged())


def test_a_member_is_one_header(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = read_recipe("Add a member")
    command = re.search(r"`\.venv/bin/ringwall (rules new \S+ --family \w+ --layer data)`", recipe)
    assert command
    monkeypatch.chdir(tmp_path)
    name = write_shown(command[1])
    check_rule(load_rules(tmp_path / "rules")[name], load_judged())
    finished = next(block for block in read_blocks(HOWTO) if "family = " in block)
    (tmp_path / f"rules/ecr/controls/repository_scans_on_push{SHOWN}.sql").write_text(finished)
    rule = load_rules(tmp_path / "rules")[name]
    assert (rule.family, rule.parameters["column"]) == ("setting_has_value", "scan_on_push")
    check_rule(rule, load_judged())


def write_shown(command: str) -> str:
    """Run a command that a recipe shows, for a rule whose name is not taken; return its id."""
    rules, new, name, *options = command.split()
    with pytest.raises(SystemExit, match="0"):
        run([rules, new, name + SHOWN, *options])
    return name + SHOWN


def test_a_remediation_is_one_function(catalog: Path, sessions: Sessions) -> None:
    path = follow(FIXES.partition("## Add a playbook")[2], catalog)
    ((_, playbook),) = find_declared(Playbook, "playbooks", catalog, "scratch")
    assert playbook.id == f"ecr.{path.stem}"
    assert playbook.answers == ("ecr.repository_scans_on_push",)
    name = "team/app"
    arn = call(sessions, "ecr", "create_repository", repositoryName=name)["repository"][
        "repositoryArn"
    ]
    reader = sessions.reader(ACCOUNT, "us-east-1")
    (planned,) = playbook.plan(example_finding(arn), reader)
    assert read_state(planned.probe, reader) is planned.before is False
    for write, state in ((planned.write, True), (planned.undo, False)):
        assert write
        service, _, operation = write.operation.partition(".")
        call(sessions, service, operation, **write.parameters)
        assert read_state(planned.probe, reader) is state
        assert len(list(playbook.plan(example_finding(arn), reader))) == (0 if state else 1)


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Add the verb that is shown to the program, and return its files."""
    part = read_part(EXTEND, "## A verb")
    files = read_files(part)
    for package in ("jobs", "cli"):
        module = ModuleType(f"ringwall.{package}.buckets")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        exec(files[f"src/ringwall/{package}/buckets.py"], vars(module))  # noqa: S102 - our own page
    (line,) = re.findall(r'^    (\("buckets", ".+?"\)),$', part, re.MULTILINE)
    others = [known for known in main.VERBS if known[0] != "buckets"]
    monkeypatch.setattr(main, "VERBS", (*others, ast.literal_eval(line)))
    return files


def invoke(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main.run(list(map(str, words)))
    assert isinstance(ended.value.code, int)
    printed = capsys.readouterr()
    return ended.value.code, printed.out, printed.err


def test_verb_is_a_job_and_a_file_of_cli(
    verb: dict[str, str], two_accounts_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The help is what the docstring says, and the tests that are shown pass."""
    _, out, _ = invoke(capsys, "--help")
    assert "List the buckets of a snapshot." in out
    _, out, _ = invoke(capsys, "buckets", "--help")
    assert "Only buckets of these accounts." in out
    assert "--home" in out

    def ringwall(*words: str, home: Path) -> Any:
        code, out, err = invoke(capsys, *words, "--home", home)
        return SimpleNamespace(code=code, out=out, err=err, lines=out.splitlines())

    shown: dict[str, Any] = {}
    exec(verb["tests/cli/test_buckets.py"], shown)  # noqa: S102 - our own page
    tests = [test for name, test in shown.items() if name.startswith("test_")]
    assert len(tests) == 2
    for test in tests:
        test(ringwall, two_accounts_home)


@pytest.mark.usefixtures("verb")
def test_verb_does_not_call_none_what_was_not_read(
    tmp_path: Path, two_accounts: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    two_accounts.write(tmp_path, {}, denied="s3_bucket")
    code, out, err = invoke(capsys, "buckets", "--home", tmp_path)
    assert (code, out) == (2, "account\tbucket\n")
    assert "there may be more: estate.s3_bucket was not collected: denied" in err


PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "howto").glob("*.md")))
}
FILES = [
    pytest.param(path, text, id=f"{page}-{path}")
    for page, content in PAGES.items()
    for path, text in read_files(content).items()
]


def test_pages_show_files_of_each_kind() -> None:
    assert {case.values[0] for case in FILES} >= {
        "src/ringwall/catalog/eks/tables/eks_cluster.py",
        "src/ringwall/catalog/ecr/playbooks/scan_on_push.py",
        "src/ringwall/jobs/buckets.py",
        "src/ringwall/cli/buckets.py",
        "tests/cli/test_buckets.py",
    }


@pytest.mark.parametrize("command", [("format", "--diff"), ("check",)], ids=lambda c: c[0])
@pytest.mark.parametrize(("path", "text"), FILES)
def test_a_file_that_is_shown_passes_make_check(
    path: str, text: str, command: tuple[str, ...]
) -> None:
    """It can be pasted as it is."""
    words = [sys.executable, "-m", "ruff", *command, "--stdin-filename", path, "-"]
    ran = subprocess.run(  # noqa: S603 - our own words
        words, input=text, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_playbook_says_which_actions_it_needs() -> None:
    page = (ROOT / "docs" / "howto" / "credentials.md").read_text(encoding="utf-8")
    for name in load_playbooks():
        assert f"`{name}`" in page, f"add {name} and its actions to docs/howto/credentials.md"


def example_finding(resource: str) -> Finding:
    return Finding(
        uid="f",
        rule="ecr.repository_scans_on_push",
        title="",
        severity="medium",
        layer="data",
        account_id=ACCOUNT,
        region="us-east-1",
        resources=(resource,),
        reason="",
        first_seen=0,
        last_seen=0,
    )
