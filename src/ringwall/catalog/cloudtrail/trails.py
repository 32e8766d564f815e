"""The trail of a finding, for playbooks."""

from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.table import Reader


def open_trail(finding: Finding, reader: Reader) -> Reader:
    """Return the reader at the trail's home; NeedsHuman where another account owns the trail."""
    _, _, _, region, owner, _ = finding.resource.split(":", 5)
    if owner != finding.account_id:
        raise NeedsHuman(f"{finding.resource}: account {owner} owns the trail; fix it there")
    return reader.at(region)
