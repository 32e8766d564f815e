"""Enables the scans of Amazon Inspector that an account lacks in a Region."""

from collections.abc import Iterator, Mapping

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import Shape, WriteShape

READ = "inspector2.batch_get_account_status"
SCANS = {"ec2": "EC2", "ecr": "ECR", "lambda": "LAMBDA"}
TYPES: Mapping[str, Shape] = {"resourceTypes": ["EC2|ECR|LAMBDA"]}
WRITES = (
    WriteShape("inspector2.enable", TYPES, also=("iam:CreateServiceLinkedRole",)),
    WriteShape("inspector2.disable", TYPES),
)


@answers("inspectorv2.account_is_scanned", writes=WRITES)
def scan_account(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable the scans of instances, images and functions; undo deletes what was found."""
    state: Row = reader.call(READ)["accounts"][0]["resourceState"]
    missing = [scan for scan in SCANS if state[scan]["status"] != "ENABLED"]
    if moving := [scan for scan in missing if state[scan]["status"] != "DISABLED"]:
        told = ", ".join(f"{SCANS[scan]} is {state[scan]['status']}" for scan in moving)
        raise NeedsHuman(f"{finding.resource}: {told}: wait, or find out why")
    shape = ", ".join(f"{scan}: {scan}.status" for scan in missing)

    def switch(states: Row) -> Write:
        verb = "enable" if "ENABLED" in states.values() else "disable"
        return Write(f"inspector2.{verb}", {"resourceTypes": [SCANS[scan] for scan in missing]})

    if missing:
        yield from change_setting(
            finding,
            reader,
            Probe(READ, {}, f"accounts[0].resourceState.{{{shape}}}", wait=300.0),
            switch,
            after=dict.fromkeys(missing, "ENABLED"),
            why="known vulnerabilities are found; AWS charges for what is scanned, after 15 days "
            "for nothing",
            blast="none",
        )
