"""Lists of addresses and domains, and data files about them: import, update, list, remove."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from ringwall.detect.enrichment.bounded_file import read_bounded, unpack
from ringwall.detect.enrichment.feeds import FeedFormat, guess_format, read_feed
from ringwall.detect.enrichment.fetch import FeedNotFetchedError, check_url, fetch
from ringwall.detect.enrichment.intel_list import (
    DATA_KINDS,
    SUFFIX_KINDS,
    IntelKind,
    IntelList,
    find_max_age,
)
from ringwall.detect.enrichment.intel_store import (
    check_name,
    find_list,
    read_lists,
    remove_list,
    remove_partial_lists,
    write_data,
    write_list,
)
from ringwall.detect.enrichment.own_lists import read_own_lists
from ringwall.detect.enrichment.packaged_places import NAMES, describe_packaged
from ringwall.detect.enrichment.places import check_data_file
from ringwall.model.errors import BadInput
from ringwall.store.home import Home

ImportKind = IntelKind
"""What a list can be a list of."""
MAX_DATA = 1024**3
"""Bytes of a data file."""


@dataclass(frozen=True)
class IntelRequest:
    """A list to import. `format` "" guesses; `max_age` None takes the kind's."""

    source: str
    kind: IntelKind
    name: str = ""
    format: FeedFormat | None = None
    column: str = ""
    max_age: timedelta | None = None


@dataclass(frozen=True)
class IntelLists:
    """All lists, ours first, and what is wrong with those that cannot be read."""

    lists: tuple[IntelList, ...]
    damaged: tuple[str, ...]


@dataclass(frozen=True)
class UpdatedList:
    """What became of one list: it as it is now, or why it stays as it was."""

    name: str
    now: IntelList | None
    error: str = ""


def import_list(home: Path, request: IntelRequest, now: datetime) -> IntelList:
    """Store a list from a file or an https URL; one of the same name is replaced.

    BadInput for a file that cannot be used, FeedNotFetchedError for a URL that does not answer.
    """
    folder = Home(home)
    name = request.name or _make_name(request.source)
    check_name(name)
    if name in {*NAMES.values(), *(about.name for about, _ in read_own_lists())}:
        raise BadInput(f"{name} is a list of Ringwall's own; name yours otherwise with --name")
    about = IntelList(
        name=name,
        kind=request.kind,
        source=request.source,
        format="mmdb" if request.kind in DATA_KINDS else request.format or "",
        made=now.astimezone(UTC),
        max_age=request.max_age or find_max_age(request.kind),
        column=request.column,
    )
    is_url = "://" in request.source
    if is_url:
        check_url(request.source)
    if request.kind in DATA_KINDS:
        if is_url:
            raise BadInput(f"--kind {request.kind} takes a file (.mmdb), no URL")
        return _import_data(folder, about, Path(request.source))
    content = fetch(request.source).content if is_url else read_bounded(Path(request.source))
    return _store(folder, about, content)


def update_lists(home: Path, names: tuple[str, ...], now: datetime) -> Iterator[UpdatedList]:
    """Fetch the lists with URLs again, all or those that are named; each that fails stays.

    BadInput for a name that no such list has.
    """
    folder = Home(home)
    lists, _ = read_lists(folder.intel)
    chosen = [one for one in lists if one.is_feed and (not names or one.name in names)]
    if missing := sorted(set(names) - {one.name for one in chosen}):
        raise BadInput(f"no list {missing[0]} that has a URL; `ringwall intel list` shows all")
    for one in chosen:
        try:
            content = fetch(one.source).content
            updated = _store(folder, replace(one, made=now.astimezone(UTC)), content)
            yield UpdatedList(one.name, updated)
        except (FeedNotFetchedError, BadInput) as error:
            yield UpdatedList(one.name, None, str(error))


def list_intel(home: Path) -> IntelLists:
    """Return all lists and data files."""
    lists, damaged = read_lists(Home(home).intel)
    ours = [about for about, _ in read_own_lists()]
    try:
        ours += describe_packaged()
    except BadInput as error:
        damaged.append(str(error))
    return IntelLists((*ours, *lists), tuple(damaged))


def remove_intel(home: Path, names: tuple[str, ...]) -> None:
    """Delete lists; BadInput for a name that none has, and then nothing is deleted."""
    folder = Home(home)
    with folder.lock("intel remove"):
        lists, _ = read_lists(folder.intel)
        for name in names:
            check_name(name)
            if not find_list(lists, name) and not (folder.intel / name).is_dir():
                raise BadInput(f"no list {name}; `ringwall intel list` shows all")
        for name in names:
            remove_list(folder.intel, name)


def _store(folder: Home, about: IntelList, content: bytes) -> IntelList:
    plain = unpack(content, about.source)
    form = next((f for f in ("text", "csv", "stix", "misp") if f == about.format), None)
    form = form or guess_format(plain)
    try:
        takes_suffixes = about.kind in SUFFIX_KINDS
        feed = read_feed(plain, form, about.column, takes_suffixes=takes_suffixes)
    except BadInput as error:
        raise BadInput(f"{about.source}: {error}") from error
    with folder.lock("intel import"):
        remove_partial_lists(folder.intel)
        return write_list(folder.intel, replace(about, format=form), feed)


def _import_data(folder: Home, about: IntelList, path: Path) -> IntelList:
    made = check_data_file(path, about.kind)
    content = read_bounded(path, MAX_DATA)
    with folder.lock("intel import"):
        remove_partial_lists(folder.intel)
        return write_data(folder.intel, replace(about, made=made), content)


def _make_name(source: str) -> str:
    """Return a name for a list, made of its file's or its host's."""
    parts = urlsplit(source) if "://" in source else None
    text = f"{parts.hostname}-{Path(parts.path).stem}" if parts else Path(source).name
    stem = re.sub(r"\.(gz|zip|txt|csv|json|mmdb|netset|ipset)$", "", text.lower())
    return re.sub(r"[^a-z0-9._-]+", "-", stem).strip("-._")[:63] or "list"
