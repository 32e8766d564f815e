"""Enables GuardDuty in a Region."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

READ = "guardduty.list_detectors"
WHY = (
    "GuardDuty watches API calls, DNS queries and flow logs of the Region; AWS charges for what it "
    "analyzes, after 30 days for nothing"
)
DETECTOR = {"DetectorId": "[0-9a-f]{1,300}"}
WRITES = (
    WriteShape(
        "guardduty.create_detector", {"Enable": True}, also=("iam:CreateServiceLinkedRole",)
    ),
    WriteShape("guardduty.delete_detector", DETECTOR),
    WriteShape("guardduty.update_detector", {**DETECTOR, "Enable": bool}),
)


@answers("guardduty.detector_is_enabled", writes=WRITES)
def enable_detector(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Create the Region's detector, or enable the one that is suspended."""
    for detector in reader.items(READ, "DetectorIds"):
        which = {"DetectorId": detector}

        def switch(state: str, which: Row = which) -> Write:
            return Write("guardduty.update_detector", {**which, "Enable": state == "ENABLED"})

        probe = Probe("guardduty.get_detector", which, "Status")
        yield from change_setting(
            finding, reader, probe, switch, after="ENABLED", why=WHY, blast="none"
        )
        return

    def create(count: int) -> Write:
        if not count:
            return Write("guardduty.delete_detector", {"DetectorId": {"$now": "detector"}})
        return Write("guardduty.create_detector", {"Enable": True})

    probe = Probe(READ, {}, "length(DetectorIds)", now={"detector": "DetectorIds[0]"})
    yield from change_setting(finding, reader, probe, create, after=1, why=WHY, blast="none")
