"""Findings written for people and programs: one file per format, each with the same `write`."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any, Literal, TextIO, get_args

from ringwall.hub.formats.context import ReportContext
from ringwall.hub.summary import Summary
from ringwall.model.errors import BadInput
from ringwall.model.finding import Finding
from ringwall.model.text import HarmlessStream, find_inner

Format = Literal["table", "json", "csv", "ocsf", "asff", "sarif", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""All formats; each is the name of a file in this folder."""


def write_findings(
    form: str,
    findings: Iterable[Finding],
    out: TextIO,
    summary: Summary,
    *,
    by_layer: bool = False,
    with_uid: bool = False,
    verbose: bool = False,
) -> None:
    """Write findings in one of FORMATS, in the order in which they come.

    Whatever is in them, no format holds what acts on a screen: files are looked at there, too.

    `by_layer` groups a table by layer, `with_uid` begins its lines with uids, and with `verbose`
    each unknown finding has its own line, not each cause.
    BadInput for a format that is not known.
    """
    if form not in FORMATS:
        raise BadInput(f"unknown format {form!r}; choose one of {', '.join(FORMATS)}")
    # Only the format that is asked for is loaded: rich and Jinja cost what the rest need not pay.
    module = import_module(f"ringwall.hub.formats.{form}")
    harmless: Any = HarmlessStream(find_inner(out))
    module.write(findings, harmless, ReportContext(summary, by_layer, with_uid, verbose))
