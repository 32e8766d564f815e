"""Where CloudFormation has the status of recorders: it starts one that it has made."""

from ringwall.model.export import PartOf, TableExport

status = TableExport(
    table="config_configuration_recorder_status",
    part_of=PartOf("config_configuration_recorder", {"name": "{name}"}, ""),
)
