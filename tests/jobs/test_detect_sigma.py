"""`ringwall detect --sigma`: rules of others run beside ours, and what of them does not is said."""

from pathlib import Path
from typing import Any

import pytest
from log_world import LogWorld, make_stop

from ringwall.jobs.detect import DetectRequest, run_detect

pytestmark = pytest.mark.usefixtures("few_detections")
SIGMA = """\
title: Somebody stopped something
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
level: high
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventName: StopLogging}
  filter: {tool: a field that no record has}
  condition: selection and not filter
---
title: Something on Windows
logsource: {product: windows}
detection: {selection: {a: b}, condition: selection}
---
title: Something old
status: deprecated
logsource: {product: aws, service: cloudtrail}
detection: {selection: {eventName: StopLogging}, condition: selection}
---
title: Something that nobody keeps
logsource: {product: aws, service: cloudtrail}
detection: {selection: {annotation: x}, condition: selection}
"""


def test_rules_of_sigma_run_and_what_does_not_is_said(
    log_world: LogWorld, events: Any, tmp_path: Path
) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(SIGMA, encoding="utf-8")
    log_world.add(make_stop(1))
    with run_detect(log_world.home, DetectRequest(sigma=(path,)), events) as result:
        rules = {finding.rule for finding in result.findings()}
    rule = "sigma.929a690e-bef0-4204-a928-ef5e620d6fcc"
    assert rules == {"cloudtrail.trail_is_stopped", rule}
    assert events.notes[:3] == [
        f"{path}: left out: document 4: the field annotation is not kept in logs.cloudtrail",
        f"{path}: Somebody stopped something: records of CloudTrail have no field tool",
        f"{path}: 1 rules run, 1 are not about CloudTrail, 1 are deprecated or unsupported",
    ]


def test_placeholders_have_the_values_that_are_given(
    log_world: LogWorld, events: Any, tmp_path: Path
) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(
        """\
title: Somebody did what few may
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventName|expand: "%grave%"}
  condition: selection
""",
        encoding="utf-8",
    )
    log_world.add(make_stop(1))
    given = DetectRequest(sigma=(path,), placeholders={"grave": ("x", "StopLogging")})
    with run_detect(log_world.home, given, events) as result:
        assert "sigma.somebody_did_what_few_may" in {found.rule for found in result.findings()}
    with run_detect(log_world.home, DetectRequest(sigma=(path,)), events):
        assert any("the placeholder %grave% has no values" in note for note in events.notes)
