"""A YAML text is refused for aliases and for values nested without end, before it is built."""

import pytest
import yaml

from ringwall.emulator.yaml_text import DEEPEST, BadYaml, check_yaml


@pytest.mark.parametrize("text", ["a: [1, {b: 2}]", "- - - x", "a: '*b'", "", "a: " + "[1, " * 9])
def test_what_a_document_has_passes(text: str) -> None:
    check_yaml(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: &a x\nb: *a", "aliases"),
        ("[" * 3000, "levels"),
        ("- " * 3000 + "x", "levels"),
        ("{a: " * 3000 + "1", "levels"),
        ("".join(" " * i + "a:\n" for i in range(DEEPEST + 1)) + " " * DEEPEST + "   b", "levels"),
    ],
)
def test_what_grows_is_refused(text: str, why: str) -> None:
    with pytest.raises(BadYaml, match=why):
        check_yaml(text)


def test_as_many_levels_as_are_allowed_pass() -> None:
    check_yaml("[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(BadYaml, match="levels"):
        check_yaml("[" * (DEEPEST + 1))


def test_what_is_no_yaml_is_told() -> None:
    with pytest.raises(yaml.YAMLError):
        check_yaml("a: '")
