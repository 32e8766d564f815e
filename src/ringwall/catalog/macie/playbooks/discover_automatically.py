"""Enables the automated discovery of sensitive data."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

READ = "macie2.get_automated_discovery_configuration"
WRITES = (
    WriteShape("macie2.update_automated_discovery_configuration", {"status": "ENABLED|DISABLED"}),
)


@answers("macie.automated_discovery_is_enabled", writes=WRITES)
def discover_automatically(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Let Macie look for sensitive data by samples; which accounts it takes in stays as it is."""

    def switch(state: str) -> Write:
        return Write("macie2.update_automated_discovery_configuration", {"status": state})

    return change_setting(
        finding,
        reader,
        Probe(READ, {}, "status"),
        switch,
        after="ENABLED",
        why="Macie finds where sensitive data is; AWS charges for buckets, objects and data",
    )
