"""Reads and writes the file of exceptions: TOML, kept under version control and reviewed there."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

import msgspec

from ringwall.hub.exceptions.match import MOST_STARS, matches
from ringwall.model.errors import BadInput
from ringwall.model.exception import ExceptionFile, FindingException
from ringwall.store.private_file import replacing

MOST_BYTES = 4 * 1024 * 1024
MOST_EXCEPTIONS = 10_000
MOST_DOTS = 1_000
"""In a line: the time that a dotted key takes grows with the square of its parts."""
MADE = re.compile(r"EX-([0-9]{4,9})", re.ASCII)
"""Ids that Ringwall makes."""
HIGHEST = 999_999_999
"""The number of the last id that has this form."""
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
_RULE_PROBES = ("aa.bb_cc", "dd.ee_ff")
"""Ids of rules that have in common only what all ids have."""
_ARN_PROBES = tuple(
    (f"arn:{partition}:s3:::b", f"arn:{partition}:ec2:eu-west-1:111122223333:instance/i-0")
    for partition in ("aws", "aws-cn", "aws-us-gov")
)
"""The same for ARNs of a partition: nobody has accounts of two."""
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
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.count(b".") > MOST_DOTS:
            raise BadInput(
                f"{name}:{number}: more than {MOST_DOTS:,} dots in a line; write a long list over "
                f"several lines; {_HINT}"
            )
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
        if not _shows_something(getattr(exception, name)):
            yield f"{name} is empty: say why, and who answers for it"
    if not exception.rules or not all(exception.rules):
        yield "rules is empty: name the rules that it is about"
    for name, form, told in _FORMS:
        for value in getattr(exception, name):
            if not form.fullmatch(value):
                yield f"{name}: {value[:64]!r}: {told}"
    yield from _find_flawed_patterns(exception)
    if _covers_everything(exception):
        yield "it covers every rule everywhere: name rules, or accounts, units, resources or tags"


def _shows_something(text: str) -> bool:
    """Whether a reader sees anything of a text: spaces and what has no width are nothing."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def _covers_everything(exception: FindingException) -> bool:
    """Whether neither its rules nor its scope leave anything out, however their stars stand."""
    if exception.accounts or exception.tags:
        return False
    if exception.units and not any(unit.startswith("r-") for unit in exception.units):
        return False
    return _is_any(exception.rules, _RULE_PROBES) and (
        not exception.resources or any(_is_any(exception.resources, each) for each in _ARN_PROBES)
    )


def _is_any(patterns: Iterable[str], probes: Iterable[str]) -> bool:
    """Whether one pattern takes names that have nothing in common: it takes all of them."""
    return any(all(matches(each, probe) for probe in probes) for each in patterns)


def _find_flawed_patterns(exception: FindingException) -> Iterator[str]:
    if not all(exception.resources) or not all(exception.tags):
        yield "a pattern or a tag is empty"
    patterns = (*exception.rules, *exception.resources, *exception.tags.values())
    if any(pattern.count("*") > MOST_STARS for pattern in patterns):
        yield f"a pattern has {MOST_STARS} stars at most"


def choose_id(known: Iterable[FindingException]) -> str:
    """Return the next id: EX-0001 and on; where the highest of all is taken, the first free one."""
    numbers = {int(found[1]) for each in known if (found := MADE.fullmatch(each.id))}
    after = max(numbers, default=0) + 1
    number = after if after <= HIGHEST else next(n for n in count(1) if n not in numbers)
    return f"EX-{number:04}"


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
