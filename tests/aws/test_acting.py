"""A thread signs with the credentials that it acts with, and with no others."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from botocore.credentials import Credentials
from botocore.exceptions import NoCredentialsError

from ringwall.aws.acting import Acting

ONE = Credentials("AKIAONE", "not-a-secret", account_id="111111111111")
TWO = Credentials("AKIATWO", "not-a-secret", account_id="222222222222")


def test_nobody_signs_nothing() -> None:
    acting = Acting()
    with pytest.raises(NoCredentialsError):
        acting.get_frozen_credentials()
    with acting.acting(ONE, "111111111111"):
        pass
    with pytest.raises(NoCredentialsError):
        acting.get_frozen_credentials()
    assert acting.account_id == ""


def test_a_block_inside_of_another_gives_back_what_was() -> None:
    acting = Acting()
    account = acting.get_deferred_property("account_id")
    with acting.acting(ONE, "111111111111"):
        with acting.acting(TWO, "222222222222"):
            assert acting.get_frozen_credentials().access_key == "AKIATWO"
            assert account() == "222222222222"
        assert acting.get_frozen_credentials().access_key == "AKIAONE"
        assert (acting.account_id, account()) == ("111111111111", "111111111111")


def test_threads_do_not_see_each_other() -> None:
    acting, together = Acting(), Barrier(2, timeout=10)

    def sign(credentials: Credentials) -> str | None:
        with acting.acting(credentials, ""):
            together.wait()
            return acting.get_frozen_credentials().access_key

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(sign, (ONE, TWO))) == ["AKIAONE", "AKIATWO"]


def test_what_is_to_stop_stops_in_its_own_block_alone() -> None:
    acting, stop = Acting(), Event()
    with acting.acting(ONE, "111111111111", stop):
        assert not acting.is_stopped
        stop.set()
        assert acting.is_stopped
        with acting.acting(TWO, "222222222222"):
            assert not acting.is_stopped
        assert acting.is_stopped
    assert not acting.is_stopped
