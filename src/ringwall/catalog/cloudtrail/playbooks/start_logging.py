"""Starts logging of a trail that was stopped."""

from collections.abc import Iterator

from ringwall.catalog.cloudtrail.trails import TRAIL, open_trail
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape("cloudtrail.start_logging", {"Name": TRAIL}),
    WriteShape("cloudtrail.stop_logging", {"Name": TRAIL}),
)


@answers("cloudtrail.trail_is_logging", writes=WRITES)
def start_logging(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Start logging again; what happened while the trail was stopped is not in its log."""
    home = open_trail(finding, reader)
    trail = {"Name": finding.resource}
    probe = Probe("cloudtrail.get_trail_status", trail, "IsLogging")
    before = read_state(probe, home)
    if before is True:
        return
    yield Change(
        account_id=finding.account_id,
        region=home.region,
        resource=finding.resource,
        write=Write("cloudtrail.start_logging", trail),
        probe=probe,
        before=before,
        after=True,
        why="while the trail is stopped, nobody can see what an attacker does",
        layer="detection",
        blast="none",
        undo=Write("cloudtrail.stop_logging", trail),
    )
