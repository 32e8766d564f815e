"""The loader: what service folders declare is found by walking them."""

from pathlib import Path

import pytest

from ringwall.catalog.loader import load_playbooks, load_requirements, load_rules, load_tables
from ringwall.model.errors import BadInput, BadRule

RULE = """/*
title = "T"
layer = "data"
severity = "low"
why = "w"
fix = "f"
*/
select arn as resource, true as ok, '' as reason from estate.s3_bucket
"""


def _write(folder: Path, path: str, text: str = RULE) -> Path:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    return folder


def test_tables_know_their_service_and_are_sorted() -> None:
    tables = load_tables()
    assert list(tables) == sorted(tables)
    assert tables["s3_bucket"].service == "s3"
    assert tables["policy_statement"].service == "iam"
    assert tables["organizations_account"].scope == "organization"


def test_every_table_and_column_is_documented() -> None:
    for table in load_tables().values():
        assert table.doc, table.name
        for column in table.columns:
            assert " " in column.doc, f"{table.name}.{column.name}"
            assert column.doc.endswith((".", "...")), f"{table.name}.{column.name}"


def test_derived_rows_go_to_tables_that_exist() -> None:
    tables = load_tables()
    for table in tables.values():
        for derived in table.derived:
            assert tables[derived.table].is_derived


def test_a_users_rule_joins_ours(tmp_path: Path) -> None:
    rules = load_rules(_write(tmp_path, "s3/controls/bucket_is_named.sql"))
    assert rules["s3.bucket_is_named"].kind == "control"
    assert rules["s3.bucket_is_named"].service == "s3"
    assert "s3.bucket_public_access_is_blocked" in rules


def test_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    folder = _write(tmp_path, "s3/controls/bucket_public_access_is_blocked.sql")
    with pytest.raises(BadInput, match="is already in"):
        load_rules(folder)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no rules here"):
        load_rules(tmp_path)


def test_a_broken_rule_names_its_file(tmp_path: Path) -> None:
    folder = _write(tmp_path, "s3/controls/x.sql", "select 1")
    with pytest.raises(BadRule, match=r"x\.sql:1: no header"):
        load_rules(folder)


def test_every_playbook_answers_rules_that_exist() -> None:
    rules = load_rules()
    for playbook in load_playbooks().values():
        assert set(playbook.answers) <= rules.keys(), playbook.id


def test_requirements_are_read_in_the_order_of_the_files() -> None:
    first = load_requirements()[0]
    assert (first.framework, first.id) == ("CIS AWS Foundations 7.0.0", "2.1.1")
