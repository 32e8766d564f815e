"""The trail of a finding, for playbooks."""

from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.table import Reader

TRAIL = r"arn:aws[a-z-]*:cloudtrail:{region}:{account_id}:trail/[\w.-]+"
"""The name of a trail in a write: that of the Change's account, at its home."""


def open_trail(finding: Finding, reader: Reader) -> Reader:
    """Return the reader at the trail's home; NeedsHuman where another account owns the trail."""
    _, _, _, region, owner, _ = finding.resource.split(":", 5)
    if owner != finding.account_id:
        raise NeedsHuman(f"{finding.resource}: account {owner} owns the trail; fix it there")
    return reader.at(region)
