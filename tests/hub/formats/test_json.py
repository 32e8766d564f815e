import json
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ringwall.hub.formats import write_findings
from ringwall.hub.summary import Summary
from ringwall.model.finding import Finding, Remediation


def _read(line: str) -> Finding:
    members: Mapping[str, Any] = json.loads(line)
    named = ("resources", "compliance", "attacks", "same_as")
    lists = {name: tuple(members[name]) for name in named}
    return Finding(**{**members, **lists, "remediation": Remediation(**members["remediation"])})


# Shrinking hostile findings takes minutes and says little more.
@settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(data=st.data())
def test_each_line_holds_one_whole_finding(
    data: st.DataObject, draw_hostile: Callable[[st.DataObject], list[Finding]], summary: Summary
) -> None:
    findings = draw_hostile(data)
    out = StringIO()
    write_findings("json", findings, out, summary)
    lines = out.getvalue().split("\n")
    assert lines.pop() == ""
    assert [_read(line) for line in lines] == findings
    assert out.getvalue().isascii()
