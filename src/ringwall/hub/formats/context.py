"""What a format may know beside the findings."""

from dataclasses import dataclass

from ringwall.hub.summary import Summary


@dataclass(frozen=True)
class ReportContext:
    """The audit on the whole, and how it is to be shown."""

    summary: Summary
    by_layer: bool = False
    """Whether a table groups its lines by layer of defense."""
    with_uid: bool = False
    """Whether a table's lines begin with the finding's uid, short."""
    is_verbose: bool = False
    """Whether a table has a line for each unknown finding, not one for each cause."""
