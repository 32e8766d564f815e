"""One rule file: SQL whose leading comment is a TOML header."""

import re
import tomllib
from pathlib import Path
from typing import Any

from ringwall.model.errors import BadRule
from ringwall.model.layer import LAYERS
from ringwall.model.rule import SEVERITIES, Example, Kind, Rule

KINDS: dict[str, Kind] = {"controls": "control", "detections": "detection"}
EXPECTED = {"control": ("pass", "fail", "unknown"), "detection": ("hit", "quiet")}
REQUIRED = ("title", "layer", "severity", "why", "fix")
OPTIONAL = ("attacks", "url", "example")
MAX_BYTES = 256 * 1024


def read_rule(path: Path) -> Rule:
    """Return the rule in a file; BadRule names file, line and what is wrong."""
    header, header_line, sql, sql_line = _split(path)
    facts = _parse_header(path, header, header_line)
    kind = KINDS[path.parent.name]
    lines = [
        header_line + number
        for number, line in enumerate(header.split("\n"))
        if re.match(r"\s*\[\[\s*example\s*\]\]", line)
    ]
    found = facts.get("example", [])
    lines += [header_line] * (len(found) - len(lines))  # example = [{...}] has no line of its own
    examples = tuple(
        _example(path, kind, example, line) for example, line in zip(found, lines, strict=False)
    )
    return Rule(
        id=f"{path.parents[1].name}.{path.stem}",
        kind=kind,
        title=facts["title"],
        layer=facts["layer"],
        severity=facts["severity"],
        why=facts["why"],
        fix=facts["fix"],
        sql=sql,
        examples=examples,
        attacks=tuple(facts.get("attacks", ())),
        url=facts.get("url", ""),
        path=path,
        sql_line=sql_line,
    )


def _split(path: Path) -> tuple[str, int, str, int]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadRule(f"{path}:1: cannot read the rule: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise BadRule(f"{path}:1: a rule file is at most {MAX_BYTES} bytes")
    try:
        source = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadRule(f"{path}:1: cannot read the rule: no UTF-8 text in line {line}") from error
    match = re.match(r"/\*\n(.*?)\*/\s*", source, re.DOTALL)
    if not match:
        raise BadRule(f"{path}:1: no header; start the file with /*, TOML lines and */")
    return match[1], 2, source[match.end() :], source[: match.end()].count("\n") + 1


def _parse_header(path: Path, header: str, first_line: int) -> dict[str, Any]:
    try:
        facts = tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        # What never ends is told at the header's last line.
        line = first_line + (int(found[1]) - 1 if found else max(header.count("\n") - 1, 0))
        raise BadRule(f"{path}:{line}: broken header: {error}") from error
    for key in facts:
        if key not in (*REQUIRED, *OPTIONAL):
            raise BadRule(f"{_place(path, header, first_line, key)}: unknown header key {key!r}")
    for key in REQUIRED:
        if not isinstance(facts.get(key), str) or not facts[key].strip():
            raise BadRule(f'{path}:{first_line}: the header needs {key} = "..."')
    for key, allowed in (("layer", LAYERS), ("severity", SEVERITIES)):
        if facts[key] not in allowed:
            place = _place(path, header, first_line, key)
            raise BadRule(f"{place}: {key} {facts[key]!r} is not one of {', '.join(allowed)}")
    _check_optional(path, header, first_line, facts)
    return facts


def _check_optional(path: Path, header: str, first_line: int, facts: dict[str, Any]) -> None:
    examples, attacks = facts.get("example", []), facts.get("attacks", [])
    for key, is_right, right in (
        ("example", isinstance(examples, list) and all(map(_is_table, examples)), "[[example]]"),
        ("attacks", isinstance(attacks, list) and all(map(_is_text, attacks)), '["T1098"]'),
        ("url", _is_text(facts.get("url", "")), '"https://..."'),
    ):
        if not is_right:
            raise BadRule(f"{_place(path, header, first_line, key)}: write {key} as {right}")


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _place(path: Path, header: str, first_line: int, key: str) -> str:
    for number, line in enumerate(header.split("\n")):
        if re.match(rf"[\s\[\"']*{re.escape(key)}\b", line):
            return f"{path}:{first_line + number}"
    return f"{path}:{first_line}"


def _example(path: Path, kind: Kind, facts: dict[str, Any], line: int) -> Example:
    expect = facts.pop("expect", None)
    if expect not in EXPECTED[kind]:
        raise BadRule(f"{path}:{line}: expect is one of {', '.join(EXPECTED[kind])}")
    for name, rows in facts.items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise BadRule(f'{path}:{line}: {name} is a list of rows: {name} = [{{arn = "a"}}]')
    return Example({name: tuple(rows) for name, rows in facts.items()}, expect, line)
