"""Pickle what an emulator holds, with objects of moto that Python does not pickle by itself."""

import importlib
import io
import marshal
import pickle
import threading
from collections import defaultdict
from collections.abc import Callable
from types import FunctionType
from typing import Any, get_args
from weakref import WeakValueDictionary

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from moto.core.base_backend import BackendDict
from moto.s3.utils import _VersionedKeyStore

from ringwall.emulator.on_moto.moto_client import MotoClient, moto_backends

KEYS = get_args(PrivateKeyTypes)
RLOCK = type(threading.RLock())
LOCK = type(threading.Lock())
CLIENT = "client"


def dump_contents(contents: object) -> bytes:
    """Return a pickle; TypeError if the contents include a file, a socket or a thread."""
    target = io.BytesIO()
    _Pickler(target, pickle.HIGHEST_PROTOCOL).dump(contents)
    return target.getvalue()


def load_contents(data: bytes, client: MotoClient) -> Any:
    """Return contents that were dumped, with another client of moto; ValueError for other data.

    A pickle can run any code: load only what this program has dumped.
    """
    try:
        return _Unpickler(data, client).load()
    except (pickle.UnpicklingError, EOFError, TypeError, IndexError) as error:
        raise ValueError("these data are not what an emulator has saved") from error


class _Pickler(pickle.Pickler):
    """Refers to the client and to moto's own dictionaries by name; empties locks."""

    def persistent_id(self, value: object) -> tuple[str, str] | None:
        if isinstance(value, MotoClient):
            return CLIENT, ""
        return ("backends", value.service_name) if isinstance(value, BackendDict) else None

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, KEYS):
            der = value.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            return _read_key, (der,)
        if isinstance(value, x509.Certificate):
            return _read_certificate, (value.public_bytes(Encoding.DER),)
        if isinstance(value, defaultdict) and type(value) is not defaultdict:
            # Python would make it anew, and such a class of moto wants to be told its account.
            made = _make_default, (type(value), value.default_factory)
            return *made, vars(value), None, iter(value.items())
        if isinstance(value, _VersionedKeyStore):
            # Its items are the newest versions alone: Python would forget the others.
            lists = {key: value.getlist(key) for key in dict.keys(value)}
            return type(value), (), lists, None, None, _fill_versions
        if isinstance(value, FunctionType) and "<locals>" in value.__qualname__:
            # Such as the factory of a defaultdict. Variables around it would be lost.
            if value.__closure__:
                raise TypeError(f"{value.__qualname__} uses variables of the function around it")
            return _read_function, (value.__module__, marshal.dumps(value.__code__))
        return _reduce_shared(value)


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, client: MotoClient) -> None:
        super().__init__(io.BytesIO(data))
        self._client = client

    def persistent_load(self, reference: tuple[str, str]) -> Any:
        kind, service = reference
        return self._client if kind == CLIENT else moto_backends(service)


def _reduce_shared(value: Any) -> Any:
    """Return how to make what threads and owners share: a lock is free, a weak map is a copy."""
    if isinstance(value, RLOCK | LOCK):
        return (threading.RLock if isinstance(value, RLOCK) else threading.Lock), ()
    if isinstance(value, WeakValueDictionary):
        return WeakValueDictionary, (dict(value),)
    return NotImplemented


def _fill_versions(store: Any, lists: dict[str, list[Any]]) -> None:
    for key, versions in lists.items():
        store.setlist(key, versions)


def _read_key(der: bytes) -> PrivateKeyTypes:
    return load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)


def _read_certificate(der: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(der)


def _make_default(
    kind: type[defaultdict[Any, Any]], factory: Callable[[], Any] | None
) -> defaultdict[Any, Any]:
    made = kind.__new__(kind)
    defaultdict.__init__(made, factory)
    return made


def _read_function(module: str, code: bytes) -> FunctionType:
    return FunctionType(marshal.loads(code), vars(importlib.import_module(module)))  # noqa: S302
