"""Where CloudFormation has destinations of findings."""

from ringwall.model.export import TableExport

destination = TableExport(
    table="guardduty_publishing_destination", properties={"DetectorId": "{detector_id}"}
)
