"""Where CloudFormation has detectors: it says whether one is enabled by true and false."""

from ringwall.model.export import TableExport

detector = TableExport(
    table="guardduty_detector",
    properties={"Enable": "{status}"},
    values={"status": {"ENABLED": True, "DISABLED": False}},
)
