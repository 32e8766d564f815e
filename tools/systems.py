"""Makes the page of systems: what builds each, judges it and mends it, and what stays by hand."""

import tomllib
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from ringwall.catalog.loader import load_playbooks, load_rules, load_sections
from ringwall.model.layer import LAYERS

SYSTEMS = Path(__file__).with_name("systems.toml")
HEAD = """The architecture is made of {count} systems, six in each layer. For each: the sections of
the [blueprint](blueprint.md) that build it, how many [controls](rules.md) judge it and which, the
playbooks that mend what fails, and what a person does."""


def write_systems(note: str) -> str:
    """Return the page; ValueError where a system names a section or a rule that there is not."""
    systems = tomllib.loads(SYSTEMS.read_text(encoding="utf-8"))["system"]
    known = {part.section for part in load_sections()}
    built = {section for system in systems for section in system["sections"]}
    if built != known:
        raise ValueError(f"{SYSTEMS.name}: {sorted(built ^ known)}: each section is in a system")
    parts = [f"# Systems\n\n{note}\n", HEAD.format(count=len(systems)), ""]
    for layer in LAYERS:
        parts.append(f"## {layer.capitalize()}\n")
        parts.append(
            "| system | built by | controls | playbooks | by hand |\n|---|---|---|---|---|"
        )
        parts += [_row(system) for system in systems if system["layer"] == layer]
        parts.append("")
    return "\n".join(parts)


def _row(system: dict[str, list[str]]) -> str:
    rules = [_expand(pattern) for pattern in system["rules"]]
    found = {rule for names in rules for rule in names}
    books = sorted({b.id for b in load_playbooks().values() if found & set(b.answers)})
    told = f"{len(found)}: {_code(system['rules'])}" if found else "none"
    cells = (
        str(system["name"]),
        _code(system["sections"]) or "nothing",
        told,
        _code(books),
        "; ".join(system.get("manual", [])),
    )
    return f"| {' | '.join(cells)} |"


def _expand(pattern: str) -> list[str]:
    found = [rule for rule in load_rules() if fnmatch(rule, pattern)]
    if not found:
        raise ValueError(f"{SYSTEMS.name}: no rule is called {pattern}")
    return found


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
