"""A family's file, and what a member makes of it."""

from pathlib import Path
from typing import Any

import pytest

from ringwall.audit.examples import check_rule
from ringwall.catalog.familyfile import (
    FAMILIES,
    bind_parameters,
    expand_examples,
    expand_sql,
    read_family,
)
from ringwall.catalog.header import read_sql_file
from ringwall.catalog.loader import load_detections, load_families, load_judged, load_rules
from ringwall.catalog.rulefile import read_rule
from ringwall.model.detection import SIGHTINGS, DetectionRule
from ringwall.model.errors import BadRule
from ringwall.model.family import RuleFamily
from ringwall.model.rule import VERDICTS, Rule

FAMILY = """/*
doc = "Is it so?"
layer = "data"

[parameters.table]
kind = "table"
doc = "The table."

[parameters.column]
kind = "column"
doc = "The column."

[parameters.value]
kind = "value"
doc = "The value."
default = true

[parameters.ports]
kind = "value"
doc = "Ports."
default = [22, 23]

[parameters.scope]
kind = "condition"
doc = "The scope."
default = "true"

[[example]]
"$table" = [{arn = "a", "$column" = "$value"}]
other = [{port = "$ports[0]", text = "$5 and $value"}]
expect = "pass"
*/
select r.$column = $value, r.port in ($ports) from estate.$table r where $scope
"""
MEMBER = """/*
title = "Bucket should be named"
family = "policy_is_not_public"
table = "s3_bucket"
severity = "low"
why = "Because."
fix = "Fix it."
*/
"""


def make_family(folder: Path, text: str = FAMILY) -> RuleFamily:
    path = folder / "question.sql"
    path.write_text(text, encoding="utf-8")
    read_family.cache_clear()
    return read_family(path)


def bind(folder: Path, family: RuleFamily, header: str) -> dict[str, Any]:
    path = folder / "member.sql"
    path.write_text(f'/*\nfamily = "question"\n{header}\n*/\n', encoding="utf-8")
    return bind_parameters(family, read_sql_file(path))


def write_member(folder: Path, text: str = MEMBER) -> Path:
    path = folder / "s3" / "controls" / "bucket_is_named.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_family_is_read_with_its_parameters(tmp_path: Path) -> None:
    family = make_family(tmp_path)
    assert (family.name, family.doc, family.layer) == ("question", "Is it so?", "data")
    assert list(family.parameters) == ["table", "column", "value", "ports", "scope"]
    assert family.parameters["value"].default is True
    assert (family.sql_line, len(family.examples)) == (33, 1)


def test_defaults_stand_in_for_what_a_member_leaves_out(tmp_path: Path) -> None:
    family = make_family(tmp_path)
    bound = bind(tmp_path, family, 'table = "s3_bucket"\ncolumn = "name"\nvalue = "x"')
    assert bound == {
        "table": "s3_bucket",
        "column": "name",
        "value": "x",
        "ports": [22, 23],
        "scope": "true",
    }


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (1.5, "1.5"),
        ("ALL", "'ALL'"),
        ("it's", "'it''s'"),
        ("'; drop table x; --", "'''; drop table x; --'"),
        ("$table", "'$table'"),
    ],
)
def test_values_are_written_as_literals(tmp_path: Path, value: Any, written: str) -> None:
    family = make_family(tmp_path)
    bound = {
        "table": "t",
        "column": "c",
        "value": value,
        "ports": [1, 2],
        "scope": "a or b",
    }
    sql = f"select r.c = {written}, r.port in (1, 2) from estate.t r where (a or b)\n"
    assert expand_sql(family, bound) == sql


def test_lists_are_written_item_by_item(tmp_path: Path) -> None:
    family = make_family(tmp_path)
    bound = {"table": "t", "column": "c", "value": 1, "ports": ["tcp", "it's"], "scope": "true"}
    assert "in ('tcp', 'it''s')" in expand_sql(family, bound)


def test_examples_are_filled_in_and_rows_get_the_members_own(tmp_path: Path) -> None:
    family = make_family(tmp_path)
    bound = bind(tmp_path, family, 'table = "s3_bucket"\ncolumn = "name"\nvalue = "x"')
    (example,) = expand_examples(family, bound, {"region": "r", "arn": "overridden"})
    assert example.tables == {
        "s3_bucket": ({"region": "r", "arn": "a", "name": "x"},),
        "other": ({"port": 22, "text": "$5 and $value"},),
    }
    assert (example.line, example.path) == (28, tmp_path / "question.sql")


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        ('column = "c"', r"member\.sql:2: question needs table: The table\."),
        ('table = "t"', r"member\.sql:2: question needs column"),
        ('table = "S3 bucket"\ncolumn = "c"', r"member\.sql:3: table is the name of a table, not"),
        ('table = "t"\ncolumn = "c; d"', r"member\.sql:4: column is the name of a column, not"),
        ('table = "t"\ncolumn = 7', r"column is the name of a column, not 7"),
        ('table = "t"\ncolumn = "c"\nvalue = [1]', r"member\.sql:5: value is a text, a number"),
        ('table = "t"\ncolumn = "c"\nvalue = {a = 1}', r"value is a text, a number"),
        ('table = "t"\ncolumn = "c"\nports = 22', r"ports is a list of texts or numbers, not 22"),
        ('table = "t"\ncolumn = "c"\nports = []', r"ports is a list of texts or numbers, not \[\]"),
        ('table = "t"\ncolumn = "c"\nports = [[1]]', r"ports is a list of texts or numbers"),
        ('table = "t"\ncolumn = "c"\nscope = " "', r"scope is a condition in SQL, not ' '"),
        ('table = "t"\ncolumn = "c"\nscope = true', r"scope is a condition in SQL, not True"),
    ],
    ids=[
        "no table",
        "no column",
        "table with a space",
        "two statements",
        "number as column",
        "list as value",
        "object as value",
        "number as list",
        "empty list",
        "nested list",
        "empty condition",
        "true as condition",
    ],
)
def test_a_parameter_that_does_not_fit_names_its_line(
    tmp_path: Path, header: str, complaint: str
) -> None:
    with pytest.raises(BadRule, match=complaint):
        bind(tmp_path, make_family(tmp_path), header)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('doc = "Is it so?"\n', "", r"question\.sql:2: the header needs doc"),
        ('layer = "data"', 'layer = "dat"', r"question\.sql:3: layer 'dat' is not one of"),
        ('layer = "data"', 'title = "T"', r"question\.sql:3: unknown header key 'title'"),
        ('kind = "table"', 'kind = "tabel"', r"question\.sql:5: kind is one of table, column"),
        (
            "default = true\n",
            "",
            r"question\.sql:13: a value needs a default or a sample",
        ),
        (
            'default = "true"\n',
            "",
            r"question\.sql:23: a condition needs a default or a sample",
        ),
        ('doc = "The table."', "", r'question\.sql:5: the parameter needs doc = "\.\.\."'),
        ('doc = "The table."', 'doc = "d"\nhint = 1', r"question\.sql:5: a parameter has kind"),
        ("where $scope", "where $scpe", r"question\.sql:33: the query uses \$scpe"),
        ('expect = "pass"', 'expect = "good"', r"question\.sql:28: expect is one of pass, fail"),
    ],
    ids=[
        "no doc",
        "no such layer",
        "unknown key",
        "no such kind",
        "value without either",
        "condition without either",
        "parameter without doc",
        "unknown member",
        "unknown parameter",
        "no such verdict",
    ],
)
def test_a_broken_family_names_its_line(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert old in FAMILY
    with pytest.raises(BadRule, match=complaint):
        make_family(tmp_path, FAMILY.replace(old, new, 1))


def test_parameters_are_tables_of_the_header(tmp_path: Path) -> None:
    with pytest.raises(BadRule, match=r"question\.sql:3: write a parameter as \[parameters\.name"):
        make_family(tmp_path, '/*\ndoc = "D"\nparameters = 1\n*/\nselect 1')
    with pytest.raises(BadRule, match=r"question\.sql:4: a parameter has kind, doc"):
        make_family(tmp_path, '/*\ndoc = "D"\n[parameters]\nx = 1\n*/\nselect 1')


def test_a_member_has_the_query_and_examples_of_its_family(tmp_path: Path) -> None:
    rule = read_rule(write_member(tmp_path))
    family = load_families()["policy_is_not_public"]
    assert (rule.family, rule.parameters) == (family.name, {"table": "s3_bucket", "scope": "true"})
    assert "from estate.s3_bucket r" in rule.sql
    assert "$" not in rule.sql
    assert [example.line for example in rule.examples] == [e.line for e in family.examples]
    assert (rule.layer, rule.sql_path, rule.key_lines["family"]) == ("data", family.path, 3)
    check_rule(rule, load_judged())


def test_a_member_can_have_a_layer_and_examples_of_its_own(tmp_path: Path) -> None:
    more = (
        'layer = "identity"\n[[example]]\ns3_bucket = [{arn = "z"}]\n'
        'exposure = [{arn = "z", is_public = true}]\nexpect = "fail"\n*/\n'
    )
    path = write_member(tmp_path, MEMBER.replace("*/\n", more))
    rule = read_rule(path)
    assert rule.layer == "identity"
    assert (rule.examples[-1].path, rule.examples[-1].line) == (path, 9)
    check_rule(rule, load_judged())


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "policy_is_not_public",
            "no_such_family",
            r"named\.sql:3: no family 'no_such_family'; the",
        ),
        ('"policy_is_not_public"', "7", r"named\.sql:3: no family 7"),
        ("policy_is_not_public", "../s3/controls/x", r"named\.sql:3: no family '\.\./s3"),
        ('table = "s3_bucket"\n', "", r"named\.sql:3: policy_is_not_public needs table"),
        ('table = "s3_bucket"', 'tabel = "s3_bucket"', r"named\.sql:4: unknown header key 'tabel'"),
        ('severity = "low"', 'severity = "lo"', r"named\.sql:5: severity 'lo' is not one of"),
        ('severity = "low"', 'layer = "lo"\nseverity = "low"', r"named\.sql:5: layer 'lo' is not"),
        ("*/\n", "*/\nselect 1", r"named\.sql:9: policy_is_not_public has the query"),
        ("*/\n", "row = 1\n*/\n", r"named\.sql:8: write row as"),
        ("policy_is_not_public", "setting_has_value", r"named\.sql:2: the header needs layer"),
        ("policy_is_not_public", "ports_are_not_open", r"named\.sql:4: unknown header key 'table'"),
    ],
    ids=[
        "no such family",
        "number as family",
        "path as family",
        "no table",
        "misspelt parameter",
        "no such severity",
        "no such layer",
        "query of its own",
        "number as row",
        "no layer",
        "parameter of another family",
    ],
)
def test_a_broken_member_names_its_line(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert old in MEMBER
    with pytest.raises(BadRule, match=complaint):
        read_rule(write_member(tmp_path, MEMBER.replace(old, new, 1)))


def test_a_row_without_a_table_is_refused(tmp_path: Path) -> None:
    text = MEMBER.replace("policy_is_not_public", "ports_are_not_open").replace(
        'table = "s3_bucket"', 'ports = [22]\nwhat = "p"\nrow = {region = "r"}'
    )
    with pytest.raises(BadRule, match=r"named\.sql:6: ports_are_not_open has no table"):
        read_rule(write_member(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"s3_bucket"', '"s3_buckt"', r"named\.sql:3: \S+not_public\.sql:\d+: no such table: s3_b"),
        ("severity", 'row = {nam = "x"}\nseverity', r"named\.sql:3: \S+:\d+: .* has no column nam"),
        ("severity", "scope = 'r.nam = 1'\nseverity", r"named\.sql:3: \S+not_public\.sql:\d+: SQL"),
        ("severity", "scope = 'false'\nseverity", r"named\.sql:3: \S+:\d+: expected pass, got no"),
        (
            "severity",
            "scope = '1)'\nseverity",
            r"named\.sql:3: \S+not_public\.sql:\d+: cannot pars",
        ),
    ],
    ids=[
        "no such table",
        "no such column of a row",
        "no such column",
        "nothing in scope",
        "unbalanced",
    ],
)
def test_a_member_that_fails_names_its_file_and_its_familys(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    rule = read_rule(write_member(tmp_path, MEMBER.replace(old, new, 1)))
    with pytest.raises(BadRule, match=complaint):
        check_rule(rule, load_judged())


def test_a_users_folder_can_have_members_of_our_families(tmp_path: Path) -> None:
    write_member(tmp_path)
    assert load_rules(tmp_path)["s3.bucket_is_named"].family == "policy_is_not_public"


@pytest.mark.parametrize("family", load_families().values(), ids=load_families())
def test_a_family_earns_its_place(family: RuleFamily) -> None:
    """Several rules ask it, its examples show each verdict, and no parameter is idle."""
    rules: list[Rule | DetectionRule] = [*load_rules().values(), *load_detections().values()]
    members = [rule for rule in rules if rule.family == family.name]
    assert len(members) >= 2
    assert family.path.parent == FAMILIES
    assert family.doc.endswith("?")
    verdicts = SIGHTINGS if family.is_for_detections else VERDICTS
    # What hits differs by member of a family of detections: each of them shows it.
    shown_by = members if family.is_for_detections else [family]
    for one in shown_by:
        assert {example.expect for example in one.examples} == {*verdicts}
    shown = family.sql + repr([example.tables for example in family.examples])
    for parameter in family.parameters.values():
        assert f"${parameter.name}" in shown
        assert parameter.doc.endswith(".")


def test_no_two_members_ask_the_same() -> None:
    rules: list[Rule | DetectionRule] = [*load_rules().values(), *load_detections().values()]
    members = [rule for rule in rules if rule.family]
    asked = {(rule.family, repr(sorted(rule.parameters.items()))) for rule in members}
    assert len(asked) == len(members)


SETTING = MEMBER.replace(
    'family = "policy_is_not_public"\ntable = "s3_bucket"',
    'family = "setting_has_value"\ntable = "s3_bucket"\ncolumn = "block_public_acls"\n'
    'setting = "BlockPublicAcls"\nlayer = "data"',
)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (MEMBER.replace("s3_bucket", "s3_buckets"), r"named\.sql:4: no table estate\.s3_buckets"),
        (MEMBER.replace("s3_bucket", "exposure"), r"named\.sql:4: no table estate\.exposure"),
        (
            MEMBER.replace("s3_bucket", "ec2_vpc"),
            r"named\.sql:4: .+ needs a table with a policy or share, which ec2_vpc has not; there",
        ),
        (
            SETTING.replace("block_public_acls", "block_acls"),
            r"named\.sql:5: s3_bucket has no column block_acls; `ringwall tables show s3_bucket`",
        ),
    ],
    ids=["no table", "facts", "table without a policy", "no column"],
)
def test_a_table_or_column_that_does_not_fit_names_its_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    write_member(tmp_path, SETTING)
    assert "s3.bucket_is_named" in load_rules(tmp_path)
    write_member(tmp_path, text)
    with pytest.raises(BadRule, match=complaint):
        load_rules(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [('kind = "table"', 'kind = "table"\nneeds = "x"'), ("default", 'needs = "policy"\ndefault')],
    ids=["no such need", "no table"],
)
def test_what_a_family_needs_of_a_table_is_one_of_three_things(
    tmp_path: Path, old: str, new: str
) -> None:
    with pytest.raises(BadRule, match="needs is for a table: one of policy, policy or share"):
        make_family(tmp_path, FAMILY.replace(old, new, 1))


def test_a_share_is_enough_for_some_families_and_not_for_others() -> None:
    families, tables = load_families(), load_judged()
    for name, fitting in (
        ("policy_is_not_public", {"s3_bucket": True, "ec2_snapshot": True, "ec2_vpc": False}),
        ("requires_source_of_services", {"s3_bucket": True, "ec2_snapshot": False}),
        ("setting_has_value", {"s3_bucket": True, "ec2_vpc": True}),
    ):
        asked = families[name].table
        assert asked
        assert {table: asked.accepts(tables[table]) for table in fitting} == fitting
    assert families["ports_are_not_open"].table is None
