"""`ringwall tables`: what rules and queries can read, as a user sees it."""

import json
from collections.abc import Callable

import pytest

from ringwall.catalog.loader import load_batch_facts, load_facts, load_logs, load_tables
from ringwall.cli.main import run

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Return a function that runs the program: exit code, stdout, stderr."""

    def ask(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            run(["tables", *words])
        code = ended.value.code
        assert isinstance(code, int)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return ask


def read(out: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in out.splitlines()]


def test_list_has_every_table_with_its_service(say: Say) -> None:
    code, out, _ = say("list", "--format", "json")
    rows = {row["table"]: row for row in read(out)}
    assert code == 0
    facts = load_facts() | load_batch_facts()
    every = [*load_tables().values(), *facts.values(), *load_logs().values()]
    assert rows.keys() == {"estate.coverage", *(table.full_name for table in every)}
    assert rows["estate.s3_bucket"]["rows from"] == "s3"
    assert rows["estate.s3_bucket"]["scope"] == "account"
    assert rows["facts.exposure"]["rows from"] == "iam"
    assert rows["estate.coverage"]["rows from"] == "collect"


def test_tables_alone_lists_them_as_lines(say: Say) -> None:
    code, out, _ = say()
    head, *lines = out.splitlines()
    assert code == 0
    assert head.split()[:2] == ["table", "scope"]
    assert any(line.startswith("logs.cloudtrail") for line in lines)


@pytest.mark.parametrize("name", ["s3_bucket", "estate.s3_bucket"])
def test_show_has_the_envelope_and_the_columns(say: Say, name: str) -> None:
    _, out, _ = say("show", name, "--format", "json")
    rows = read(out)
    assert rows[0]["column"] == "arn"
    assert {"column": "name", "type": "TEXT", "doc": "The bucket's name."} in rows


def test_show_says_which_calls_fill_a_table(say: Say) -> None:
    """Those of a function of the table's own, too."""
    _, _, err = say("show", "sqs_queue")
    assert err == "calls: sqs.list_queues, sqs.get_queue_attributes, sqs.list_queue_tags\n"
    _, _, err = say("show", "coverage")
    assert err == ""


def test_show_knows_facts_logs_and_coverage(say: Say) -> None:
    for name, column in (
        ("facts.exposure", "is_public"),
        ("logs.cloudtrail", "event_time"),
        ("coverage", "status"),
    ):
        _, out, _ = say("show", name, "--format", "json")
        assert column in {row["column"] for row in read(out)}


def test_a_misspelt_table_is_refused(say: Say) -> None:
    code, out, err = say("show", "s3_buckets")
    assert (code, out) == (64, "")
    assert "no table s3_buckets; `ringwall tables list` shows all; did you mean s3_bucket?" in err
