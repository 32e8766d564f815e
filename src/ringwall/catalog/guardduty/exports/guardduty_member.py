"""Where CloudFormation has members of GuardDuty."""

from ringwall.model.export import TableExport

member = TableExport(
    table="guardduty_member",
    properties={"DetectorId": "{detector_id}", "Email": "{email}"},
)
