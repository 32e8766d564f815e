"""Settings as YAML, which reads back as the same."""

from collections.abc import Callable
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from ringwall.plan.blueprint_file import BlueprintFile, parse_blueprint
from ringwall.plan.settings import SettingOrigin, from_data, to_plain
from ringwall.plan.write_yaml import SettingWriter, is_leaf, write_scalar
from ringwall.plan.yaml_tree import read_tree, to_data

WRITER = SettingWriter("f", "baseline")
DEFAULT = SettingOrigin("default")
TEXTS = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t"), max_size=12
) | st.sampled_from(
    ["yes", "010", "1.5", "null", "- a", "a: b", "a #b", "*a", "2026-01-01", "\u2028", "\ufeff"]
)
LEAVES = (
    TEXTS
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.none()
    | st.sampled_from([0.5, -2.25])
)
KEYS = TEXTS.filter(lambda text: not text.startswith("$"))
VALUES: Any = st.dictionaries(
    KEYS,
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=10,
    ),
    max_size=4,
)


@given(VALUES)
def test_what_is_written_reads_back_as_the_same(value: dict[str, Any]) -> None:
    text = "\n".join(WRITER.write(from_data(value, DEFAULT)))
    node, flaws = read_tree(text or "{}")
    assert not flaws, text
    assert node
    assert to_data(node) == value
    assert (yaml.safe_load(text) or {}) == value


def test_each_value_says_where_it_comes_from() -> None:
    lines = list(WRITER.write(from_data({"a": {"b": [1, 2]}, "c": [{"d": {}}]}, DEFAULT)))
    assert [line.partition("#")[2].strip() for line in lines] == ["", "default", "", "default"]
    assert [line.partition("#")[0].rstrip() for line in lines] == [
        "a:",
        "  b: [1, 2]",
        "c:",
        "  - d: {}",
    ]


def test_a_text_is_in_quotes_where_it_must_be() -> None:
    assert write_scalar("eu-central-1") == "eu-central-1"
    assert write_scalar("012345678901") == '"012345678901"'
    assert write_scalar("a\x85\U000e0001") == '"a\\u0085\\U000e0001"'
    assert is_leaf(from_data([1, "a"], DEFAULT))
    assert not is_leaf(from_data([[1]], DEFAULT))


def test_a_resolved_blueprint_is_a_blueprint_that_says_the_same(
    acme: str, read: Callable[[str], BlueprintFile]
) -> None:
    text = acme + "    Lab: {accounts: [lab], overrides: {level: strict}}\n"
    resolved = read(text).resolve()
    again = parse_blueprint("\n".join(WRITER.write(resolved)).encode(), "again")
    assert to_plain(again.resolve()) == to_plain(resolved)
    assert again.blueprint == read(text).blueprint
