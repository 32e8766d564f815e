"""A SQL file whose leading comment is a TOML header, and the lines that errors name."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ringwall.model.errors import BadRule
from ringwall.model.rule import Example

MAX_BYTES = 256 * 1024
FIRST_LINE = 2
"""Line of the file where the header's text starts; 1-based."""


@dataclass(frozen=True)
class SqlFile:
    """A file as it was read: the values of its header, and the query that follows it."""

    path: Path
    header: str
    values: Mapping[str, Any]
    sql: str
    sql_line: int
    """Line of the file where the query starts; 1-based."""
    first_line: int = FIRST_LINE
    """Line of the file where the header's text starts; 1-based."""

    def locate(self, key: str) -> str:
        """Return file and line of a key of the header; of the header's start where it is absent."""
        return f"{self.path}:{self.line_of(key)}"

    def line_of(self, key: str) -> int:
        """Return the line of a key of the header; the header's first where it is absent."""
        for number, line in enumerate(self.header.split("\n")):
            if re.match(rf"[\s\[\"']*{re.escape(key)}\b", line):
                return self.first_line + number
        return self.first_line

    def check_keys(self, known: Collection[str], required: Collection[str]) -> None:
        """Raise BadRule for a key that is not known, and for text that is missing or empty."""
        for key in self.values:
            if key not in known:
                raise BadRule(f"{self.locate(key)}: unknown header key {key!r}")
        for key in required:
            if not isinstance(self.values.get(key), str) or not self.values[key].strip():
                raise BadRule(f'{self.path}:{self.first_line}: the header needs {key} = "..."')

    def check_choice(self, key: str, allowed: Collection[str]) -> None:
        """Raise BadRule where a key has a value that is not one of those allowed."""
        value = self.values[key]
        if value not in allowed:
            raise BadRule(f"{self.locate(key)}: {key} {value!r} is not one of {', '.join(allowed)}")


def read_sql_file(path: Path) -> SqlFile:
    """Return a file's header and query; BadRule names file, line and what is wrong."""
    source = read_source(path)
    match = re.match(r"/\*\n(.*?)\*/\s*", source, re.DOTALL)
    if not match:
        raise BadRule(f"{path}:1: no header; start the file with /*, TOML lines and */")
    line = source[: match.end()].count("\n") + 1
    return SqlFile(path, match[1], parse_header(path, match[1]), source[match.end() :], line)


def read_source(path: Path) -> str:
    """Return the text of a rule's file; BadRule where it cannot be read, or is too long."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadRule(f"{path}:1: cannot read the rule: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise BadRule(f"{path}:1: a rule file is at most {MAX_BYTES} bytes")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadRule(f"{path}:1: cannot read the rule: no UTF-8 text in line {line}") from error


def parse_header(path: Path, header: str, first_line: int = FIRST_LINE) -> dict[str, Any]:
    """Return the values of a header; BadRule names the line where it is broken."""
    try:
        return tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        # What never ends is reported at the header's last line.
        line = first_line + (int(found[1]) - 1 if found else max(header.count("\n") - 1, 0))
        # The line that TOML names is the header's, not the file's.
        said = re.sub(r" \(at (?:line \d+, (column \d+)|end of document)\)", _place, str(error))
        raise BadRule(f"{path}:{line}: broken header: {said}") from error
    except RecursionError as error:
        raise BadRule(f"{path}:{first_line}: broken header: nested too deep") from error
    except ValueError as error:  # a number of thousands of digits, a day that no month has
        raise BadRule(f"{path}:{first_line}: broken header: {error}") from error


def _place(found: re.Match[str]) -> str:
    return f" (at {found[1]})" if found[1] else ""


def read_examples(file: SqlFile, verdicts: Collection[str]) -> Iterator[Example]:
    """Yield the examples of a header; BadRule for one that expects none of the verdicts."""
    found = file.values.get("example", [])
    if not isinstance(found, list) or not all(isinstance(example, dict) for example in found):
        raise BadRule(f"{file.locate('example')}: write example as [[example]]")
    lines = [
        file.first_line + number
        for number, line in enumerate(file.header.split("\n"))
        if re.match(r"\s*\[\[\s*example\s*\]\]", line)
    ]
    # example = [{...}] has no line of its own.
    lines += [file.first_line] * (len(found) - len(lines))
    for example, line in zip(found, lines, strict=False):
        place = f"{file.path}:{line}"
        tables = {name: rows for name, rows in example.items() if name != "expect"}
        if example.get("expect") not in verdicts:
            raise BadRule(f"{place}: expect is one of {', '.join(verdicts)}")
        for name, rows in tables.items():
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise BadRule(f'{place}: {name} is a list of rows: {name} = [{{arn = "a"}}]')
        yield Example(
            {name: tuple(rows) for name, rows in tables.items()},
            example["expect"],
            line,
            file.path,
        )
