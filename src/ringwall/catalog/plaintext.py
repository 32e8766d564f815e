"""Documents without what may be a secret: what is left says where a credential was, and which kind.

Tables that AWS sends variables, scripts or values with take them out here before anything is kept:
neither a value nor a hash of it, nor how long it is, goes further.
"""

import base64
import binascii
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from ringwall.catalog.credentials import LONGEST, find_in_text, find_kind
from ringwall.model.table import Column, Derived, Row, texts
from ringwall.model.text import make_storable, make_visible

MEMBER = "PlaintextCredentials"
"""The member of a document that says what was found; None where that could not be told."""
MOST = 100
"""Findings that a document keeps."""
_LONGEST_NAME = 128
_GZIP = b"\x1f\x8b"
Pairs = Iterable[tuple[str, Any]]
"""Names of variables, each with its value."""


def plaintext_column(within: str = "") -> Column:
    """Return the column of what was found; `within` is the detail call that has the member."""
    path = f"{MEMBER}[].Label"
    return texts(
        "plaintext_credentials",
        f"{within}.{path}" if within else path,
        "Where a credential is in plain sight, and its kind; never the credential.",
        required=True,
        property=path,
    )


def derive_credentials(within: str = "") -> Derived:
    """Return how what was found in a document becomes rows of plaintext_credential."""
    return Derived("plaintext_credential", partial(_explode, within), needs=within)


def _explode(within: str, document: Row, _: Row) -> Iterator[Row]:
    found = (document.get(within) or {MEMBER: []} if within else document)[MEMBER]
    if found is None:
        raise ValueError("what may be a credential could not be read")
    for one in found:
        yield {"place": one["Place"], "name": one["Name"], "kind": one["Kind"]}


def conceal(document: Row, kept: Row, find: Callable[[Row], Iterable[Row]]) -> Row:
    """Return what is kept of a document, with what is found in all of it.

    Where that cannot be taken apart, it is not known whether there is anything.
    """
    try:
        found = list(islice(find(document), MOST))
    except (ValueError, LookupError, TypeError, AttributeError):
        return {**kept, MEMBER: None}
    return {**kept, MEMBER: found}


def lower_names(value: Any) -> Any:
    """Return a document with small letters in its names: the API and CloudFormation differ."""
    if isinstance(value, Mapping):
        return {name.lower(): lower_names(part) for name, part in value.items()}
    return [lower_names(part) for part in value] if isinstance(value, list) else value


def find_in_variables(place: str, pairs: Pairs) -> Iterator[Row]:
    """Yield the variables that are credentials."""
    for name, value in pairs:
        if isinstance(value, Mapping):  # a function of CloudFormation, what it is made of aside
            kinds = (one["Kind"] for one in find_in_script(place, value))
            yield from (_note(place, name, kind) for kind in dict.fromkeys(kinds))
        elif kind := find_kind(name, _write(value)):
            yield _note(place, name, kind)


def find_in_script(place: str, text: Any) -> Iterator[Row]:
    """Yield the credentials in a text that has its own names, or in a function that makes it."""
    if not isinstance(text, str | Mapping | None):
        raise TypeError(f"not a text: {type(text).__name__}")
    for name, kind in find_in_text("\n".join(_literals(text))):
        yield _note(place, name, kind)


def find_in_user_data(encoded: Any) -> Iterator[Row]:
    """Yield the credentials in user data: base64, perhaps gzip inside, perhaps a function.

    ValueError where it is none of it, or is too large when it is unpacked.
    """
    is_text = isinstance(encoded, str) and encoded
    yield from find_in_script("user data", _unpack(encoded) if is_text else encoded)


def conceal_user_data(properties: Row) -> Row:
    """Return CloudFormation properties without their user data."""
    kept = {name: value for name, value in properties.items() if name != "UserData"}
    return conceal(properties, kept, lambda found: find_in_user_data(found.get("UserData")))


def _unpack(encoded: str) -> str:
    try:
        content = base64.b64decode("".join(encoded.split()), validate=True)
        if content.startswith(_GZIP):
            unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            content = unpacker.decompress(content, LONGEST + 1)
            if not unpacker.eof and len(content) <= LONGEST:
                raise ValueError("user data breaks off")
    except (binascii.Error, zlib.error) as error:
        raise ValueError("user data is neither base64 nor gzip in it") from error
    return content.decode("utf-8", "replace")


def _literals(value: Any) -> Iterator[str]:
    """Yield the texts in a function of CloudFormation, but for what it refers to."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name.lower() not in {"ref", "fn::getatt", "fn::importvalue"}:
                yield from _literals(part)
    elif isinstance(value, list):
        for part in value:
            yield from _literals(part)


def _write(value: Any) -> str:
    if value is None:  # a variable that is declared alone
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        raise TypeError(f"not the value of a variable: {type(value).__name__}")
    return str(value)


def _note(place: str, name: str, kind: str) -> Row:
    """Return what is kept: a name that looks like a credential itself is not."""
    shown = make_visible(make_storable(name))[:_LONGEST_NAME]
    if any(find_in_text(name)):
        shown = "?"
    where = f"{place} {shown}" if shown else place
    return {"Place": place, "Name": shown, "Kind": kind, "Label": f"{where}: {kind}"}
