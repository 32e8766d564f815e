"""JSON lines: one finding a line, with every member of `model.finding.Finding`.

All but ASCII is escaped, so no line ends early and no character acts on a terminal.
"""

import json
from collections.abc import Iterable
from typing import TextIO

from ringwall.hub.formats.context import ReportContext
from ringwall.model.finding import Finding


def write(findings: Iterable[Finding], out: TextIO, _: ReportContext) -> None:
    """Write each finding as it comes."""
    for finding in findings:
        # dataclasses.asdict copies every value: that takes longer than all the rest.
        members = {**vars(finding), "remediation": vars(finding.remediation)}
        out.write(json.dumps(members) + "\n")
