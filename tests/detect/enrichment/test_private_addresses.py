"""Addresses that nobody on the internet has."""

import pytest

from ringwall.detect.enrichment.indicators import read_address
from ringwall.detect.enrichment.private_addresses import is_private


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("10.1.2.3", True), ("172.16.0.1", True), ("172.32.0.1", False), ("192.168.1.1", True),
        ("100.64.0.1", True), ("100.128.0.1", False), ("127.0.0.1", True),
        ("169.254.169.254", True), ("224.0.0.1", True), ("255.255.255.255", True),
        ("0.1.2.3", True), ("192.0.2.7", False), ("8.8.8.8", False), ("::1", True),
        ("fd00:ec2::254", True), ("fe80::1", True), ("fec0::1", False), ("2001:db8::1", False),
        ("::ffff:10.0.0.1", True),
    ],
)  # fmt: skip
def test_an_address_is_private_or_of_the_internet(text: str, private: bool) -> None:  # noqa: FBT001
    address = read_address(text)
    assert address is not None
    assert is_private(*address) is private
