"""Read-only SQL over a snapshot, its facts and the logs."""

from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.jobs.query import defuse_formula, find_unread, run_query
from ringwall.model.errors import BadInput, NotCollected
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.snapshot import Snapshot, attach_snapshot, open_snapshot


def test_rows_have_their_columns_even_where_there_is_no_row(
    two_accounts_home: Path, events: Any
) -> None:
    found = run_query(two_accounts_home, "select 1 as a, null as b", events)
    assert (found.columns, found.rows) == (("a", "b"), ({"a": 1, "b": None},))
    found = run_query(two_accounts_home, "select arn from estate.iam_role where false", events)
    assert (found.columns, found.rows) == (("arn",), ())


def test_estate_logs_and_facts_in_one_query(two_accounts_home: Path, events: Any) -> None:
    sql = """
    select r.arn, p.is_admin,
      (select count(*) from logs.cloudtrail e where e.event_name = 'GetObject') as uses
    from estate.iam_role r
    join facts.iam_principal p using (arn)
    where r.arn like '%/admin'
    """
    found = run_query(two_accounts_home, sql, events)
    assert found.rows == (
        {"arn": "arn:aws:iam::111111111111:role/admin", "is_admin": True, "uses": 3},
    )


def test_facts_are_not_made_for_a_query_without_them(
    two_accounts: Any, tmp_path: Path, events: Any
) -> None:
    two_accounts.write(tmp_path, two_accounts.rows())
    run_query(tmp_path, "select arn from estate.iam_role", events)
    assert events.parts == []
    assert not (tmp_path / "facts").exists()


def test_an_older_snapshot(two_accounts: Any, tmp_path: Path, events: Any) -> None:
    old = two_accounts.write(tmp_path, two_accounts.rows())
    two_accounts.write(tmp_path, {})
    sql = "select count(*) as n from estate.iam_role"
    assert run_query(tmp_path, sql, events).rows == ({"n": 0},)
    assert run_query(tmp_path, sql, events, old).rows == ({"n": 5},)


def test_logs_alone_need_no_snapshot(tmp_path: Path, events: Any) -> None:
    sql = "select count(*) as n from logs.cloudtrail"
    assert run_query(tmp_path, sql, events).rows == ({"n": 0},)
    for more in ("select arn from estate.iam_role", "select 1 as n"):
        with pytest.raises(NotCollected):
            run_query(tmp_path, more, events)


@pytest.mark.parametrize(
    "sql",
    [
        "",
        " \n",
        "selec 1",
        "select 1; select 2",
        "drop table estate.iam_role",
        "copy (select 1) to '/tmp/x'",
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/passwd'",
        "attach 'x.db'",
        "set memory_limit = '1TB'",
        "select nosuch from estate.iam_role",
    ],
)
def test_anything_but_one_select_is_bad_input(
    two_accounts_home: Path, events: Any, sql: str
) -> None:
    with pytest.raises(BadInput):
        run_query(two_accounts_home, sql, events)


def test_a_table_that_there_is_not(two_accounts_home: Path, events: Any) -> None:
    with pytest.raises(BadInput, match=r"`ringwall tables` lists them: estate.s3_bucket$"):
        run_query(two_accounts_home, "select 1 from estate.nosuch", events)


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("'quoted", "''quoted"),
     ("\tx", "'\tx"), ("a=1", "a=1"), ("", ""), ("arn:aws:iam", "arn:aws:iam")],
)  # fmt: skip
def test_no_cell_is_a_formula(text: str, safe: str) -> None:
    assert defuse_formula(text) == safe


@pytest.mark.parametrize(
    "sql",
    ["select i from range(1_000_001) t(i)", "select repeat('x', 10_000_000) from range(30)"],
)
def test_an_answer_that_is_too_large_is_refused(tmp_path: Path, events: Any, sql: str) -> None:
    with pytest.raises(BadInput, match=r"more than 1,000,000 rows or 256 MB"):
        run_query(tmp_path, f"{sql}, (select count(*) from logs.cloudtrail)", events)


def test_what_a_query_reads_in_vain_is_said_once(snapshot_with_gaps: Snapshot) -> None:
    """Without it, a service that was never collected reads as one that has nothing."""
    with EmbeddedEngine(snapshot_with_gaps.path, threads=1) as engine:
        attach_snapshot(engine, snapshot_with_gaps, load_tables().values())
        roles = find_unread(engine, "select arn from estate.iam_role")
        keys = find_unread(engine, "select arn from estate.kms_key")
        policies = find_unread(engine, "select policy from estate.s3_bucket")
        users = find_unread(engine, "select arn from estate.iam_user where account_id = '1'")
    assert roles == ("estate.iam_role was not collected: not in snapshot",)
    assert "estate.kms_key was not collected: throttled: slow down" in keys
    assert "estate.s3_bucket was not collected: denied: no a" in policies
    assert users == ("estate.iam_user was not collected: not in snapshot",)


def test_a_query_over_what_was_collected_misses_nothing(two_accounts_home: Path) -> None:
    found = open_snapshot(two_accounts_home / "estate")
    with EmbeddedEngine(found.path, threads=1) as engine:
        attach_snapshot(engine, found, load_tables().values())
        assert find_unread(engine, "select arn from estate.s3_bucket") == ()
        with pytest.raises(BadInput):
            find_unread(engine, "select from where")
