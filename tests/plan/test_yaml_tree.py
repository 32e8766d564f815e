"""YAML as a tree with places."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ringwall.plan.yaml_tree import MAX_DEPTH, FilePlace, Flaw, read_tree, to_data


def flaws(text: str) -> list[str]:
    return [f"{flaw.place.line}:{flaw.place.column} {flaw.message}" for flaw in read_tree(text)[1]]


def test_everything_has_its_place() -> None:
    node, found = read_tree('a: [x, "y"]\nb:\n  c: 5\n')
    assert not found
    assert node
    assert to_data(node) == {"a": ["x", "y"], "b": {"c": 5}}
    assert isinstance(node.value, dict)
    assert node.keys == {"a": FilePlace(1, 1), "b": FilePlace(2, 1)}
    assert node.value["a"].place == FilePlace(1, 4)
    assert node.value["b"].value["c"].place == FilePlace(3, 6)
    assert (node.value["b"].value["c"].text, node.size) == ("5", 9)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1 the file is empty"),
        ("# nothing\n", "1:1 the file is empty"),
        ("a: [", "1:5 no YAML: "),
        ("a: b: c", "1:5 no YAML: mapping values are not allowed here"),
        ("a: 1\n\tb: 2", "2:1 no YAML: "),
        ("a: 1\na: 2", "2:1 the key a is there twice; first at line 1, column 1"),
        ("a: {$read: b}", "1:5 no key begins with $: $read"),
        ("5: 1", '1:1 a key is a text: write "5"'),
        ("[a]: 1", "1:1 a key is a text"),
        ("yes: 1", "1:1 YAML does not read this as text; "),
        ("a: !!python/object:os.system x", "1:4 tags are not read: remove !!python/object:os"),
        ("a: !mine [b]", "1:4 tags are not read: remove !mine"),
        ("! a: 1", "1:1 tags are not read: remove !"),
        ("a: 1\n---\nb: 2", "2:1 a second document begins; one is read"),
        ("a: *b", "1:4 there is no anchor &b"),
        ("a: &b [*b]", "1:8 there is no anchor &b that ends before this alias"),
        ("a: &b 1\nc: &b 2", "2:4 the anchor &b is defined twice"),
        ("a: &b {x: y}\nc: {<<: *b}", "2:5 keys are not merged with <<"),
        ("a: \x00", "1:4 a character that YAML does not allow"),
        ("a: 1\nb: \ud800", "2:4 a character that YAML does not allow"),
        ('a: "\\UFFFFFFFF"', "1:7 no YAML: no such value"),
        ("%YAML " + "1" * 5000 + ".1\n---\na: 1", "1:7 no YAML: no such value"),
        ("[" * (MAX_DEPTH + 1), f"1:{MAX_DEPTH + 1} nested deeper than {MAX_DEPTH} levels"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(text: str, said: str) -> None:
    found = flaws(text)
    assert any(each.startswith(said) for each in found), found


def test_all_that_can_be_read_on_is_read_on() -> None:
    assert len(flaws("a: yes\nb: !x 1\nc: 010\n5: no\n")) == 5


def test_an_alias_stands_for_its_anchor_at_its_own_place() -> None:
    node, found = read_tree("a: &x {k: v}\nb: *x\n")
    assert not found
    assert node
    assert to_data(node) == {"a": {"k": "v"}, "b": {"k": "v"}}
    assert isinstance(node.value, dict)
    assert node.value["b"].place == FilePlace(2, 4)


def test_aliases_cannot_grow_without_limit() -> None:
    lines = [
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}' if level else 'x'] * 9)}]"
        for level in range(9)
    ]
    node, found = read_tree("\n".join(lines))
    is_refused = node is None  # a failure must not print what it would be
    assert is_refused
    assert "more than 100,000 values, with those of aliases" in found[-1].message


@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`#,?~ \n\t\\0x", max_size=60))
@settings(max_examples=400)
def test_no_text_ends_the_reader(text: str) -> None:
    node, found = read_tree(text)
    assert node is not None or found
    lines = text.split("\n")
    for flaw in found:
        assert isinstance(flaw, Flaw)
        assert 1 <= flaw.place.line <= len(lines) + 1
        assert flaw.place.column >= 1


WORDS = st.sampled_from(["a", "b-c", "x y", "é", "it's", '"', "\\", "5", "yes", "", "#", ": "])
VALUES: Any = st.recursive(
    WORDS | st.booleans() | st.integers(-99, 99) | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_pyyaml_writes_is_read_as_it_was(value: Any) -> None:
    node, found = read_tree(yaml.safe_dump(value, allow_unicode=True))
    assert not found
    assert node
    assert to_data(node) == value
