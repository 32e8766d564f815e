"""Frameworks: their requirements, the rules that answer them, and what is left to a person.

`frameworks/NAME.csv` has a line for each requirement and rule; `frameworks/open/NAME.csv` a line
for each requirement of which something is left: a person has to judge it, or no rule does yet.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from ringwall.catalog.walk import CATALOG
from ringwall.model.errors import BadInput
from ringwall.model.spelling import name_likely

FRAMEWORKS = CATALOG / "frameworks"
Left = Literal["", "by hand", "not yet"]
"""What is left of a requirement beside its rules: nothing, a person's part, or a rule."""
RequirementState = Literal["automated", "partly", "manual", "not yet"]
REQUIREMENT_STATES: tuple[RequirementState, ...] = ("automated", "partly", "manual", "not yet")
UNWRITTEN = "no rule decides it yet"


@dataclass(frozen=True)
class Requirement:
    """One requirement of a framework and the rule that answers it ('' where none does yet)."""

    framework: str
    id: str
    title: str
    rule: str


@dataclass(frozen=True)
class FrameworkRequirement:
    """A requirement with all rules that answer it, and what they leave open."""

    id: str
    title: str
    rules: tuple[str, ...]
    left: Left = ""
    reason: str = ""
    """Why something is left; '' for nothing."""

    @property
    def state(self) -> RequirementState:
        """How much of it is decided without a person."""
        if self.rules:
            return "partly" if self.left else "automated"
        return "manual" if self.left == "by hand" else "not yet"


@dataclass(frozen=True)
class Framework:
    """A framework: `name` as it is typed, `title` as its author writes it."""

    name: str
    title: str
    requirements: tuple[FrameworkRequirement, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that answer any of it, each once."""
        return tuple(dict.fromkeys(rule for each in self.requirements for rule in each.rules))

    def count(self, state: RequirementState) -> int:
        """Return how many of its requirements are in a state."""
        return sum(each.state == state for each in self.requirements)


@cache
def load_requirements() -> tuple[Requirement, ...]:
    """Return every requirement of every framework, in the order of the files."""
    return tuple(each for path in _find_files() for each in _read_requirements(path))


@cache
def load_frameworks() -> Mapping[str, Framework]:
    """Return the frameworks by name, such as `cis_7_0`."""
    return {path.stem: _read_framework(path) for path in _find_files()}


def find_framework(name: str) -> Framework:
    """Return a framework by name; BadInput names those that there are."""
    known = load_frameworks()
    if name in known:
        return known[name]
    raise BadInput(f"no framework {name}{name_likely(name, known)}")


def _find_files() -> list[Path]:
    return sorted(FRAMEWORKS.glob("*.csv"))


def _read_requirements(path: Path) -> Iterator[Requirement]:
    for row in _read_rows(path):
        yield Requirement(row["framework"], row["requirement"], row["title"], row["rule"])


def _read_framework(path: Path) -> Framework:
    opened = path.parent / "open" / path.name
    rows = _read_rows(opened) if opened.exists() else ()
    left = {row["requirement"]: (cast("Left", row["left"]), row["reason"]) for row in rows}
    titles: dict[str, str] = {}
    rules: dict[str, list[str]] = {}
    framework = ""
    for each in _read_requirements(path):
        framework = each.framework
        titles[each.id] = each.title
        rules.setdefault(each.id, []).extend([each.rule] if each.rule else ())
    found = []
    for id_, title in titles.items():
        what, reason = left.get(id_, ("" if rules[id_] else "not yet", ""))
        found.append(
            FrameworkRequirement(
                id_, title, tuple(rules[id_]), what, reason or (UNWRITTEN if what else "")
            )
        )
    return Framework(path.stem, framework, tuple(found))


def _read_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)
