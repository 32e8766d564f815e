"""Files of rules: YAML 1.2, and what a file may not be."""

from pathlib import Path

import pytest

from ringwall.detect.sigma.rule_file import RuleDocument, read_documents
from ringwall.model.errors import BadRule

RULE = """\
title: A rule
logsource: {product: aws, service: cloudtrail}
detection:
  selection:
    VALUE
  condition: selection
"""


def read(folder: Path, text: str) -> list[RuleDocument | BadRule]:
    path = folder / "rule.yml"
    path.write_text(text, encoding="utf-8")
    return list(read_documents(path))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a: No", "No"),
        ("a: yes", "yes"),
        ("a: on", "on"),
        ("a: true", True),
        ("a: FALSE", False),
        ("a: 2026-01-31", "2026-01-31"),
        ("a: 2026-01-31T10:00:00Z", "2026-01-31T10:00:00Z"),
        ("a: 010", 10),
        ("a: 012345678901", 12345678901),
        ("a: 0o10", 8),
        ("a: 0x10", 16),
        ("a: 9007199254740993", "9007199254740993"),
        ("a|gt: 9007199254740993", 9007199254740993),
        ("a: 1:30", "1:30"),
        ("a: 1_000", "1_000"),
        ("a: 1.5", 1.5),
        ("a: null", None),
        ("a: ~", None),
        ("a|contains: 77", "77"),
        ("a|startswith|all: [1, x]", ["1", "x"]),
        ("a|re: 5", "5"),
        ("a|fieldref: 'b[*].c'", "b[].c"),
    ],
)
def test_values_are_those_of_yaml_1_2(written: str, expected: object, tmp_path: Path) -> None:
    [document] = read(tmp_path, RULE.replace("VALUE", written))
    assert isinstance(document, RuleDocument)
    [value] = document.content["detection"]["selection"].values()
    assert (value, type(value)) == (expected, type(expected))


def test_documents_are_counted_and_empty_ones_left_out(tmp_path: Path) -> None:
    rule = RULE.replace("VALUE", "a: 1")
    found = read(tmp_path, f"---\n{rule}---\n---\n{rule}---\njust: text\n")
    assert [getattr(document, "number", None) for document in found] == [1, 3, None]
    assert str(found[2]) == "document 4: the rule has no title"


def test_a_range_of_a_correlation_is_kept(tmp_path: Path) -> None:
    text = "title: x\ncorrelation: {type: event_count, condition: {gt: 1, lte: 5, field: a}}\n"
    [document] = read(tmp_path, text)
    assert isinstance(document, RuleDocument)
    assert document.bounds == (("lte", 5), ("gt", 1))
    assert document.content["correlation"]["condition"] == {"lte": 5, "field": "a"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("just text", "a rule is a mapping"),
        ("- a\n- b", "a rule is a mapping"),
        ("title: [x]", "title is not a text"),
        ("title: x", "there is no detection, correlation or filter"),
        ("title: x\ndetection: y", "detection is not a mapping"),
        ("title: x\ntags: {a: b}\ndetection: {}", "tags is not a list"),
        ("title: x\nid: 5\ndetection: {}", "id is not a text"),
        ("title: x\ndetection: {1: {a: b}}", "1 is no name of a field or selection"),
        ("action: global\ntitle: x", "`action` is of Sigma 1"),
        ("title: x\ncorrelation: {condition: {gte: many}}", "gte of the correlation's condition"),
        ("title: x\ncorrelation: {condition: {gte: true}}", "gte of the correlation's condition"),
    ],
)
def test_what_is_no_rule_is_said(text: str, said: str, tmp_path: Path) -> None:
    [found] = read(tmp_path, text)
    assert isinstance(found, BadRule)
    assert said in str(found)


LAUGHS = "a0: &a0 [x, x]\n" + "".join(
    f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}, *a{level - 1}]\n" for level in range(1, 30)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LAUGHS, "is no YAML: YAML aliases expand to too many nodes"),
        ("a: &a [*a]", "is no YAML"),
        ("a: " + "[" * 10_000, "is nested more than 40 levels deep"),
        ("a: " + "{a: " * 50 + "1" + "}" * 50, "is nested more than 40 levels deep"),
        ("a: [" + "x," * 100_001 + "]", "has more than 100,000 parts"),
        ("a: " + "x" * 1_000_001, "the file has more than 1,000,000 bytes"),
        ("title: x\ntitle: y", "Duplicate key 'title'"),
        ("a: !!python/object/apply:os.system [id]", "is no YAML"),
        ("[1]: x\n? [a]\n: b", "is no YAML"),
        ("a: {", "is no YAML"),
        ("a: \x07", "is no YAML"),
    ],
)
def test_a_hostile_file_is_refused(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadRule) as error:
        read(tmp_path, text)
    assert said in str(error.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rule.yml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadRule, match="is no YAML"):
        list(read_documents(path))
