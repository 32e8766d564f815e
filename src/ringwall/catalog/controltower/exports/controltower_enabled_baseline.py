"""Where CloudFormation has enabled baselines."""

from ringwall.model.export import TableExport

baseline = TableExport(
    table="controltower_enabled_baseline",
    properties={
        "BaselineIdentifier": "{baseline_identifier}",
        "BaselineVersion": "{baseline_version}",
        "TargetIdentifier": "{target_identifier}",
        "Parameters": "{parameters}",
    },
    attributes={"arn": "EnabledBaselineIdentifier"},
)
