from typing import Any

import pytest
from asff_findings import make_finding

from ringwall.emulator.app import Emulator
from ringwall.emulator.security.hub_findings import choose_action, complete_severity
from ringwall.emulator.security.hubs import find_hub


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ({"Label": "CRITICAL"}, 90),
        ({"Normalized": 69}, "MEDIUM"),
        ({"Normalized": 0}, "INFORMATIONAL"),
        ({"Normalized": 100}, "CRITICAL"),
    ],
)
def test_severity_has_a_label_and_a_number(severity: Any, expected: Any) -> None:
    found = complete_severity(severity)
    assert expected in found.values()
    assert found.keys() == {"Label", "Normalized"}


def test_custom_action_sends_findings_on(client: Any, emulator: Emulator) -> None:
    hub = client("securityhub")
    hub.enable_security_hub()
    hub.batch_import_findings(Findings=[make_finding()])
    target = hub.create_action_target(Name="Isolate", Description="Cuts it off", Id="isolate")
    arn = target["ActionTargetArn"]
    held = find_hub(emulator.state, "123456789012", "us-east-1")
    assert held is not None
    choose_action(emulator.state, held, arn, list(held.findings.values()))
    event = emulator.state.published[-1]
    assert event.detail_type == "Security Hub Findings - Custom Action"
    assert (event.resources, event.detail["actionName"]) == ((arn,), "Isolate")
    assert event.detail["findings"][0]["Id"] == "f-1"
    with pytest.raises(KeyError):
        choose_action(emulator.state, held, f"{arn}s", [])
