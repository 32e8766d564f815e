"""What every HTML page shares: templates that escape, and how times, numbers and texts look.

A page is one file that needs nothing from elsewhere and runs no script.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ringwall.model.text import make_visible

TEMPLATES = Path(__file__).parent


def make_environment(folder: Path = TEMPLATES) -> Environment:
    """Return what fills the templates of a folder; they can include those of this one, too."""
    environment = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "moment": _moment,
        "minute": _minute,
        "day": _day,
        "prose": _prose,
        "number": _number,
    }
    environment.tests["web"] = lambda url: url.startswith("https://")
    return environment


def _finalize(value: Any) -> Any:
    """Spell out what acts on a screen; what is markup already has been through here."""
    return (
        make_visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
    )


def _moment(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def _minute(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d %H:%M}"


def _day(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d}"


def _number(value: int) -> str:
    return f"{value:,}"


def _prose(text: str) -> Markup:
    """Keep the line breaks of a rule's own text; all else is spelled out and escaped."""
    return Markup("\n").join(escape(make_visible(line)) for line in text.strip().split("\n"))
