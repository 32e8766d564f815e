"""The terminal's table: `STANDING requirement  title`, and below it what decided it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, TextIO

from rich.console import Console
from rich.text import Text

from ringwall.hub.frameworks.names import name_accounts
from ringwall.hub.frameworks.results import FrameworkResult, RequirementResult, RequirementStanding
from ringwall.hub.summary import Summary
from ringwall.model.text import find_inner, make_visible

STYLES: Mapping[str, str] = {
    "failing": "bold red",
    "unknown": "bold magenta",
    "by hand": "cyan",
    "met": "green",
}
ShowStanding = Callable[[RequirementStanding | Literal[""], str], None]
NAMED = 3
"""Accounts that a line names; the others are counted."""


def write(result: FrameworkResult, out: TextIO, summary: Summary) -> None:
    """Write each requirement in the order of the framework, then how all of them stand."""
    show = _show_colours(out) if out.isatty() else _show_plain(out)
    width = max((len(each.requirement.id) for each in result.requirements), default=0)
    for each in result.requirements:
        requirement = each.requirement
        show(each.standing, f"{requirement.id:{width}}  {requirement.title}")
        for line in _explain(each, summary):
            show("", f"{'':{width}}  {line}")
    told = ", ".join(f"{count} {name}" for name, count in result.counts.items() if count)
    percent = "" if result.percent == "-" else f": {result.percent} %"
    out.write(f"\n{result.framework.title}{percent} ({told})\n")


def _explain(each: RequirementResult, summary: Summary) -> Iterator[str]:
    if each.failed or each.unknown or each.excepted:
        parts = []
        if each.failed:
            names = name_accounts(tuple(each.failing)[:NAMED], summary)
            more = len(each.failing) - len(names)
            listed = ", ".join(names) + (f" and {more} more" if more else "")
            parts.append(f"{each.failed} failing in {listed}")
        if each.unknown:
            parts.append(f"{each.unknown} unknown")
        if each.excepted:
            parts.append(f"{each.excepted} accepted by exceptions")
        if each.passed:
            parts.append(f"{each.passed} pass")
        yield "; ".join(parts)
        yield f"rules: {', '.join(each.requirement.rules)}"
    if each.requirement.left:
        yield f"{each.requirement.left}: {each.requirement.reason}"


def _show_plain(out: TextIO) -> ShowStanding:
    def show(standing: RequirementStanding | Literal[""], text: str) -> None:
        out.write(f"{standing.upper():12}  {make_visible(text)}\n")

    return show


def _show_colours(out: TextIO) -> ShowStanding:
    console = Console(file=find_inner(out), markup=False, highlight=False, soft_wrap=True)

    def show(standing: RequirementStanding | Literal[""], text: str) -> None:
        word = (f"{standing.upper():12}", STYLES.get(standing, ""))
        console.print(Text.assemble(word, "  ", make_visible(text)))

    return show
