"""Where CloudFormation has enabled controls."""

from ringwall.model.export import TableExport

control = TableExport(
    table="controltower_enabled_control",
    properties={
        "ControlIdentifier": "{control_identifier}",
        "TargetIdentifier": "{target_identifier}",
        "Parameters": "{parameters}",
    },
)
