"""What an export leaves out, as a page: by table, with the reason and the rows."""

from collections import defaultdict
from collections.abc import Iterable

from ringwall.model.blueprint.landscape import LandscapeSkip
from ringwall.model.text import make_visible
from ringwall.plan.export.resource import Loss

FILE = "NOT_EXPORTED.md"


def write_page(
    losses: Iterable[Loss], skips: Iterable[LandscapeSkip], remarks: Iterable[str]
) -> str:
    """Return the page. Nothing that a blueprint wants is left out without being named here."""
    grouped: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for loss in sorted(losses):
        place = loss.row.account if loss.row.region == "global" else " ".join(loss.row[:2])
        grouped[loss.row.table, loss.column, loss.reason].append(f"{place} {loss.row.name}")
    lines = [
        "# Not exported",
        "",
        "What the blueprint wants and these files do not make. `ringwall apply` makes it, or a",
        "person does.",
        "",
        "| table | column | rows | reason |",
        "|---|---|---|---|",
    ]
    for (table, column, reason), rows in sorted(grouped.items()):
        lines.append(f"| {table} | {column or 'the whole row'} | {len(rows)} | {_cell(reason)} |")
    lines += ["", "## Rows", ""]
    for (table, column, _), rows in sorted(grouped.items()):
        lines.append(f"- {table}{f' ({column})' if column else ''}: {_cell('; '.join(rows))}")
    others = [
        *remarks,
        *(
            f"left alone: {' '.join(filter(None, (skip.account, skip.region)))}: {skip.reason}"
            for skip in skips
        ),
    ]
    if others:
        lines += ["", "## To be known", "", *(f"- {_cell(other)}" for other in others)]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return make_visible(text).replace("|", "\\|")
