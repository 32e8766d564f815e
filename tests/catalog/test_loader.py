"""The loader: what service folders declare is found by walking them."""

from pathlib import Path

import pytest

from ringwall.catalog.loader import (
    load_batch_facts,
    load_facts,
    load_families,
    load_judged,
    load_logs,
    load_playbooks,
    load_rules,
    load_tables,
)
from ringwall.catalog.requirements import load_requirements
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
    assert rules["s3.bucket_is_named"].service == "s3"
    assert "s3.bucket_public_access_is_blocked" in rules


def test_a_users_rule_does_not_stay_with_ours(tmp_path: Path) -> None:
    ours = load_rules()
    joined = load_rules(_write(tmp_path, "s3/controls/bucket_is_named.sql"))
    assert list(joined) == sorted([*ours, "s3.bucket_is_named"])
    ours.clear()
    assert set(load_rules()) == joined.keys() - {"s3.bucket_is_named"}


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


def test_what_a_caller_does_to_the_tables_stays_with_that_caller() -> None:
    load_tables().clear()
    assert "s3_bucket" in load_tables()


def test_controls_may_read_the_estate_and_the_facts() -> None:
    judged = load_judged()
    assert list(judged) == sorted(load_tables() | load_facts())
    assert not judged.keys() & load_logs().keys()


def test_facts_of_a_batch_are_for_detections_alone() -> None:
    batch = load_batch_facts()
    assert batch.keys() == {
        "address",
        "domain",
        "interface_owner",
        "own_account",
        "unusual_behavior",
        "unusual_traffic",
    }
    assert not batch.keys() & load_judged().keys()


def test_statements_are_derived_where_a_table_has_policies() -> None:
    tables = load_tables()
    holders = {
        t.name for t in tables.values() if "policy_statement" in {d.table for d in t.derived}
    }
    assert holders == {
        "organizations_policy",
        "sso_permission_set",
        *(t.name for t in tables.values() if t.policy or t.inline_policies),
    }


def test_families_are_no_rules_themselves() -> None:
    families = load_families()
    assert "policy_is_not_public" in families
    assert not any(rule.service == "families" for rule in load_rules().values())


def test_a_broken_member_of_a_user_names_its_file(tmp_path: Path) -> None:
    folder = _write(tmp_path, "s3/controls/x.sql", RULE.replace('title = "T"', 'family = "f"'))
    with pytest.raises(
        BadRule, match=r"x\.sql:2: no family 'f'; there are .*policy_is_not_public, "
    ):
        load_rules(folder)


def test_two_folders_of_a_user_may_not_have_the_same_rule(tmp_path: Path) -> None:
    one = _write(tmp_path / "one", "s3/controls/bucket_is_named.sql")
    two = _write(tmp_path / "two", "s3/controls/bucket_is_named.sql")
    assert "s3.bucket_is_named" in load_rules(one)
    with pytest.raises(BadInput, match=rf"{two}.*rule s3.bucket_is_named is already in {one}"):
        load_rules(one, two)


def test_every_requirement_names_a_rule_that_exists_or_none() -> None:
    rules = load_rules()
    named = {requirement.rule for requirement in load_requirements()}
    assert named - {""} <= rules.keys()
    assert "" in named
