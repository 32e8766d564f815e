"""Feeds of each format become indicators, and what is not understood is counted."""

import json

import pytest

from ringwall.detect.enrichment import feeds
from ringwall.detect.enrichment.feeds import guess_format, read_feed
from ringwall.model.errors import BadInput

TEXT = b"""\xef\xbb\xbf# a remark
; another
192.0.2.7
192.0.2.0/30 ; SBL1
evil.example.com\t# seen in May
0.0.0.0 ads.example.org more.example.org
192.0.2.100 - 192.0.2.102
what is this
0.0.0.0/0

"""
STIX = json.dumps({"type": "bundle", "objects": []}).encode()


def test_plain_text_is_an_indicator_a_line() -> None:
    feed = read_feed(TEXT, "text")
    assert feed.domains == {"evil.example.com", "ads.example.org", "more.example.org"}
    assert [(n.first, n.last) for n in feed.networks] == [
        (0xC0000207, 0xC0000207), (0xC0000200, 0xC0000203), (0xC0000264, 0xC0000266),
    ]  # fmt: skip
    assert sum(feed.skipped.values()) == 2


@pytest.mark.parametrize(
    ("content", "column", "names"),
    [
        (b"seen,domain\n1,a.example\n2,b.example\n", "", {"a.example", "b.example"}),
        (b"seen,what\n1,a.example\n", "what", {"a.example"}),
        (b"seen,what\n1,a.example\n", "2", {"a.example"}),
        (b"1,a.example\n2,b.example\n", "2", {"a.example", "b.example"}),
        (b'# x\n"1","a.example"\n"2","b.example"\n', "", {"a.example", "b.example"}),
    ],
)
def test_csv_has_the_indicators_in_a_column(content: bytes, column: str, names: set[str]) -> None:
    assert read_feed(content, "csv", column).domains == names


@pytest.mark.parametrize(
    ("content", "format_", "column"),
    [
        (b"", "text", ""),
        (b"# nothing\n", "text", ""),
        (b"a,b\n1,2\n", "csv", ""),
        (b"a,b\n1,2\n", "csv", "c"),
        (b"a,b\n1,2\n", "csv", "9"),
        (b'a,"b\n1,2', "csv", "1"),
        (STIX, "stix", ""),
        (b"\0\1\2" * 100, "text", ""),
    ],
)
def test_a_feed_without_an_indicator_is_refused(
    content: bytes, format_: feeds.FeedFormat, column: str
) -> None:
    with pytest.raises(BadInput):
        read_feed(content, format_, column)


@pytest.mark.parametrize(
    ("content", "format_"),
    [
        (TEXT, "text"),
        (b"# x\na,1\nb,2\n", "csv"),
        (STIX, "stix"),
        (b'{"Event": {}}', "misp"),
        (b"", "text"),
    ],
)
def test_the_format_is_guessed(content: bytes, format_: str) -> None:
    assert guess_format(content) == format_


def test_a_list_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_INDICATORS", 3)
    with pytest.raises(BadInput, match="more than 3 indicators"):
        read_feed(b"a.example\nb.example\nc.example\nd.example\n", "text")
