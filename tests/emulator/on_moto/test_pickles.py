import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from weakref import WeakValueDictionary

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from moto.backend_index import backend_url_patterns
from moto.backends import get_backend
from moto.s3.utils import _VersionedKeyStore

from ringwall.emulator.on_moto.moto_client import MotoClient, moto_backends
from ringwall.emulator.on_moto.pickles import dump_contents, load_contents

CLIENT = MotoClient()
OTHERS = {"instance_metadata", "moto_api", "moto_api._internal", "xray"}
"""Modules of moto for no service of AWS, and one that needs a package that is not installed."""


class Named:
    """Something that a weak map can hold."""

    def __init__(self, name: str) -> None:
        self.name = name


def copy(value: object) -> object:
    return load_contents(dump_contents(value), CLIENT)


def test_private_keys_come_back_the_same() -> None:
    made = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())
    found = copy(made)
    assert isinstance(found, tuple)
    assert [key.private_numbers() for key in found] == [key.private_numbers() for key in made]


def test_certificate_comes_back_the_same() -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime(2026, 1, 1, tzinfo=UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "example.com")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    ).sign(key, hashes.SHA256())
    assert copy(made) == made


def test_every_version_of_an_object_is_kept() -> None:
    made = _VersionedKeyStore()
    made["a"], made["b"] = "first", "other"
    made["a"] = "second"
    found = copy(made)
    assert isinstance(found, _VersionedKeyStore)
    assert [found.getlist("a"), found.getlist("b")] == [["first", "second"], ["other"]]


def test_what_moto_has_at_first_is_kept() -> None:
    for service in {name for name, _ in backend_url_patterns} - OTHERS:
        account = moto_backends(service)["123456789012"]
        backend = account[next(iter(account.regions), "eu-west-1")]
        assert type(copy(backend)) is type(backend), service


@pytest.mark.parametrize("make", [threading.Lock, threading.RLock])
def test_lock_that_was_held_comes_back_free(make: Callable[[], threading.Lock]) -> None:
    lock = make()
    with lock:
        found = copy(lock)
    assert type(found) is type(lock)
    assert isinstance(found, type(lock))
    assert found.acquire(blocking=False)


def test_weak_map_holds_the_copies_of_what_it_held() -> None:
    one = Named("one")
    held = [one]
    found = copy((held, WeakValueDictionary({"a": one})))
    assert isinstance(found, tuple)
    (copied,), names = found
    assert names["a"] is copied
    assert copied is not one


def test_factory_of_a_default_is_kept() -> None:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"seen": 0})
    counts["known"] = {"seen": 1}
    found = copy(counts)
    assert isinstance(found, defaultdict)
    assert found == {"known": {"seen": 1}}
    assert found["new"] == {"seen": 0}


def test_function_that_needs_what_is_around_it_is_refused() -> None:
    start = 7
    with pytest.raises(TypeError, match=r"<lambda> uses variables"):
        dump_contents(defaultdict(lambda: start))


def test_open_file_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as file, pytest.raises(TypeError, match="TextIOWrapper"):
        dump_contents({"log": file})


def test_dictionaries_and_the_client_are_named_and_not_copied() -> None:
    backends, other = get_backend("sqs"), MotoClient()
    found = load_contents(dump_contents((backends, CLIENT, CLIENT.ask)), other)
    assert found[0] is backends
    assert found[1] is other
    assert found[2].__self__ is other
