"""What the catalog's own rules read, worked out when the program is built and not at each audit.

`known_reads.json` is a part of the program, not of a home folder: what it says is trusted, and a
rule that it called blind would pass. An entry holds for one text of a rule, word for word, and for
one declaration of the tables that the text can name; anything else is worked out anew.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ringwall.store.engine.scans import Scans, as_json, from_json

FILE = Path(__file__).with_suffix(".json")
Columns = tuple[tuple[str, ...], ...]
"""Tables, each as its schema and its name followed by its columns."""


NO_SCANS: Scans = {}


class QueryReads(NamedTuple):
    """What a query reads, and the tables whose resources it judges."""

    reads: Mapping[str, frozenset[str]]
    primaries: frozenset[str]
    scans: Scans = NO_SCANS
    """What it asks of the rows of logs."""


def find_known(sql: str, tables: Columns) -> QueryReads | None:
    """Return what a query reads, where it is one of the catalog's own; None where it is not."""
    found = _load().get(_name_text(sql, tables))
    if found is None:
        return None
    reads = {table: frozenset(columns) for table, columns in found["reads"].items()}
    return QueryReads(reads, frozenset(found["primaries"]), from_json(found.get("scans", {})))


def write_known(queries: Iterable[tuple[str, Columns, QueryReads]]) -> str:
    """Return the file's text for these queries, the tables that they can name, what they read."""
    entries = {
        _name_text(sql, tables): {
            "reads": {table: sorted(columns) for table, columns in sorted(found.reads.items())},
            "primaries": sorted(found.primaries),
            **({"scans": as_json(found.scans)} if found.scans else {}),
        }
        for sql, tables, found in queries
    }
    lines = (f"{json.dumps(name)}: {json.dumps(entries[name])}" for name in sorted(entries))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _name_text(sql: str, tables: Columns) -> str:
    """Return the name of a text together with the tables that it can mean."""
    words = set(re.findall(r"\w+", sql.lower()))
    meant = sorted(table for table in tables if table[1] in words)
    return hashlib.sha256(json.dumps([sql, meant]).encode()).hexdigest()


@cache
def _load() -> Mapping[str, Any]:
    try:
        found = json.loads(FILE.read_bytes())
    except FileNotFoundError:
        return {}
    return found if isinstance(found, dict) else {}
