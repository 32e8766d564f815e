"""MISP events as JSON: the attributes that are meant for detection.

https://www.misp-standard.org/rfc/misp-standard-core.html
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from ringwall.model.errors import BadInput

TYPES = frozenset({
    "ip-src", "ip-dst", "ip-src|port", "ip-dst|port", "domain", "domain|ip", "hostname",
    "hostname|port", "url",
})  # fmt: skip


def read_misp(content: bytes, skipped: Counter[str]) -> Iterator[str]:
    """Yield the values of the attributes that have `to_ids`; BadInput where it is no MISP export.

    Other types, and what is not meant for detection, are counted in `skipped`.
    """
    try:
        document = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadInput(f"no JSON: {error}") from error
    events = _find_events(document)
    if not events:
        raise BadInput('no MISP export: it has no "Event"')
    for event in events:
        for attribute in _find_attributes(event):
            kind, value = attribute.get("type"), attribute.get("value")
            if not (isinstance(kind, str) and kind in TYPES and isinstance(value, str)):
                skipped["an attribute of another type"] += 1
            elif attribute.get("to_ids") in (True, "1") and not attribute.get("deleted"):
                first, _, second = value.partition("|")
                yield first
                if kind == "domain|ip":
                    yield second
            else:
                skipped["an attribute that is not meant for detection"] += 1


def _find_events(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, dict) and isinstance(document.get("response"), list):
        document = document["response"]
    documents = document if isinstance(document, list) else [document]
    found = (one.get("Event", {}) for one in documents if isinstance(one, dict))
    return [event for event in found if isinstance(event, dict) and event]


def _find_attributes(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    holders = [event, *_dicts(event.get("Object"))]
    for holder in holders:
        yield from _dicts(holder.get("Attribute"))


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
