"""The HTML page of one framework: one file that needs nothing from elsewhere, without a script."""

from pathlib import Path
from typing import TextIO

from ringwall import __version__
from ringwall.hub.formats.page import make_environment
from ringwall.hub.frameworks.names import name_accounts
from ringwall.hub.frameworks.results import FrameworkResult
from ringwall.hub.summary import Summary

BANDS = {"met": "good", "failing": "bad", "unknown": "poor"}
"""The colours of what a requirement can be; the others have none."""
NAMED = 10
"""Accounts that a row names; the others are counted."""


def write(result: FrameworkResult, out: TextIO, summary: Summary) -> None:
    """Write the page."""
    page = (
        make_environment(Path(__file__).parent)
        .get_template("framework.html")
        .generate(
            result=result,
            framework=result.framework,
            summary=summary,
            version=__version__,
            bands=BANDS,
            named=NAMED,
            name_accounts=lambda accounts: name_accounts(accounts, summary),
        )
    )
    out.writelines(page)
