"""Enables log file validation of a trail."""

from collections.abc import Iterator

from ringwall.catalog.cloudtrail.trails import TRAIL, open_trail
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (WriteShape("cloudtrail.update_trail", {"Name": TRAIL, "EnableLogFileValidation": bool}),)


@answers("cloudtrail.trail_validates_files", writes=WRITES)
def validate_files(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable log file validation, so that changed and deleted log files can be detected."""
    home = open_trail(finding, reader)
    probe = Probe(
        "cloudtrail.describe_trails",
        {"trailNameList": [finding.resource], "includeShadowTrails": False},
        "trailList[0].LogFileValidationEnabled",
    )
    before = read_state(probe, home)
    if before is True:
        return
    member = "EnableLogFileValidation"
    yield Change(
        account_id=finding.account_id,
        region=home.region,
        resource=finding.resource,
        write=Write("cloudtrail.update_trail", {"Name": finding.resource, member: True}),
        probe=probe,
        before=before,
        after=True,
        why="log files that an attacker changes or deletes can be detected",
        layer="detection",
        blast="none",
        undo=Write("cloudtrail.update_trail", {"Name": finding.resource, member: False}),
    )
