"""JSON lines: one finding a line, with every member of `model.finding.Finding`.

All but ASCII is escaped, so no line ends early and no terminal is spoken to.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TextIO

from ringwall.hub.formats.context import Context
from ringwall.model.finding import Finding


def write(findings: Iterable[Finding], out: TextIO, _: Context) -> None:
    """Write each finding as it comes."""
    out.writelines(json.dumps(asdict(finding)) + "\n" for finding in findings)
