"""Settings: merged, completed, each with where it comes from."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ringwall.plan.settings import (
    Setting,
    SettingOrigin,
    complete,
    from_data,
    from_node,
    merge,
    to_plain,
)
from ringwall.plan.yaml_tree import read_tree


class Key(msgspec.Struct, kw_only=True, tag="key"):
    days: Annotated[int, Meta(extra={"strict": 1})] = 90


class Password(msgspec.Struct, kw_only=True, tag="password"):
    length: int = 14


class Rule(msgspec.Struct, kw_only=True):
    name: str
    action: str = "block"


class Section(msgspec.Struct, kw_only=True):
    enabled: bool = True
    rules: Annotated[tuple[Rule, ...], Meta(extra={"strict": (Rule(name="all"),)})] = ()
    by_name: dict[str, Rule] = msgspec.field(default_factory=dict)
    secret: Key | Password | None = None


class Language(msgspec.Struct, kw_only=True):
    section: Section = msgspec.field(default_factory=lambda: Section(enabled=False))


def given(text: str) -> Setting:
    node, found = read_tree(text)
    assert not found
    assert node
    return from_node(node)


def plain(text: str, level: str = "baseline") -> Any:
    return to_plain(complete(Language, given(text), level))


def test_every_default_is_put_in() -> None:
    assert plain("{}") == {
        "section": {"enabled": False, "rules": [], "by_name": {}, "secret": None}
    }
    assert plain("section: {by_name: {a: {name: x}}}")["section"] == {
        "enabled": True,
        "rules": [],
        "by_name": {"a": {"name": "x", "action": "block"}},
        "secret": None,
    }


def test_the_level_strict_has_defaults_of_its_own_and_the_file_wins() -> None:
    strict = plain("section: {secret: {type: key}}", "strict")["section"]
    assert strict["rules"] == [{"name": "all", "action": "block"}]
    assert strict["secret"] == {"type": "key", "days": 1}
    assert plain("section: {rules: []}", "strict")["section"]["rules"] == []


def test_of_several_forms_the_one_that_is_named_is_completed() -> None:
    found = plain("section: {secret: {type: password}}")["section"]["secret"]
    assert found == {"type": "password", "length": 14}


def test_each_value_says_where_it_comes_from() -> None:
    settings = complete(Language, given("section:\n  rules: [{name: a}]\n"), "strict")
    section = settings.members["section"]
    (rule,) = section.members["rules"].items
    assert rule.members["name"].origin.describe("f", "strict") == "f:2"
    assert rule.members["action"].origin.describe("f", "strict") == "default"
    secret = complete(Language, given("{}"), "strict").members["section"].members["rules"]
    assert secret.origin.describe("f", "strict") == "level strict"


def test_overrides_go_key_by_key_and_replace_lists() -> None:
    override = from_data({"a": {"x": 2}, "l": [3]}, SettingOrigin("override"))
    merged = merge(given("{a: {x: 1, y: 1}, l: [1, 2], z: 0}"), override)
    assert to_plain(merged) == {"a": {"x": 2, "y": 1}, "l": [3], "z": 0}
    assert merged.members["a"].members["x"].origin.source == "override"
    assert merged.members["a"].members["y"].origin.source == "file"


def test_a_value_that_is_false_is_a_value() -> None:
    assert plain("section: {enabled: false}")["section"]["enabled"] is False
    assert plain("section: {secret: null}")["section"]["secret"] is None


def test_an_override_names_its_unit() -> None:
    node, _ = read_tree("a: 1")
    assert node
    found = from_node(node, ("Workloads", "Prod")).members["a"].origin
    assert found.describe("f", "baseline") == "f:1, override of Workloads/Prod"
