"""A client's pattern is matched in time that grows with the text alone, or is refused."""

import pytest

from ringwall.emulator.automation.allowed_patterns import check_pattern, is_allowed


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("[a-z]+", "abc", True),
        ("[a-z]+", "abc1", False),
        ("a|b", "ab", False),
        ("^a$", "a", True),
        ("a", "a\n", False),
        (r"\d{1,3}", "255", True),
        ("(x+x+)+y", "x" * 20_000, False),
    ],
)
def test_a_pattern_matches_all_of_a_text(pattern: str, text: str, *, expected: bool) -> None:
    assert is_allowed(pattern, text) is expected


@pytest.mark.parametrize("pattern", ["(", "a)|(b", r"(a)\1", "(?=a)a", "a{1,2000}"])
def test_what_is_no_pattern_or_not_emulated_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="Invalid regular expression"):
        check_pattern(pattern)
    with pytest.raises(ValueError, match="Invalid regular expression"):
        is_allowed(pattern, "a")
