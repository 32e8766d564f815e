"""Addresses that reach nobody."""

from collections.abc import Callable

import pytest

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.example_addresses import example_addresses
from ringwall.plan.landscape import make_landscape


@pytest.mark.parametrize("domain", ["example.com", "EXAMPLE.org", "acme.example", "a.invalid"])
def test_an_address_for_examples_is_noted_once(
    acme: str, read: Callable[[str], BlueprintFile], domain: str
) -> None:
    (remark,) = example_addresses(make_landscape(read(acme.replace("acme.io", domain))))
    assert remark.message.startswith(f"nobody can get mail at {domain.lower()}")
    assert (remark.keys, remark.kind) == (("accounts", "email"), "note")


def test_an_address_of_ones_own_is_not(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    assert list(example_addresses(make_landscape(read(acme)))) == []
