"""Reads and writes the file of exceptions: TOML, kept under version control and reviewed there."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from ringwall.hub.exceptions.match import MOST_STARS
from ringwall.model.errors import BadInput
from ringwall.model.exception import ExceptionFile, FindingException
from ringwall.store.private_file import replacing

MOST_BYTES = 4 * 1024 * 1024
MOST_EXCEPTIONS = 10_000
MADE = re.compile(r"EX-([0-9]{4,9})", re.ASCII)
"""Ids that Ringwall makes."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_FORMS = (
    ("accounts", re.compile(r"[0-9]{12}", re.ASCII), "an account is twelve digits"),
    (
        "units",
        re.compile(r"ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32}", re.ASCII),
        "a unit is ou-... or r-...",
    ),
    (
        "regions",
        re.compile(r"[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}|global", re.ASCII),
        "a Region is like eu-west-1, or global",
    ),
)
"""The form of what narrows an exception, and how it is told."""
_HINT = "see docs/howto/exceptions.md"


def read_exceptions(path: Path) -> tuple[FindingException, ...]:
    """Return the exceptions of a file; BadInput says where it is wrong, and what is expected."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path}: cannot read the exceptions: {error.strerror}") from error
    return parse_exceptions(data, str(path))


def parse_exceptions(data: bytes, name: str) -> tuple[FindingException, ...]:
    """Return the exceptions of a text of TOML; `name` is what errors call it."""
    if len(data) > MOST_BYTES:
        raise BadInput(f"{name}: more than {MOST_BYTES // 1024 // 1024} MiB: no file of exceptions")
    try:
        document = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # also a number of more digits than int takes
        raise BadInput(f"{name}: no TOML: {error}") from error
    try:
        found = msgspec.convert(document, ExceptionFile, strict=True).exceptions
    except msgspec.ValidationError as error:
        said, separator, place = str(error).rpartition(" - at `$")
        told = f"{place.rstrip('`').lstrip('.')}: {said}" if separator else str(error)
        raise BadInput(f"{name}: {told}; {_HINT}") from error
    if len(found) > MOST_EXCEPTIONS:
        raise BadInput(f"{name}: more than {MOST_EXCEPTIONS:,} exceptions")
    for each in found:
        if flaw := find_flaw(each):
            raise BadInput(f"{name}: exception {each.id[:64]!r}: {flaw}; {_HINT}")
    counts = Counter(each.id for each in found)
    if twice := next((id_ for id_, count in counts.items() if count > 1), ""):
        raise BadInput(f"{name}: two exceptions have the id {twice}")
    return found


def find_flaw(exception: FindingException) -> str:
    """Return what is wrong with an exception; '' for nothing."""
    return next(_find_flaws(exception), "")


def _find_flaws(exception: FindingException) -> Iterator[str]:
    if not _ID.fullmatch(exception.id):
        yield "an id has letters, digits, dots, dashes and underscores, 64 at most"
    for name in ("reason", "owner"):
        if not getattr(exception, name).strip():
            yield f"{name} is empty: say why, and who answers for it"
    if not exception.rules or not all(exception.rules):
        yield "rules is empty: name the rules that it is about"
    for name, form, told in _FORMS:
        for value in getattr(exception, name):
            if not form.fullmatch(value):
                yield f"{name}: {value[:64]!r}: {told}"
    yield from _find_flawed_patterns(exception)
    if not exception.is_scoped and not all(pattern.strip("*") for pattern in exception.rules):
        yield "it covers every rule everywhere: name rules, or accounts, units, resources or tags"


def _find_flawed_patterns(exception: FindingException) -> Iterator[str]:
    if not all(exception.resources) or not all(exception.tags):
        yield "a pattern or a tag is empty"
    patterns = (*exception.rules, *exception.resources, *exception.tags.values())
    if any(pattern.count("*") > MOST_STARS for pattern in patterns):
        yield f"a pattern has {MOST_STARS} stars at most"


def choose_id(known: Iterable[FindingException]) -> str:
    """Return the next id: EX-0001 and on."""
    numbers = [int(found[1]) for each in known if (found := MADE.fullmatch(each.id))]
    return f"EX-{max(numbers, default=0) + 1:04}"


def write_exception(exception: FindingException) -> str:
    """Return an exception as it stands in the file."""
    lines = ["[[exceptions]]"]
    for name in FindingException.__struct_fields__:
        value = getattr(exception, name)
        if name == "expires":
            lines.append(f"expires = {value.isoformat()}")
        elif isinstance(value, dict):
            if value:
                pairs = ", ".join(f"{_quote(key)} = {_quote(each)}" for key, each in value.items())
                lines.append(f"{name} = {{ {pairs} }}")
        elif isinstance(value, tuple):
            if value:
                lines.append(f"{name} = [{', '.join(map(_quote, value))}]")
        elif value:
            lines.append(f"{name} = {_quote(value)}")
    return "\n".join(lines) + "\n"


def add_exception(path: Path, exception: FindingException) -> None:
    """Add an exception at the end of a file; what stands there, with its comments, stays.

    BadInput where the file, or the exception, is wrong: then nothing is written.
    """
    if flaw := find_flaw(exception):
        raise BadInput(f"{flaw}; {_HINT}")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    changed = f"{text}{gap}{write_exception(exception)}"
    parse_exceptions(changed.encode("utf-8"), str(path))
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    with replacing(path, mode) as file:
        file.write(changed)


def _quote(text: str) -> str:
    r"""Return a basic string of TOML: JSON's escapes are among its own, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
