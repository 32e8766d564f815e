from typing import Any

import pytest

from ringwall.emulator.app import Emulator


def test_an_organization_has_one_instance(emulator: Emulator, member: str) -> None:
    assert member
    emulator.enable_identity_center("eu-west-1")
    with pytest.raises(ValueError, match="already"):
        emulator.enable_identity_center()


@pytest.mark.parametrize(("region", "message"), [("mars", "called"), ("af-south-1", "enabled")])
def test_it_is_in_a_region_that_is_enabled(
    emulator: Emulator, member: str, region: str, message: str
) -> None:
    assert member
    with pytest.raises(ValueError, match=message):
        emulator.enable_identity_center(region)


def test_an_account_without_an_organization_has_none(emulator: Emulator, client: Any) -> None:
    with pytest.raises(ValueError, match="needs an organization"):
        emulator.enable_identity_center()
    assert client("sso-admin").list_instances()["Instances"] == []


def test_strangers_do_not_sign_in(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="can sign in"):
        emulator.sign_in_to_portal("nobody")
