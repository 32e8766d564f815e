"""What comes from strangers: nothing of it acts on a screen, all of it can be kept."""

import io
import sqlite3

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.model.text import (
    HarmlessStream,
    count_of,
    drop_user_info,
    find_inner,
    make_harmless,
    make_storable,
    make_visible,
    strip_url,
)

ANYTHING = st.text(st.characters(codec=None, categories=None))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("plain ünïcode \U0001f512", "plain ünïcode \U0001f512"),
        ("two\nlines\r\nand\ta tab", "two\\nlines\\r\\nand\\ta tab"),
        ("\x1b[2J\x07 clears and rings", "\\x1b[2J\\x07 clears and rings"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\u2066isolated\u2069", "\\u2066isolated\\u2069"),
        ("line\u2028separator", "line\\u2028separator"),
        ("\ufeffmark", "\\ufeffmark"),
        ("ad\u200bmin", "ad\\u200bmin"),
        ("\U000e0041hidden tag", "\\U000e0041hidden tag"),
        ("half \ud800 a character", "half \\ud800 a character"),
        ("no-break\u00a0space", "no-break\\xa0space"),
        ("back\\slash", "back\\slash"),
    ],
    ids=[
        "nothing",
        "plain",
        "lines",
        "escape sequence",
        "controls",
        "right-to-left override",
        "isolate",
        "line separator",
        "byte order mark",
        "zero width",
        "tag",
        "lone surrogate",
        "no-break space",
        "backslash",
    ],
)
def test_what_acts_on_a_screen_is_spelled_out(text: str, shown: str) -> None:
    assert make_visible(text) == shown


@given(ANYTHING)
def test_what_is_shown_is_one_line_that_can_be_seen_and_encoded(text: str) -> None:
    shown = make_visible(text)
    assert shown.isprintable()
    assert shown.encode().decode() == shown
    assert make_visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain\n\x1b ünïcode \U0001f512", "plain\n\x1b ünïcode \U0001f512"),
        ("a\x00b", "a\ufffdb"),
        ("ü\x00", "ü\ufffd"),
        ("\ud800", "\ufffd"),
        ("a\udfffb\udfff", "a\ufffdb\ufffd"),
        ("\ud83d\udd12", "\U0001f512"),
    ],
    ids=["plain", "NUL", "NUL beside others", "high", "low twice", "pair"],
)
def test_what_no_file_takes_is_replaced(text: str, kept: str) -> None:
    assert make_storable(text) == kept


@given(ANYTHING)
def test_what_is_kept_comes_back_from_parquet_and_database(text: str) -> None:
    kept = make_storable(text)
    assert pa.array([kept], type=pa.string()).to_pylist() == [kept]
    with sqlite3.connect(":memory:") as database:
        assert database.execute("select ?", (kept,)).fetchone() == (kept,)
    assert "\x00" not in kept
    assert make_storable(kept) == kept


@given(st.text())
def test_text_that_can_be_kept_stays_as_it_is(text: str) -> None:
    assert make_storable(text) == text.replace("\x00", "\ufffd")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\r\nand\ta tab", "two\nlines\r\nand\ta tab"),
        ("over\rwritten", "over\\rwritten"),
        ("\x1b[2J\x9b\u202e\ud800\x00", "\\x1b[2J\\x9b\\u202e\\ud800\\x00"),
        ("plain \u00fcn\u00efcode \U0001f512", "plain \u00fcn\u00efcode \U0001f512"),
    ],
    ids=["lines", "a lone return", "what acts", "letters"],
)
def test_lines_stay_and_nothing_acts(text: str, shown: str) -> None:
    assert make_harmless(text) == shown


@given(ANYTHING)
def test_a_stream_passes_on_what_is_harmless(text: str) -> None:
    inner = io.StringIO(newline="")
    stream = HarmlessStream(inner)
    assert stream.write(text) == len(text)
    stream.writelines([text, text])
    assert inner.getvalue() == make_harmless(text) * 3
    assert all(letter.isprintable() or letter in "\n\t\r" for letter in inner.getvalue())
    assert find_inner(stream) is find_inner(inner) is inner
    assert stream.getvalue() == inner.getvalue()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://ann:hunter2@github.com/acme/x.git", "https://github.com/acme/x.git"),
        ("https://hunter2@github.com/acme", "https://github.com/acme"),
        ("https://oauth2:hunter%402@host:8443/x?y=1#z", "https://host:8443/x?y=1#z"),
        ('{"location":"https://a:hunter2@h/x","b":"c@d"}', '{"location":"https://h/x","b":"c@d"}'),
        ("two https://a:hunter2@h and ftp://b:hunter2@i", "two https://h and ftp://i"),
        ("postgresql://u:hunter2@db/x", "postgresql://db/x"),
        ("https://github.com/@acme/x", "https://github.com/@acme/x"),
        ("https://h/x?mail=a@b", "https://h/x?mail=a@b"),
        ("git@github.com:acme/x.git", "git@github.com:acme/x.git"),
        ("arn:aws:s3:::a/b@c", "arn:aws:s3:::a/b@c"),
        ("https://ann:p@hunter2@h/x", "https://h/x"),
        ("https://ann:p/hunter2@h/x", "https://h/x"),
        ("https://ann:p?#hunter2@h/x", "https://h/x"),
        ("https://h:8443/@acme/x", "https://h:8443/@acme/x"),
        ('["https://h:8443","a@b"]', '["https://h:8443","a@b"]'),
    ],
)
def test_names_and_passwords_are_dropped_from_urls(text: str, kept: str) -> None:
    assert drop_user_info(text) == kept


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://github.com/acme/x.git", "https://github.com/acme/x.git"),
        ("https://user:p@ss%2@h:8443/x.git", "https://h:8443/x.git"),
        ("https://user:pa/hunter2@h/x", "https://h/x"),
        ("https://user:123/hunter2@h/x", "https://h/x"),
        ("https://user:pa?#hunter2@h/x", "https://h/x"),
        ("https://user:pa'\"hun ter2@h/x", "https://h/x"),
        ("user:hunter2@h/x", "h/x"),
        ("//user:hunter2@h/x", "h/x"),
        ("user:pa/hunter2@h/x", "h/x"),
        ("git@github.com:acme/x.git", "github.com:acme/x.git"),
        ("https://h/x?private_token=hunter2", "https://h/x"),
        ("https://h/x#hunter2", "https://h/x"),
        ("h/x?token=hunter2", "h/x"),
        ("https://h/x?mail=a@b&token=hunter2", "https://h/x"),
        ("https://h:1/x?mail=a@b&token=hunter2", "https://b"),
        ("bucket/folder/a@b.zip", "bucket/folder/a@b.zip"),
        ("", ""),
    ],
)
def test_of_the_address_of_a_repository_host_and_path_stay(url: str, kept: str) -> None:
    assert strip_url(url) == kept


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "change", "0 changes"),
        (1, "change", "1 change"),
        (2, "change", "2 changes"),
        (1, "policy", "1 policy"),
        (2, "policy", "2 policies"),
        (2, "day", "2 days"),
        (1000, "more line", "1000 more lines"),
    ],
)
def test_a_count_agrees_with_its_noun(number: int, noun: str, text: str) -> None:
    assert count_of(number, noun) == text
