"""JSON lines: one finding a line, with every member of `model.finding.Finding`.

All but ASCII is escaped, so no line ends early and no character acts on a terminal.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TextIO

from ringwall.hub.formats.context import ReportContext
from ringwall.model.finding import Finding


def write(findings: Iterable[Finding], out: TextIO, _: ReportContext) -> None:
    """Write each finding as it comes."""
    out.writelines(json.dumps(asdict(finding)) + "\n" for finding in findings)
