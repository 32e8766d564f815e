"""The recipes of CONTRIBUTING.md, tried as a newcomer would: what the page shows has to work."""

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ringwall.audit.examples import check_rule
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_judged, load_rules
from ringwall.cli import main, options, output
from ringwall.collect.api import ApiSource
from ringwall.collect.unit import Unit, collect_unit
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.model import change, finding, playbook, state, table
from ringwall.model.finding import Finding
from ringwall.model.playbook import Playbook
from ringwall.model.table import Row, Table
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot

PAGE = Path(__file__).parents[1] / "CONTRIBUTING.md"
ACCOUNT = "123456789012"


def read_recipe(title: str) -> str:
    """Return the first indented block below a heading, its indent taken off."""
    text = PAGE.read_text(encoding="utf-8").partition(f"### {title}")[2].partition("\n### ")[0]
    found = re.search(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE)
    assert found, title
    return "\n".join(line[4:] for line in found[0].splitlines()).strip() + "\n"


@pytest.fixture
def app() -> Emulator:
    return Emulator()


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
    answer: Row = getattr(client, operation)(**parameters)
    return answer


def test_control_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "s3" / "controls" / "bucket_key_is_enabled.sql"
    path.parent.mkdir(parents=True)
    path.write_text(read_recipe("Add a control: one file"))
    rule = load_rules(tmp_path)["s3.bucket_key_is_enabled"]
    assert len(rule.examples) == 3
    check_rule(rule, load_judged())


def test_table_is_one_declaration(sessions: Sessions) -> None:
    names: dict[str, Any] = vars(table).copy()
    exec(read_recipe("Add a table: one declaration"), names)  # noqa: S102 - our own page
    topic = names["topic"]
    assert isinstance(topic, Table)
    call(sessions, "sns", "create_topic", Name="orders")
    rows: list[Row] = []
    unit = Unit(ACCOUNT, "us-east-1", "sns", (topic,))
    source = ApiSource(sessions.reader)
    coverage = collect_unit(unit, source, lambda _, found: rows.extend(found))
    assert [(row["arn"], row["kms_master_key_id"]) for row in rows] == [
        (f"arn:aws:sns:us-east-1:{ACCOUNT}:orders", "")
    ]
    assert {row.status for row in coverage} == {"ok"}


def test_remediation_is_one_function(sessions: Sessions) -> None:
    names: dict[str, Any] = {"Iterator": Iterator, "Reader": table.Reader}
    for module in (change, finding, playbook, state):
        names |= vars(module)
    names["__name__"] = "ringwall.catalog.kms.playbooks.example"
    exec(read_recipe("Add a remediation: one function"), names)  # noqa: S102 - our own page
    made = names["turn_on_rotation"]
    assert isinstance(made, Playbook)
    assert (made.id, made.answers) == ("kms.turn_on_rotation", ("kms.key_rotates",))
    key = call(sessions, "kms", "create_key")["KeyMetadata"]["Arn"]
    reader = sessions.reader(ACCOUNT, "us-east-1")
    (planned,) = made.plan(example_finding(key), reader)
    assert state.read_state(planned.probe, reader) is False
    service, _, operation = planned.write.operation.partition(".")
    call(sessions, service, operation, **planned.write.parameters)
    assert state.read_state(planned.probe, reader) is planned.after
    assert list(made.plan(example_finding(key), reader)) == []


def test_verb_is_a_job_and_a_file_of_cli(
    two_accounts_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {"Path": Path, "Home": Home, "open_snapshot": open_snapshot}
    for source in (options, output):
        names |= vars(source)
    exec(read_recipe("Add a verb: a job, and a file of cli"), names)  # noqa: S102 - our own page
    module = ModuleType("ringwall.cli.accounts")
    vars(module)["accounts"] = names["accounts"]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    (line,) = re.findall(r'`(\(".+?"\)),` in `VERBS`', PAGE.read_text(encoding="utf-8"))
    monkeypatch.setattr(main, "VERBS", (*main.VERBS, ast.literal_eval(line)))

    def run(*words: object) -> str:
        with pytest.raises(SystemExit) as ended:
            main.run(list(map(str, words)))
        assert ended.value.code == 0
        return capsys.readouterr().out

    expected = [
        {"account": "111111111111", "name": "prod"},
        {"account": "222222222222", "name": "dev"},
    ]
    found = run("accounts", "--format", "json", "--home", two_accounts_home)
    assert [json.loads(row) for row in found.splitlines()] == expected
    assert "List the accounts of the current snapshot." in run("--help")
    assert "--home" in run("accounts", "--help")


def example_finding(resource: str) -> Finding:
    return Finding(
        uid="f",
        rule="kms.key_rotates",
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
