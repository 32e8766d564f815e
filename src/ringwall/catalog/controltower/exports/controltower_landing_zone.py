"""Where CloudFormation has landing zones."""

from ringwall.model.export import TableExport

zone = TableExport(
    table="controltower_landing_zone",
    properties={
        "Manifest": "{manifest}",
        "Version": "{version}",
        "RemediationTypes": "{remediation_types}",
    },
    implied={"region": "it is where the stack is"},
    retained=True,
)
