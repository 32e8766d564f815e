"""Texts of strangers make no links, mentions or lines, and are cut where they are long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.respond.channels.harmless import (
    check_link,
    cut,
    cut_lines,
    escape_html,
    escape_slack,
    make_plain,
    split_lines,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain", "plain"),
        ("arn:aws:iam::111122223333:user/ann", "arn:aws:iam::111122223333:user/ann"),
        ("https://evil.example", "https[:]//evil.example"),
        ("JAVASCRIPT://x ftp://y", "JAVASCRIPT[:]//x ftp[:]//y"),
        ("see www.evil.example, WWW.x", "see www[.]evil.example, WWW[.]x"),
        ("@channel @here", "@\u2060channel @\u2060here"),
        ("ann@example.com", "ann@example.com"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("a\u202eb\u200bc\x00", "a\\u202eb\\u200bc\ufffd"),
        ("\ud800", "\ufffd"),
    ],
)
def test_nothing_becomes_a_link_a_mention_or_a_line(text: str, plain: str) -> None:
    assert make_plain(text) == plain


@given(st.text())
def test_a_plain_text_is_one_line_without_links(text: str) -> None:
    plain = make_plain(text)
    assert "\n" not in plain
    assert "a://" not in make_plain(f"a://{text}")
    plain.encode()


@given(st.text(alphabet="ab\n", max_size=300), st.integers(50, 120))
def test_cut_lines_are_whole_and_never_too_long(text: str, most: int) -> None:
    found = cut_lines(text, most)
    assert len(found) <= most
    if found != text and "more lines" in found:
        assert all(line in text.split("\n") for line in found.split("\n")[:-1])


@given(st.lists(st.text(alphabet="abc", max_size=80), max_size=40), st.integers(1, 5))
def test_parts_hold_all_lines_that_fit(lines: list[str], parts: int) -> None:
    found = split_lines("\n".join(lines), 100, parts)
    assert len(found) <= parts
    assert all(0 < len(part) <= 100 for part in found)
    if sum(map(len, lines)) + len(lines) <= 100:
        assert "\n".join(found) == "\n".join(lines).strip("\n") or "\n".join(found) == "\n".join(
            lines
        )


def test_a_text_that_is_cut_says_so() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdefg", 6) == "abc..."
    assert cut_lines("a\n" * 100, 50).endswith("more lines")
    assert cut_lines("x" * 100, 60) == "x" * 57 + "..."


def test_markup_is_escaped() -> None:
    assert escape_slack("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    assert escape_html("<a href='x'>\"") == "&lt;a href=&#x27;x&#x27;&gt;&quot;"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "http://127.0.0.1/x",
        "https://a.example/<b>",
        "https://a.example/|b",
        "https://u:p@a.example",
        "https://a.example/ b",
        "",
    ],
)
def test_a_link_that_is_none_is_left_out(link: str) -> None:
    assert check_link(link) == ""


def test_a_link_is_kept() -> None:
    assert check_link("https://a.example/x?y=1&z#c") == "https://a.example/x?y=1&z#c"
