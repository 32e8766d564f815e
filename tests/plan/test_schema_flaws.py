"""What the schema says, in words, at the right place."""

from typing import Annotated, Literal

import msgspec
import pytest
from msgspec import Meta

from ringwall.plan.schema import make_schema, make_validator
from ringwall.plan.schema_flaws import find_node, find_place, find_refusals
from ringwall.plan.yaml_tree import START, YamlNode, read_tree


class Part(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(max_length=5)]
    days: Annotated[int, Meta(ge=7, le=36500)] = 90


class Language(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    mode: Literal["on_demand", "always"] = "always"
    part: Part | None = None
    parts: Annotated[tuple[Part, ...], Meta(max_length=2)] = ()
    named: dict[Annotated[str, Meta(pattern="^[a-z]+$")], Part] = msgspec.field(
        default_factory=dict
    )
    enabled: bool = True
    either: int | str | None = None


REMOVE = "remove the key, or complete it"
VALIDATOR = make_validator(make_schema(Language))


def tree_of(text: str) -> YamlNode:
    node, found = read_tree(text)
    assert not found
    assert node
    return node


def said(text: str) -> list[str]:
    node = tree_of(text)
    found = [
        (find_place(node, each.keys, is_key=each.is_key), each.message)
        for each in find_refusals(VALIDATOR, node)
    ]
    return [f"{place.line}:{place.column} {message}" for place, message in sorted(found)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("mode: always\npart: {name: a, days: 7}\nnamed: {a: {name: b}}", []),
        ("mod: x", ["1:1 unknown key mod; did you mean mode?"]),
        ("zzz: x", ["1:1 unknown key zzz; known here: either, enabled, mode, named, part, parts"]),
        ("mode: alwys", ["1:7 alwys is none of always, on_demand; did you mean always?"]),
        ("mode: 5", ["1:7 5 is none of always, on_demand"]),
        ("part: {days: 8}", ["1:7 name is missing"]),
        ("part: {name: abcdef}", ["1:14 abcdef: longer than 5 characters"]),
        ("part: {name: a, days: 1}", ["1:23 1: less than 7"]),
        ("part: {name: a, days: 99999}", ["1:23 99999: more than 36500"]),
        ("part: {name: 12}", [
            '1:14 YAML reads 12 as a number, and text is expected: write "12"',
        ]),
        ("part: {name: true}", [
            '1:14 YAML reads true as true or false, and text is expected: write "true"',
        ]),
        ("part: {name: a, days: many}", ["1:23 a whole number is expected here, not text"]),
        ("part: [a]", ["1:7 a mapping (key: value) is expected here, not a list"]),
        ("parts: {}", ["1:8 a list is expected here, not a mapping (key: value)"]),
        ("parts: [{name: a}, {nam: b}]", [
            "1:20 name is missing", "1:21 unknown key nam; did you mean name?",
        ]),
        ("parts: [{name: a}, {name: a}, {name: a}]", [
            "1:8 a list of at most 2 is expected here",
        ]),
        ("named: {A: {name: a}}", ["1:9 A: it must match ^[a-z]+$"]),
        ("named:\n  a: {name: a, x: 1}", ["2:16 unknown key x; known here: days, name"]),
        ('enabled: "true"', ["1:10 true or false is expected here, not text"]),
        ("enabled:", [
            f"1:9 there is nothing here, where true or false is expected; {REMOVE}",
        ]),
        ("either: [1]", ["1:9 a whole number or text is expected here, not a list"]),
        ("5", ["1:1 a mapping (key: value) is expected here, not a number"]),
    ],
)  # fmt: skip
def test_each_error_says_what_is_wrong_and_where(text: str, lines: list[str]) -> None:
    assert said(text) == lines


def test_what_is_quoted_is_cut() -> None:
    (line,) = said(f"{'k' * 500}: 1")
    assert len(line) < 150


def test_the_place_of_what_is_not_there_is_that_of_what_it_would_be_in() -> None:
    node = tree_of("a:\n  b: [x]\n")
    assert find_place(node, ("a", "c", "d")) == find_place(node, ("a",), is_key=True)
    assert find_place(node, ("a", "b", 0)).column == 7
    assert find_place(node, ("z",)) == node.place
    assert find_place(None, ("z",)) == START
    assert find_node(node, ("a", "b", 7)) is None
