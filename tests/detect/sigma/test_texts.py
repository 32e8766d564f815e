"""Values of rules: the limits of what they may be. What they mean is in `cases/values.yaml`."""

from typing import Any

import pytest
from sigma.types import (
    SigmaCIDRExpression,
    SigmaQueryExpression,
    SigmaRegularExpression,
    SigmaString,
    SigmaType,
)
from sqlglot import exp

from ringwall.detect.sigma.texts import is_plain, needs_letters, read_number, test_text
from ringwall.model.errors import BadRule
from ringwall.store.engine.embedded import EmbeddedEngine

make_test = test_text
del test_text


def is_met(value: SigmaType, text: str) -> Any:
    condition = make_test(value)(exp.Literal.string(text)).sql("duckdb")
    with EmbeddedEngine(threads=1) as engine:
        return engine.rows(f"select coalesce({condition}, false) as met")[0]["met"]


@pytest.mark.parametrize("text", [" 5", "5 ", "0x5", "5d", "5_0", "\u0665", "nan", "", "5."])
def test_what_only_some_engine_reads_as_a_number_is_none(text: str) -> None:
    number = read_number(exp.Literal.string(text)).sql("duckdb")
    with EmbeddedEngine(threads=1) as engine:
        assert engine.rows(f"select {number} as number") == [{"number": None}]


def test_no_stored_text_has_nul() -> None:
    value = SigmaString("a")
    value.s = ["a\x00b"]
    assert not is_met(value, "a\ufffdb")
    assert not is_plain(value)
    with pytest.raises(BadRule, match="NUL"):
        make_test(SigmaRegularExpression("a\x00"))


def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(BadRule, match="SigmaQueryExpression is not understood"):
        make_test(SigmaQueryExpression("x", "y"))


def test_only_letters_need_letters() -> None:
    assert needs_letters(SigmaString("?"))
    assert needs_letters(SigmaCIDRExpression("10.0.0.0/8"))
    assert not needs_letters(SigmaString("*"))
    assert not needs_letters(SigmaRegularExpression("a*"))


@pytest.mark.parametrize(
    ("network", "inside", "outside"),
    [
        ("10.0.0.0/9", ("10.127.255.255",), ("10.128.0.0", "010.1.1.1", "10.1.1", "10.1.1.1.1")),
        ("::ffff:0:0/96", ("::ffff:1:2",), ("::fffe:1:2", "::ffff:1.2.3.4")),
        ("1:2:3:4:5:6:7:0/112", ("1:2:3:4:5:6:7::",), ("1::2:3:4:5:6:7:8", "1:2:3:4:5:6:7")),
        (
            "::/0",
            ("::", "1::", "1:2:3:4:5:6:7:8"),
            (":", ":::", "1:2", "g::", "12345::", "1::2::3"),
        ),
    ],
)
def test_addresses_in_every_spelling(
    network: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    value = SigmaCIDRExpression(network)
    assert [text for text in inside if not is_met(value, text)] == []
    assert [text for text in outside if is_met(value, text)] == []
