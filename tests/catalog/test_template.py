"""The file of a new rule runs as it is written, for every kind of table and every family."""

import os
import tomllib
from pathlib import Path

import pytest

from ringwall.audit.examples import check_rule
from ringwall.catalog.loader import load_families, load_judged, load_rules
from ringwall.catalog.rulefile import read_rule
from ringwall.catalog.template import (
    CHECKOUT,
    choose_folder,
    find_placeholders,
    write_member,
    write_rule,
    write_value,
)
from ringwall.model.errors import BadInput, StorageFailed
from ringwall.model.family import RuleFamily
from ringwall.model.table import Table, document, integer, moment, text, texts

TABLES = load_judged()
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        ((text("name", "Name", "d."),), "t.name <> ''"),
        ((integer("size", "Size", "d."),), "t.size > 0"),
        ((texts("names", "Names", "d."),), "array_length(t.names) > 0"),
        ((moment("made", "Made", "d."), text("name", "Name", "d.")), "t.name <> ''"),
    ],
    ids=["text", "number", "list", "text behind a time"],
)
def test_a_rule_starts_from_a_column_that_can_be_tested(
    tmp_path: Path, columns: tuple[object, ...], shown: str
) -> None:
    table = Table("app_thing", "A thing.", columns)  # type: ignore[arg-type]
    rule = read_rule(write_rule(tmp_path, "app.thing_is_good", table))
    assert f"{shown} as ok" in rule.sql
    check_rule(rule, {"app_thing": table})


def test_a_boolean_column_is_the_best_start(tmp_path: Path) -> None:
    rule = read_rule(write_rule(tmp_path, "s3.bucket_is_good", TABLES["s3_bucket"]))
    assert "t.block_public_acls as ok" in rule.sql
    assert (rule.layer, rule.severity) == ("infrastructure", "medium")
    check_rule(rule, TABLES)


def test_a_column_that_the_claim_does_not_name_is_a_guess_and_said(tmp_path: Path) -> None:
    guess = read_rule(write_rule(tmp_path, "s3.bucket_keeps_records", TABLES["s3_bucket"]))
    meant = read_rule(write_rule(tmp_path, "s3.bucket_key_is_enabled", TABLES["s3_bucket"]))
    assert "query, examples" in find_placeholders(guess, {})
    assert "query, examples" not in find_placeholders(meant, {})
    check_rule(guess, TABLES)


def test_facts_can_be_asked_too(tmp_path: Path) -> None:
    rule = read_rule(write_rule(tmp_path, "iam.access_is_good", TABLES["exposure"]))
    assert "from facts.exposure t" in rule.sql
    check_rule(rule, TABLES)


def test_a_table_without_a_column_to_test_is_refused(tmp_path: Path) -> None:
    table = Table("app_thing", "A thing.", (document("raw_data", "Data", "d."),))
    with pytest.raises(BadInput, match="app_thing has no column of type BOOLEAN, TEXT, BIGINT"):
        write_rule(tmp_path, "app.thing_is_good", table)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("claim", "title"),
    [
        ("bucket_is_versioned", "Bucket should be versioned"),
        ("bucket_is_not_public", "Bucket should not be public"),
        ("users_are_not_admins", "Users should not be admins"),
        ("root_has_mfa", "Root should have MFA"),
        ("root_has_no_keys", "Root should not have keys"),
        ("users_have_no_keys", "Users should not have keys"),
        ("trail_validates_files", "Trail should validate files"),
        ("nodegroup_allows_no_ssh", "Nodegroup should not allow SSH"),
        ("queue_is_encrypted_by_sqs", "Queue should be encrypted by SQS"),
        ("vpc_is_public", "VPC should be public"),
        ("ssh_is_shut", "SSH should be shut"),
        ("subnet_does_not_assign_ips", "Subnet should not assign IPs"),
        ("policy_denies_http", "Policy should deny HTTP"),
        ("trail_reaches_s3", "Trail should reach S3"),
        ("key_rotates", "Key should rotate"),
        ("access_keys_are_rotated", "Access keys should be rotated"),
        ("access_is_logged", "Access should be logged"),
        ("everything_at_once", "Everything at once"),
        ("history_is_kept", "History should be kept"),
    ],
)
def test_the_title_says_what_should_be(tmp_path: Path, claim: str, title: str) -> None:
    rule = read_rule(write_rule(tmp_path, f"s3.{claim}", TABLES["s3_bucket"]))
    assert rule.title == title


CONTROLS = {n: one for n, one in load_families().items() if not one.is_for_detections}


@pytest.mark.parametrize("family", CONTROLS.values(), ids=CONTROLS)
def test_a_member_runs_as_it_is_written(tmp_path: Path, family: RuleFamily) -> None:
    usual = TABLES["s3_bucket"]
    asked = [t for t in (usual, *TABLES.values()) if not family.table or family.table.accepts(t)]
    column = next((p for p in family.parameters.values() if p.kind == "column"), None)
    named = "bucket_key_enabled" if column else ""
    if column and column.holds == "list":
        lists = (
            (t, c)
            for t in asked
            if t.full_name.startswith("estate.")
            for c in t.columns
            if c.type == "TEXT[]"
        )
        table, held = next(lists)
        asked, named = [table], held.name
    path = write_member(
        tmp_path,
        "s3.bucket_is_good",
        family,
        asked[0],
        column=named,
        severity="high",
    )
    rule = read_rule(path)
    assert rule.severity == "high"
    assert rule.layer == (family.layer or "infrastructure")
    check_rule(rule, TABLES)


def test_a_layer_that_is_asked_for_outweighs_the_familys(tmp_path: Path) -> None:
    family = load_families()["policy_is_not_public"]
    path = write_member(
        tmp_path, "sqs.queue_is_good", family, TABLES["sqs_queue"], layer="identity"
    )
    assert read_rule(path).layer == "identity"


def test_a_layer_that_the_family_has_is_not_repeated(tmp_path: Path) -> None:
    family, table = load_families()["policy_is_not_public"], TABLES["sqs_queue"]
    for number, layer in enumerate((None, family.layer)):
        path = write_member(tmp_path, f"sqs.queue_{number}", family, table, layer=layer)
        assert "layer = " not in path.read_text()
        assert read_rule(path).layer == family.layer == "data"


@pytest.mark.parametrize("name", ["ec2_vpc", "ec2_vpc_endpoint", None])
def test_a_family_about_policies_needs_a_table_that_has_them(
    tmp_path: Path, name: str | None
) -> None:
    """It would be unknown for ever."""
    family = load_families()["policy_is_not_public"]
    with pytest.raises(BadInput, match="policy_is_not_public needs a table with a policy or share"):
        write_member(tmp_path, "ec2.x_is_good", family, TABLES[name] if name else None)
    assert list(tmp_path.iterdir()) == []


def test_what_is_left_to_write_is_found(tmp_path: Path) -> None:
    families = load_families()
    own = read_rule(write_rule(tmp_path, "s3.bucket_is_good", TABLES["s3_bucket"]))
    assert list(find_placeholders(own, families)) == ["why", "fix", "url", "query, examples"]
    path = write_member(tmp_path, "ec2.ssh_is_shut", families["ports_are_not_open"], None)
    assert list(find_placeholders(read_rule(path), families)) == [
        *("why", "fix", "url"),
        *("ports", "what"),
    ]
    path.write_text(path.read_text().replace("[9]", "[22]").replace("port 9", "port 22"))
    assert list(find_placeholders(read_rule(path), families)) == ["why", "fix", "url"]


@pytest.mark.parametrize(
    ("value", "written"),
    [(True, "true"), (5, "5"), (["a", 1], '["a", 1]'), ('say "x"', '"say \\"x\\""')],
)
def test_values_are_written_as_a_header_has_them(value: object, written: str) -> None:
    assert write_value(value) == written
    assert tomllib.loads(f"x = {written}") == {"x": value}


@pytest.mark.parametrize(
    ("rule", "table", "column", "meant"),
    [
        ("rds.cluster_is_encrypted", "rds_db_cluster", "", "storage_encrypted"),
        ("ecr.repository_scans_on_push", "ecr_repository", "", "scan_on_push"),
        ("rds.cluster_is_good", "rds_db_cluster", "deletion_protection", "deletion_protection"),
    ],
)
def test_a_member_is_about_the_column_that_its_claim_means(
    tmp_path: Path, rule: str, table: str, column: str, meant: str
) -> None:
    family = load_families()["setting_has_value"]
    path = write_member(tmp_path, rule, family, TABLES[table], column=column)
    assert read_rule(path).parameters["column"] == meant


@pytest.mark.parametrize(
    ("table", "column"),
    [("iam_saml_provider", ""), ("rds_db_cluster", ""), ("rds_db_cluster", "no_such")],
)
def test_a_column_that_is_not_clear_must_be_named(tmp_path: Path, table: str, column: str) -> None:
    family = load_families()["setting_has_value"]
    with pytest.raises(BadInput, match=f"name the setting with --column: {table} has "):
        write_member(tmp_path, "x.thing_is_good", family, TABLES[table], column=column)
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_is_text_has_two_values_to_write(tmp_path: Path) -> None:
    families = load_families()
    path = write_member(
        tmp_path,
        "s3.bucket_is_owned",
        families["setting_has_value"],
        TABLES["s3_bucket"],
        column="object_ownership",
    )
    check_rule(read_rule(path), TABLES)
    left = list(find_placeholders(read_rule(path), families))
    assert left == ["why", "fix", "url", "setting", "value", "other"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = write_rule(tmp_path, "s3.bucket_is_good", TABLES["s3_bucket"])
    path.write_text("mine")
    with pytest.raises(BadInput, match=r"bucket_is_good\.sql: exists already; nothing was written"):
        write_rule(tmp_path, "s3.bucket_is_good", TABLES["s3_bucket"])
    assert path.read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "s3").write_text("a file")
    with pytest.raises(StorageFailed, match=r"bucket_is_good\.sql: cannot write: "):
        write_rule(tmp_path, "s3.bucket_is_good", TABLES["s3_bucket"])


def test_a_new_rule_is_found_where_it_was_written(tmp_path: Path) -> None:
    path = write_rule(tmp_path, "s3.bucket_is_good", TABLES["s3_bucket"])
    assert path == tmp_path / "s3" / "controls" / "bucket_is_good.sql"
    assert load_rules(tmp_path)["s3.bucket_is_good"].path == path


def test_only_our_own_checkout_is_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert choose_folder() == CHECKOUT
    monkeypatch.chdir(tmp_path)
    assert choose_folder() == Path("rules")
    (tmp_path / CHECKOUT).mkdir(parents=True)
    assert choose_folder() == Path("rules")
    assert os.listdir(tmp_path / CHECKOUT) == []  # noqa: PTH208 - nothing was touched
