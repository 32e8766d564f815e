"""`ringwall query`: rows as a table, as JSON and as CSV."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ringwall = Callable[..., Any]
ROLES = "select resource_id, account_id from estate.iam_role order by arn limit 2"


@pytest.fixture
def query(ringwall: Ringwall, two_accounts_home: Path) -> Ringwall:
    return lambda *words: ringwall("query", *words, home=two_accounts_home)


def test_a_table_has_its_columns_first(query: Ringwall) -> None:
    found = query("select 1 as one, null as none, 'a\tb' as text")
    assert (found.code, found.lines) == (0, ["one\tnone\ttext", r"1	None	a\tb"])
    assert query("select arn from estate.iam_role where false").lines == ["arn"]


def test_json_is_an_object_a_line(query: Ringwall) -> None:
    found = query(ROLES, "--format", "json")
    assert [row["account_id"] for row in found.objects] == ["111111111111", "111111111111"]
    (row,) = query("select chr(27) || 'é' as text", "--format", "json").lines
    assert row == r'{"text": "\u001b\u00e9"}'


def test_csv_is_safe_to_open_in_a_spreadsheet(query: Ringwall) -> None:
    sql = "select '=1+1' as \"=head\", null as none, -2 as number, 'a,b' as text"
    assert query(sql, "--format", "csv").lines == ["=head,none,number,text", '\'=1+1,,-2,"a,b"']


def test_the_query_may_come_from_stdin(query: Ringwall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("select 7 as n"))
    assert query("-").lines == ["n", "7"]
    monkeypatch.setattr("sys.stdin", io.StringIO("  "))
    found = query("-")
    assert found.code == 64
    assert "the query is empty" in found.err


def test_a_query_may_start_with_a_comment(query: Ringwall) -> None:
    assert query("-- how many\nselect 1 as n").lines == ["n", "1"]


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("drop table x", "select"),
        ("select nosuch from estate.iam_role", "nosuch"),
        ("selec 1", "1"),
        ("select * from read_text('/etc/passwd')", "passwd"),
        ("select * from duckdb_settings()", "duckdb_settings(): a query or a rule can only"),
        ("select * from estate.nosuch", "`ringwall tables` lists them: estate.s3_bucket"),
        ("--nosuch", "unknown option --nosuch; see `ringwall query --help`"),
    ],
)
def test_what_is_no_query_is_bad_input(query: Ringwall, sql: str, named: str) -> None:
    found = query(sql)
    assert (found.code, found.out) == (64, "")
    assert named in found.err


@pytest.mark.parametrize(
    ("columns", "table", "expected"),
    [
        ("arn", "external_access where is_public", ["arn:aws:s3:::site"]),
        ("arn", "iam_principal where is_admin", ["arn:aws:iam::111111111111:role/admin"]),
        ("arn", "escalation_chain where goal = 'admin' order by 1",
         ["arn:aws:iam::111111111111:role/deploy", "arn:aws:iam::222222222222:role/ci"]),
        ("arn", "assumable_role where is_cross_account",
         ["arn:aws:iam::111111111111:role/deploy"]),
        ("service || ' ' || status",
         "unused_access where arn = 'arn:aws:iam::111111111111:role/app'", ["s3 used"]),
        ("distinct access_level",
         "access where arn = 'arn:aws:s3:::data' and principal like '%app' order by 1",
         ["Read", "Write"]),
    ],
)  # fmt: skip
def test_facts_are_tables(query: Ringwall, columns: str, table: str, expected: list[str]) -> None:
    found = query(f"select {columns} from facts.{table}")
    assert found.code == 0
    assert found.lines[1:] == expected


def test_a_query_without_logs_is_empty_and_one_over_both_needs_a_snapshot(
    ringwall: Ringwall,
) -> None:
    found = ringwall("query", "select count(*) as n from logs.cloudtrail")
    assert (found.code, found.out) == (0, "n\n0\n")
    found = ringwall("query", "select 1 as n from logs.cloudtrail, estate.s3_bucket")
    assert found.code == 2
