"""Where CloudFormation has recorders."""

from ringwall.model.export import TableExport

recorder = TableExport(
    table="config_configuration_recorder",
    properties={"RecordingGroup.AllSupported": "{all_supported}"},
    attributes={"arn": "ResourceARN"},
)
