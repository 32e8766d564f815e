"""Options that several verbs share."""

import getpass
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from ringwall.model.errors import BadInput

DEFAULT_HOME = Path(".ringwall")
DEFAULT_EXCEPTIONS = Path("exceptions.toml")
DEFAULT_BLUEPRINT = Path("ringwall.yaml")
CommaList = Annotated[tuple[str, ...], Parameter(consume_multiple=False)]
"""An option that may be repeated or take a comma-separated list: see `split_list`."""
Repeated = Annotated[tuple[str, ...], Parameter(consume_multiple=False)]
"""An option that may be repeated; a comma is a letter like any other."""
Paths = Annotated[tuple[Path, ...], Parameter(consume_multiple=False)]
"""An option that names a file or folder, and may be repeated."""
NamedHome = Annotated[Path | None, Parameter(name="--home")]
"""The home folder, if an option names it: see `choose_home`."""


def show_default(value: Any) -> str | None:
    """Return a default as the help shows it; None where it only says that nothing is set."""
    if value in ((), "", 0, None) or value is False:
        return None
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


PLAIN = Parameter(negative=(), show_default=show_default)
"""How all parameters are: without a --no-x for each --x."""


@Parameter(name="*")
@dataclass(frozen=True)
class HomeOptions:
    """Where Ringwall keeps what it knows."""

    named: NamedHome = None
    """Home folder (RINGWALL_HOME; .ringwall in the current folder if unset)."""


@Parameter(name="*")
@dataclass(frozen=True)
class RuleOptions:
    """Rules of the user's own."""

    rules: Paths = ()
    """Folder with rules of your own (may be repeated), laid out as service/controls/name.sql."""


def find_home(options: HomeOptions | None) -> Path:
    """Return the home folder; BadInput where nobody named it and it was not made here."""
    return choose_home((options or HomeOptions()).named)


def choose_home(named: Path | None) -> Path:
    """Return the home folder that an option or the environment names, else the one that is here."""
    if home := named or os.environ.get("RINGWALL_HOME"):
        return Path(home)
    from ringwall.jobs.home import check_default_home  # noqa: PLC0415 - the list of verbs needs none

    check_default_home(DEFAULT_HOME)
    return DEFAULT_HOME


@Parameter(name="*")
@dataclass(frozen=True)
class ExceptionOptions:
    """Failures that are accepted."""

    exceptions: Path | None = None
    """File of exceptions (RINGWALL_EXCEPTIONS; exceptions.toml in the current folder, if there)."""


def find_exceptions(options: ExceptionOptions | None) -> Path | None:
    """Return the file of exceptions, None where there is none; a file that is named has to be."""
    named = (options or ExceptionOptions()).exceptions or os.environ.get("RINGWALL_EXCEPTIONS")
    if named:
        return Path(named)
    return DEFAULT_EXCEPTIONS if DEFAULT_EXCEPTIONS.exists() else None


def find_rules(options: RuleOptions | None) -> tuple[Path, ...]:
    """Return the folders with rules of the user's own."""
    return (options or RuleOptions()).rules


def split_list(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of a repeated or comma-separated option, in order, without repeats.

    BadInput where the option was given and names nothing.
    """
    parts = (part.strip() for value in values for part in value.split(","))
    named = tuple(dict.fromkeys(part for part in parts if part))
    # `--regions "$UNSET"` must not mean all regions.
    if values and not named:
        raise BadInput("an option with a list names nothing; leave it out, or name something")
    return named


def name_user() -> str:
    """Return the name of this machine's user, as who has done something by hand."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have a user without a name
        return "unknown"
