"""A rule's examples, and rule files as a user breaks them: each error names file and line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ringwall.audit.examples import answer_example, check_rule
from ringwall.catalog.header import MAX_BYTES
from ringwall.catalog.rulefile import read_rule
from ringwall.model.errors import BadRule
from ringwall.model.rule import Example, Rule
from ringwall.model.table import Call, Table, boolean, integer, moment
from ringwall.store.engine.embedded import EmbeddedEngine

THING = Table(
    name="thing",
    doc="A thing.",
    list=Call("x.list", "Things"),
    columns=(
        boolean("is_on", "On", "Is on."),
        integer("size", "Size", "Its size."),
        moment("made", "Made", "When it was made."),
    ),
)
TABLES = {"thing": THING}
FILE = """/*
title = "Things are on"
layer = "data"
severity = "low"
why = "They must be."
fix = "Turn them on."

[[example]]
thing = [{arn = "a", is_on = true}]
expect = "pass"

[[example]]
thing = [{arn = "a", is_on = false}]
expect = "fail"

[[example]]
thing = [{arn = "a"}]
expect = "unknown"
*/
select
  t.arn as resource,
  t.is_on as ok,
  'On is ' || t.is_on as reason
from estate.thing t
"""


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "service" / "controls" / "things_are_on.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def check(folder: Path, content: str | bytes) -> Rule:
    rule = read_rule(write(folder, content))
    check_rule(rule, TABLES)
    return rule


@pytest.mark.parametrize(
    "content",
    [FILE, FILE.replace("\n", "\r\n"), "\ufeff" + FILE, FILE.rstrip() + ";\n-- the end\n"],
    ids=["plain", "Windows", "byte order mark", "semicolon"],
)
def test_a_good_rule_is_read_and_agrees_with_its_examples(tmp_path: Path, content: str) -> None:
    rule = check(tmp_path, content)
    assert (rule.id, rule.sql_line) == ("service.things_are_on", 20)
    assert [example.line for example in rule.examples] == [8, 12, 16]


def test_an_example_may_have_several_resources(tmp_path: Path) -> None:
    rule = read_rule(write(tmp_path, FILE))
    rows: tuple[Mapping[str, Any], ...] = (
        {"arn": "a", "is_on": True},
        {"arn": "b", "is_on": False},
        {"arn": "c", "account_id": "222222222222", "region": "us-east-1"},
    )
    answers = answer_example(rule, Example({"thing": rows}, "fail"), TABLES)
    assert answers == {"passed 0": "pass", "b": "fail", "c": "unknown"}


OUT_OF_REACH = {
    "a file": "select content as resource, false as ok, 'x' as reason from read_text('{file}')",
    "a file by name": "select * from '{file}'",
    "a folder": "select arn as resource, exists (from glob('/*')) as ok, '' as reason "
    "from estate.thing",
    "a statement that other parsers skip": "select 1 {# ; copy (select 1) to '{file}.copy' -- #}",
    "a second statement": "select arn as resource, true as ok, '' as reason from estate.thing;\n"
    "copy (select 1) to '{file}.copy'",
    "a way out of our statement": "select 'a' as resource, true as ok, '' as reason); "
    "copy (select 1) to '{file}.copy'; select (1",
}


@pytest.mark.parametrize("sql", OUT_OF_REACH.values(), ids=OUT_OF_REACH.keys())
def test_a_rule_of_a_third_party_reads_and_writes_no_file(tmp_path: Path, sql: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("resource,ok,reason\nhunter2,false,x\n")
    header = FILE.partition("*/")[0] + "*/\n"
    rule = read_rule(write(tmp_path / "rules", header + sql.replace("{file}", str(secret))))
    with pytest.raises(BadRule) as refused:
        check_rule(rule, TABLES)
    assert "hunter2" not in str(refused.value)
    assert {path.name for path in tmp_path.iterdir()} == {"rules", "secret.csv"}


@pytest.mark.parametrize(
    "what",
    ["current_setting('threads')", "getvariable('x')", "(select max(value) from pg_settings)"],
)
def test_a_rule_of_a_third_party_reads_no_setting(tmp_path: Path, what: str) -> None:
    sql = f"select t.arn as resource, true as ok, {what}::text as reason from estate.thing t"
    header = FILE.partition("*/")[0] + "*/\n"
    rule = read_rule(write(tmp_path, f"{header}{sql}"))
    with pytest.raises(BadRule, match="can only read tables, and nothing of the engine"):
        answer_example(rule, rule.examples[0], TABLES)


def test_an_engine_is_used_again_after_a_rule_that_fails(tmp_path: Path) -> None:
    good = read_rule(write(tmp_path, FILE))
    bad = read_rule(write(tmp_path, FILE.replace("t.is_on as ok", "(1 / t.size)::text as ok")))
    with EmbeddedEngine(threads=1) as engine:
        for _ in range(2):
            with pytest.raises(BadRule):
                answer_example(bad, good.examples[0], TABLES, engine)
            assert answer_example(good, good.examples[1], TABLES, engine) == {"a": "fail"}


def edit(old: str, new: str) -> str:
    assert old in FILE
    return FILE.replace(old, new, 1)


HEAD = FILE.partition("[[example]]")[0]
BROKEN: Mapping[str, tuple[str | bytes, int, str]] = {
    "no header": (FILE.partition("*/")[2], 1, "no header"),
    "empty": ("", 1, "no header"),
    "header without an end": (FILE.replace("*/", ""), 1, "no header"),
    "broken TOML": (edit('layer = "data"', "layer = data"), 3, "broken header"),
    "open string": (edit('why = "They must be."', 'why = "They'), 5, "broken header"),
    "open list": (edit('"unknown"', '"unknown"\nx = ['), 19, "broken header"),
    "key twice": (edit('severity = "low"', 'severity = "low"\nseverity = "low"'), 5, "broken"),
    "unknown key": (edit('fix = "', 'note = "x"\nfix = "'), 6, "unknown header key 'note'"),
    "unknown table": (edit("[[example]]", "[extra]\n[[example]]"), 8, "unknown header key 'extra'"),
    "bad layer": (edit('"data"', '"dat"'), 3, "layer 'dat' is not one of accounts"),
    "bad severity": (edit('"low"', '"LOW"'), 4, "severity 'LOW' is not one of low"),
    "no title": (edit('title = "Things are on"\n', ""), 2, "needs title"),
    "empty why": (edit("They must be.", " "), 2, "needs why"),
    "a number as fix": (edit('"Turn them on."', "7"), 2, "needs fix"),
    "a text as attacks": (edit('fix = "', 'attacks = "T1098"\nfix = "'), 6, "write attacks as"),
    "a number as url": (edit('fix = "', 'url = 7\nfix = "'), 6, "write url as"),
    "one bracket": (edit("[[example]]", "[example]"), 12, "broken header"),
    "one example in one bracket": (HEAD + "[example]\n*/\nselect 1", 8, "write example as"),
    "a text as example": (HEAD + 'example = "x"\n*/\nselect 1', 8, "write example as"),
    "texts as examples": (HEAD + 'example = ["x"]\n*/\nselect 1', 8, "write example as"),
    "bad expect": (edit('expect = "fail"', 'expect = "fails"'), 12, "expect is one of pass"),
    "no expect": (edit('expect = "fail"\n', ""), 12, "expect is one of pass"),
    "rows that are none": (edit('[{arn = "a"}]', '"a"'), 16, "thing is a list of rows"),
    "no such table": (edit('thing = [{arn = "a"}]', 'thin = [{arn = "a"}]'), 16, "no such table"),
    "no such column": (edit('{arn = "a"}', '{arn = "a", siz = 1}'), 16, "thing has no column siz"),
    "a value of another type": (edit("is_on = false", 'is_on = "perhaps"'), 12, "SQL failed"),
    "a number too large": (edit('{arn = "a"}', f'{{arn = "a", size = {2**70}}}'), 16, "SQL failed"),
    "an example that disagrees": (
        edit('expect = "unknown"', 'expect = "pass"'),
        16,
        "expected pass, got unknown",
    ),
    "an example without a verdict": (
        edit('thing = [{arn = "a"}]', "thing = []"),
        16,
        "expected unknown, got no verdict at all",
    ),
    "bad SQL": (edit("t.is_on as ok", "t.is_of as ok"), 22, "SQL failed"),
    "SQL that no one can parse": (
        edit("from estate.thing t", "fromm estate.thing t t"),
        24,
        "cannot parse",
    ),
    "no SQL": (FILE.partition("*/")[0] + "*/\n", 20, "only a single select"),
    "two statements": (FILE.rstrip() + "; select 1", 20, "only a single select"),
    "a write": (FILE.partition("select")[0] + "drop table estate.thing", 20, "only a single"),
    "a file": (
        edit("estate.thing t", "read_csv('/etc/passwd') t"),
        20,
        "a rule can only read tables",
    ),
    "not UTF-8": (FILE.encode().replace(b"They must", b"\xff"), 1, "no UTF-8 text in line 5"),
    "huge": (FILE + "-" * MAX_BYTES, 1, "at most"),
}


@pytest.mark.parametrize(("content", "line", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_rule_names_file_and_line(
    tmp_path: Path, content: str | bytes, line: int, said: str
) -> None:
    with pytest.raises(BadRule, match=said) as caught:
        check(tmp_path, content)
    assert f"things_are_on.sql:{line}: " in str(caught.value)


@pytest.mark.parametrize(
    ("left", "missing"), [(0, "pass and one fail"), (1, "fail"), (2, "")], ids=["0", "1", "2"]
)
def test_a_rule_must_show_a_pass_and_a_fail(tmp_path: Path, left: int, missing: str) -> None:
    head, *examples = FILE.partition("*/")[0].split("[[example]]")
    content = "[[example]]".join([head, *examples[:left]]) + "*/" + FILE.partition("*/")[2]
    if not missing:
        check(tmp_path, content)
        return
    with pytest.raises(BadRule, match=f"add an example that expects {missing}$"):
        check(tmp_path, content)


def test_examples_on_one_line_are_not_forgotten(tmp_path: Path) -> None:
    head, _, sql = FILE.partition("[[example]]")
    inline = 'example = [{thing = [{arn = "a", is_on = true}], expect = "fail"}]\n*/\n'
    content = head + inline + sql.partition("*/\n")[2]
    with pytest.raises(BadRule, match="expected fail, got pass"):
        check(tmp_path, content)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRule, match=r"x\.sql:1: cannot read the rule: No such file"):
        read_rule(tmp_path / "service" / "controls" / "x.sql")
