"""Options that several verbs share."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ringwall.model.errors import BadInput
from ringwall.store.home import Home

Many = Annotated[tuple[str, ...], Parameter(consume_multiple=False)]
"""An option that may be repeated or take a comma-separated list."""


@Parameter(name="*")
@dataclass(frozen=True)
class Where:
    """Where Ringwall keeps what it knows."""

    home: Path = field(default_factory=lambda: Path(os.environ.get("RINGWALL_HOME", ".ringwall")))
    """Home folder (RINGWALL_HOME)."""

    def open(self) -> Home:
        """Return the home folder."""
        return Home(self.home)


@Parameter(name="*")
@dataclass(frozen=True)
class Access:
    """How to reach AWS. Without options: the usual environment variables and profiles."""

    profile: str = ""
    """Profile of ~/.aws/config, SSO profiles too (AWS_PROFILE)."""
    region: str = ""
    """Region for calls that belong to no region (AWS_REGION; us-east-1 if unset)."""
    role: str = ""
    """Role to assume in each account that is not the caller's own."""
    via: Many = ()
    """Roles (ARNs) to assume one after the other before that: a chain."""
    external_id: str = ""
    """External id for assuming roles."""
    endpoint_url: str = ""
    """Endpoint instead of AWS's (AWS_ENDPOINT_URL), such as the emulator's."""


def split_list(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of a repeated or comma-separated option, in order, without repeats.

    BadInput where the option was given and names nothing.
    """
    parts = (part.strip() for value in values for part in value.split(","))
    named = tuple(dict.fromkeys(part for part in parts if part))
    # `--regions "$UNSET"` must not mean all regions.
    if values and not named:
        raise BadInput("an option with a list names nothing; leave it out, or say what is meant")
    return named


@Parameter(name="*")
@dataclass(frozen=True)
class Folders:
    """Rules of the user's own."""

    rules: Annotated[tuple[Path, ...], Parameter(consume_multiple=False)] = ()
    """Folder with rules of your own (may be repeated), laid out as service/controls/name.sql."""
