"""`ringwall rules coverage`: how much of each framework is decided, and why the rest is not."""

from collections.abc import Iterable, Iterator
from typing import Literal

from ringwall.catalog.requirements import (
    REQUIREMENT_STATES,
    Framework,
    find_framework,
    load_frameworks,
)
from ringwall.cli.output import print_grid, print_json


def coverage(*, framework: str = "", format: Literal["table", "json"] = "table") -> None:
    """Show how much of each framework is decided by rules, and why the rest is not.

    automated: rules decide it. partly: a person's part is left. manual: a person judges all of it.
    not yet: no rule decides it. `ringwall audit --framework` says how each stands.

    Parameters
    ----------
    framework
        Show each requirement of this one, such as cis_7_0, with its rules.
    format
        table, or json for one requirement a line.
    """
    chosen = [find_framework(framework)] if framework else list(load_frameworks().values())
    if format == "json":
        print_json(row for each in chosen for row in _make_rows(each))
        return
    print_grid(("framework", *REQUIREMENT_STATES, "all", "title"), map(_count, chosen))
    print()
    print_grid(
        ("framework", "requirement", "decided", "title", "rules, and what is left"),
        _list_requirements(chosen, each=bool(framework)),
    )


def _count(framework: Framework) -> tuple[str | int, ...]:
    counts = [framework.count(state) for state in REQUIREMENT_STATES]
    return framework.name, *counts, len(framework.requirements), framework.title


def _list_requirements(chosen: Iterable[Framework], *, each: bool) -> Iterator[tuple[str, ...]]:
    """Yield each requirement, or those of which something is left."""
    for framework in chosen:
        for one in framework.requirements:
            if each or one.left:
                told = [", ".join(one.rules)] if one.rules else []
                told += [f"{one.left}: {one.reason}"] if one.left else []
                yield framework.name, one.id, one.state, one.title, "; ".join(told)


def _make_rows(framework: Framework) -> Iterator[dict[str, object]]:
    for one in framework.requirements:
        yield {
            "framework": framework.name,
            "requirement": one.id,
            "title": one.title,
            "decided": one.state,
            "rules": list(one.rules),
            "left": one.left,
            "reason": one.reason,
        }
