"""A SQL file with a header: what it says, and the line of each thing that is wrong."""

from pathlib import Path

import pytest

from ringwall.catalog.header import MAX_BYTES, SqlFile, read_examples, read_sql_file
from ringwall.model.errors import BadRule

TEXT = """/*
title = "T"
doc = "D"

[[example]]
s3_bucket = [{arn = "a"}]
expect = "pass"

# A comment.
[[ example ]]
s3_bucket = [{arn = "b"}, {arn = "c"}]
s3_account = []
expect = "fail"
*/
select 1
"""
VERDICTS = ("pass", "fail")


def read(folder: Path, text: str | bytes = TEXT) -> SqlFile:
    path = folder / "x.sql"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sql_file(path)


def test_a_file_is_a_header_and_a_query(tmp_path: Path) -> None:
    file = read(tmp_path)
    assert (file.values["title"], file.sql, file.sql_line) == ("T", "select 1\n", 15)
    assert (file.line_of("title"), file.line_of("doc"), file.line_of("missing")) == (2, 3, 2)
    assert file.locate("doc") == f"{tmp_path / 'x.sql'}:3"


def test_a_quoted_key_and_a_table_have_lines_too(tmp_path: Path) -> None:
    file = read(tmp_path, '/*\na = 1\n"b c" = 2\n[parameters.x]\ndoc = "d"\n*/\n')
    assert (file.line_of("b c"), file.line_of("parameters.x"), file.line_of("doc")) == (3, 4, 5)


def test_a_key_that_begins_like_another_is_not_taken_for_it(tmp_path: Path) -> None:
    file = read(tmp_path, "/*\ntitles = 1\ntitle = 2\n*/\n")
    assert file.line_of("title") == 3


def test_examples_know_their_lines_and_their_file(tmp_path: Path) -> None:
    first, second = read_examples(read(tmp_path), VERDICTS)
    assert (first.line, first.expect, first.tables) == (5, "pass", {"s3_bucket": ({"arn": "a"},)})
    assert (second.line, second.expect, second.path) == (10, "fail", tmp_path / "x.sql")
    assert second.tables["s3_account"] == ()


def test_a_file_without_examples_has_none(tmp_path: Path) -> None:
    assert list(read_examples(read(tmp_path, "/*\na = 1\n*/\n"), VERDICTS)) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('expect = "fail"', 'expect = "hit"', r"x\.sql:10: expect is one of pass, fail"),
        ('expect = "pass"\n', "", r"x\.sql:5: expect is one of pass, fail"),
        ("s3_account = []", "s3_account = {}", r"x\.sql:10: s3_account is a list of rows"),
        ('[{arn = "a"}]', '["a"]', r"x\.sql:5: s3_bucket is a list of rows"),
        ('[[example]]\ns3_bucket = [{arn = "a"}]\n', "[example]\n", r"x\.sql:9: broken header"),
    ],
    ids=["verdict of a detection", "no verdict", "object as rows", "text as row", "one bracket"],
)
def test_a_broken_example_names_its_line(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    assert old in TEXT
    with pytest.raises(BadRule, match=complaint):
        list(read_examples(read(tmp_path, TEXT.replace(old, new, 1)), VERDICTS))


@pytest.mark.parametrize("example", ['"x"', "7", '["x"]', '{a = "b"}'])
def test_what_is_no_list_of_examples_is_refused(tmp_path: Path, example: str) -> None:
    file = read(tmp_path, f"/*\na = 1\nexample = {example}\n*/\n")
    with pytest.raises(BadRule, match=r"x\.sql:3: write example as \[\[example\]\]"):
        list(read_examples(file, VERDICTS))


def test_keys_are_checked(tmp_path: Path) -> None:
    file = read(tmp_path)
    file.check_keys(("title", "doc", "example"), ("title",))
    with pytest.raises(BadRule, match=r"x\.sql:3: unknown header key 'doc'"):
        file.check_keys(("title", "example"), ())
    with pytest.raises(BadRule, match=r'x\.sql:2: the header needs why = "\.\.\."'):
        file.check_keys(("title", "doc", "example"), ("title", "why"))
    with pytest.raises(BadRule, match="the header needs example"):
        file.check_keys(("title", "doc", "example"), ("example",))


def test_a_choice_is_one_of_those_allowed(tmp_path: Path) -> None:
    file = read(tmp_path)
    file.check_choice("doc", ("D", "E"))
    with pytest.raises(BadRule, match=r"x\.sql:3: doc 'D' is not one of E, F"):
        file.check_choice("doc", ("E", "F"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", r"x\.sql:1: no header"),
        ("select 1", r"x\.sql:1: no header"),
        ("/* title = 1 */", r"x\.sql:1: no header"),
        ("/*\ntitle = 1\n", r"x\.sql:1: no header"),
        ("\n/*\ntitle = 1\n*/", r"x\.sql:1: no header"),
        ("/*\na = 1\nb = \n*/", r"x\.sql:3: broken header"),
        ("/*\na = 1\na = 2\n*/", r"x\.sql:3: broken header"),
        ('/*\na = 1\nb = """\nnever ends\n*/', r"x\.sql:4: broken header"),
        (b"/*\na = 1\n\xff\n*/", r"x\.sql:1: cannot read the rule: no UTF-8 text in line 3"),
        ("/*\na = 1\nb = \n*/", r"x\.sql:3: broken header: Invalid value \(at column 5\)$"),
        ('/*\na = """\n*/', r"x\.sql:2: broken header: [\w \"]+$"),
        (b"/*\n\x00 = 1\n*/", r"x\.sql:2: broken header"),
        ("/*\n" + "#" * MAX_BYTES + "\n*/", rf"x\.sql:1: a rule file is at most {MAX_BYTES} bytes"),
    ],
    ids=["empty", "bare", "one line", "open", "late", "no value", "twice", "endless", "bytes",
         "line named once", "no end named", "control character", "huge"],
)  # fmt: skip
def test_a_broken_file_names_the_line(tmp_path: Path, text: str | bytes, complaint: str) -> None:
    with pytest.raises(BadRule, match=complaint):
        read(tmp_path, text)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadRule, match=r":1: cannot read the rule: Is a directory"):
        read_sql_file(tmp_path)
    with pytest.raises(BadRule, match=r":1: cannot read the rule: No such file"):
        read_sql_file(tmp_path / "gone.sql")
