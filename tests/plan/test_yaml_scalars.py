"""What scalars mean, and which ones are unclear."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ringwall.plan.yaml_scalars import UnclearScalar, YamlScalar, read_scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("0", 0),
        ("-12", -12), ("1.50", 1.5), ("eu-central-1", "eu-central-1"), ("10.0.0.0/8", "10.0.0.0/8"),
        ("10.0.0.1", "10.0.0.1"), ("arn:aws:s3:::a", "arn:aws:s3:::a"), ("a*", "a*"),
    ],
)  # fmt: skip
def test_a_scalar_without_quotes_is_what_both_versions_read(text: str, value: YamlScalar) -> None:
    found = read_scalar(text, is_plain=True)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "yes", "No", "on", "OFF", "True", "NULL", "012345670123", "012345678901", "0o17", "0x1f",
        "1_000", "12:30:00", "1:1", "2026-01-01", "2026-01-01 10:00:00", ".inf", "-.INF", ".nan",
        "1e5", "1.", ".5", "+1", "0b1", "=", "<<", "1234567890123456789012",
    ],
)  # fmt: skip
def test_what_the_versions_of_yaml_do_not_both_take_for_text_is_unclear(text: str) -> None:
    with pytest.raises(UnclearScalar):
        read_scalar(text, is_plain=True)
    assert read_scalar(text, is_plain=False) == text


@pytest.mark.parametrize(("text", "hint"), [("yes", "true where"), ("off", "false where")])
def test_words_for_true_and_false_get_the_right_word(text: str, hint: str) -> None:
    with pytest.raises(UnclearScalar, match=f'write "{text}" where text is meant, {hint}'):
        read_scalar(text, is_plain=True)


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[2J", "\ud800", "\x7f"])
def test_a_text_has_no_control_characters(text: str) -> None:
    with pytest.raises(UnclearScalar, match="control characters"):
        read_scalar(text, is_plain=False)
    assert read_scalar("a\n\tb", is_plain=False) == "a\n\tb"


@given(st.from_regex(r"[-+.0-9a-zA-Z_:~=<]{1,12}", fullmatch=True))
def test_what_is_text_is_text_to_pyyaml_too(text: str) -> None:
    try:
        found = read_scalar(text, is_plain=True)
    except UnclearScalar:
        return
    try:
        node = yaml.compose(text)
    except yaml.YAMLError:  # it is more than one scalar
        assert set(text) & set("-:~<=")
        return
    if isinstance(node, yaml.ScalarNode):
        assert yaml.safe_load(text) == found
