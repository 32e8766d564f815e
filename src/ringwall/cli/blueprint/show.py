"""`ringwall blueprint show`: every setting with where it comes from."""

from pathlib import Path
from typing import Literal

from ringwall.cli.options import DEFAULT_BLUEPRINT
from ringwall.cli.output import print_json
from ringwall.jobs.blueprint.show import show_blueprint
from ringwall.model.text import make_visible


def show(
    file: Path = DEFAULT_BLUEPRINT,
    /,
    *,
    resolved: bool = False,
    account: str = "",
    format: Literal["yaml", "json"] = "yaml",
) -> None:
    """Show a blueprint, each line with where its value comes from.

    That is a line of the file, the override of a unit, the level, or a default. Exit 64 where the
    blueprint cannot be used.

    Parameters
    ----------
    file
        The blueprint; ringwall.yaml in the current folder if left out.
    resolved
        Show every default, too.
    account
        Show what holds for one account, by its name in the blueprint.
    format
        yaml, or json for one object a line: keys, value, origin.
    """
    shown = show_blueprint(file, account, is_resolved=resolved)
    if format == "json":
        print_json(shown.rows)
        return
    for line in shown.yaml:
        print(make_visible(line))
