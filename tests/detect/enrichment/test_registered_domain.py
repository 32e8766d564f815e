"""The registered part of names."""

import pytest

from ringwall.detect.enrichment.registered_domain import find_registered, is_public_suffix


@pytest.mark.parametrize(
    ("name", "registered"),
    [
        ("a.b.example.com", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("x.someone.github.io", "someone.github.io"),
        ("localhost", "localhost"),
        ("com", "com"),
        ("", ""),
        ("a..b", "a..b"),
        ("7.2.0.192.in-addr.arpa", "192.in-addr.arpa"),
    ],
)
def test_a_name_is_registered_below_its_suffix(name: str, registered: str) -> None:
    assert find_registered(name) == registered


def test_suffixes_are_public() -> None:
    assert is_public_suffix("co.uk")
    assert not is_public_suffix("example.co.uk")
