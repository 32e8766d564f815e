"""Lists and data files at rest: `<home>/intel/<name>/`, each there whole or not at all.

Addresses are pairs of numbers in binary files, sorted, so that a list of a million is read in
milliseconds; domains are lines. A list that is damaged is refused: it would be a list that nothing
is on.
"""

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ringwall.detect.enrichment.address_ranges import merge_ranges, pack_ranges, unpack_ranges
from ringwall.detect.enrichment.feeds import Feed
from ringwall.detect.enrichment.indicators import AddressRange
from ringwall.detect.enrichment.intel_list import LIST_KINDS, IntelList
from ringwall.model.errors import BadInput, StorageFailed
from ringwall.store.private_file import create_private

MANIFEST = "list.json"
RANGES = {4: "v4.bin", 6: "v6.bin"}
DOMAINS = "domains.txt"
EXPIRING = "expiring.tsv"
DATA = "data.mmdb"
FORMAT = 1
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}", re.ASCII)
PARTIAL = ".partial-"
ADVICE = "`ringwall intel remove` removes it; import it again"


def check_name(name: str) -> None:
    """Raise BadInput for a name that no list can have."""
    if not NAME.fullmatch(name):
        raise BadInput(
            f"{name}: a list's name has small letters, digits, dots and dashes; name it with --name"
        )


def write_list(intel: Path, about: IntelList, feed: Feed) -> IntelList:
    """Store the indicators of a feed under a name, in place of what had the name before."""
    ranges = {version: merge_ranges(feed.networks, version) for version in RANGES}
    files = {RANGES[version]: pack_ranges(found, version) for version, found in ranges.items()}
    files[DOMAINS] = "".join(f"{name}\n" for name in sorted(feed.domains)).encode()
    files[EXPIRING] = "".join(_write_expiring(feed)).encode()
    found = replace(
        about,
        networks=sum(map(len, ranges.values())),
        domains=len(feed.domains),
        expiring=len(feed.expiring),
        skipped=dict(feed.skipped),
    )
    return _publish(intel, found, files)


def write_data(intel: Path, about: IntelList, content: bytes) -> IntelList:
    """Store a data file under a name, in place of what had the name before."""
    return _publish(intel, about, {DATA: content})


def read_lists(intel: Path) -> tuple[list[IntelList], list[str]]:
    """Return all lists in the order of their names, and what is wrong with each of the others."""
    found: list[IntelList] = []
    damaged: list[str] = []
    with suppress(FileNotFoundError):
        for path in sorted(intel.iterdir()):
            if NAME.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
                try:
                    found.append(_read_manifest(path))
                except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
                    damaged.append(f"{path}: damaged: {error!r}; {ADVICE}")
    return found, damaged


def remove_list(intel: Path, name: str) -> None:
    """Delete a list, also a damaged one; BadInput where there is none of the name."""
    check_name(name)
    if not (intel / name).is_dir():
        raise BadInput(f"no list {name}; `ringwall intel list` shows all")
    gone = intel / f"{PARTIAL}{secrets.token_hex(8)}"
    try:
        (intel / name).rename(gone)
        shutil.rmtree(gone)
    except OSError as error:
        raise StorageFailed(f"{intel / name}: cannot delete: {error}") from error


def read_ranges(intel: Path, about: IntelList, version: int) -> tuple[Any, Any]:
    """Return the first and the last addresses of a list's networks, sorted, as numbers."""
    return unpack_ranges(_read_file(intel, about, RANGES[version]), version)


def read_domains(intel: Path, about: IntelList) -> Iterator[str]:
    """Yield the domains of a list."""
    yield from _read_file(intel, about, DOMAINS).decode().splitlines()


def read_expiring(intel: Path, about: IntelList, now: datetime) -> Iterator[AddressRange | str]:
    """Yield the indicators with ends of their own that still count."""
    limit = int(now.timestamp())
    for line in _read_file(intel, about, EXPIRING).decode().splitlines():
        end, *parts = line.split("\t")
        if int(end) >= limit:
            yield parts[0] if len(parts) == 1 else AddressRange(*map(int, parts))


def data_file(intel: Path, about: IntelList) -> Path:
    """Return the path of a data file."""
    return intel / about.name / DATA


def _write_expiring(feed: Feed) -> Iterator[str]:
    for indicator, end in feed.expiring.items():
        parts = [indicator] if isinstance(indicator, str) else map(str, indicator)
        yield "\t".join([str(int(end.timestamp())), *parts]) + "\n"


def _publish(intel: Path, about: IntelList, files: Mapping[str, bytes]) -> IntelList:
    check_name(about.name)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    found = replace(about, sha256=sums)
    partial = intel / f"{PARTIAL}{secrets.token_hex(8)}"
    try:
        partial.mkdir(parents=True, mode=0o700)
        for name, content in files.items():
            create_private(partial / name).close()
            (partial / name).write_bytes(content)
        with create_private(partial / MANIFEST) as out:
            out.write(json.dumps(_to_json(found), indent=1))
        old = intel / about.name
        if old.exists():
            gone = intel / f"{PARTIAL}{secrets.token_hex(8)}"
            old.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
        partial.rename(old)
    except OSError as error:
        raise StorageFailed(f"{intel}: cannot write the list: {error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return found


def remove_partial_lists(intel: Path) -> None:
    """Delete what killed runs left behind; the caller holds the home's lock."""
    for path in intel.glob(f"{PARTIAL}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


def _to_json(about: IntelList) -> dict[str, Any]:
    values = dict(vars(about))
    values |= {"made": about.made.isoformat(), "max_age": int(about.max_age.total_seconds())}
    return {"manifest": FORMAT, **values}


def _read_manifest(path: Path) -> IntelList:
    values = json.loads((path / MANIFEST).read_bytes())
    if values.pop("manifest") != FORMAT:
        raise ValueError(f"another format than {FORMAT}")
    # INVARIANT: a list is in the folder of its name: other paths are made of it.
    if values["name"] != path.name or values["kind"] not in LIST_KINDS:
        raise ValueError("the name or the kind is not its own")
    made = datetime.fromisoformat(values["made"]).astimezone(UTC)
    return IntelList(**values | {"made": made, "max_age": timedelta(seconds=values["max_age"])})


def _read_file(intel: Path, about: IntelList, name: str) -> bytes:
    path = intel / about.name / name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}; {ADVICE}") from error
    if hashlib.sha256(content).hexdigest() != about.sha256.get(name):
        raise BadInput(f"{path}: changed since it was written; {ADVICE}")
    return content


def find_list(lists: Iterable[IntelList], name: str) -> IntelList | None:
    """Return the list of a name; None where there is none."""
    return next((found for found in lists if found.name == name), None)
