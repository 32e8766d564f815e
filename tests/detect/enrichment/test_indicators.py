"""Indicators as lists write them, and what is none."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.detect.enrichment.indicators import (
    AddressRange,
    NotUnderstoodError,
    read_address,
    read_indicator,
)


def one(text: str) -> AddressRange:
    address = ipaddress.ip_address(text)
    return AddressRange(address.version, int(address), int(address))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("192.0.2.7", one("192.0.2.7")),
        ("192[.]0[.]2[.]7", one("192.0.2.7")),
        ("192.0.2.7:443", one("192.0.2.7")),
        ("2001:db8::7", one("2001:db8::7")),
        ("[2001:db8::7]:443", one("2001:db8::7")),
        ("::ffff:192.0.2.7", one("192.0.2.7")),
        ("192.0.2.0/30", AddressRange(4, 0xC0000200, 0xC0000203)),
        ("192.0.2.3/30", AddressRange(4, 0xC0000200, 0xC0000203)),
        ("192.0.2.1-192.0.2.9", AddressRange(4, 0xC0000201, 0xC0000209)),
        ("Evil.Example.COM.", "evil.example.com"),
        ("*.evil.example.com", "evil.example.com"),
        ("hxxps://evil[.]example[.]com/a.exe?b", "evil.example.com"),
        ("http://192.0.2.7:8080/x", one("192.0.2.7")),
        ("https://github.com/", "github.com"),
        ("evil.example.com:4444", "evil.example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("_dmarc.example.com", "_dmarc.example.com"),
    ],
)
def test_an_indicator_is_read(text: str, meant: AddressRange | str) -> None:
    assert read_indicator(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "hello", "256.1.1.1", "1.2.3", "0177.0.0.1", "0.0.0.0/0", "::/0", "10.0.0.0/7",
        "192.0.2.9-192.0.2.1", "192.0.2.1-2001:db8::1", "192.0.2.0/33", "com", "co.uk", "github.io",
        "https://github.com/someone/page", "https://www.github.com/a", "http://[::1",
        "a..example.com",
        "x" * 3000, "evil example.com", "'; drop table x --", "\x1b[2Jevil.example.com",
    ],
)  # fmt: skip
def test_what_is_no_indicator_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        read_indicator(text)


@given(st.ip_addresses())
def test_an_address_is_its_number(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    mapped = getattr(address, "ipv4_mapped", None)
    meant = mapped or address
    assert read_address(str(address)) == (meant.version, int(meant))


@given(st.text(max_size=60))
def test_no_text_is_more_than_refused(text: str) -> None:
    try:
        found = read_indicator(text)
    except NotUnderstoodError:
        return
    assert isinstance(found, AddressRange | str)
