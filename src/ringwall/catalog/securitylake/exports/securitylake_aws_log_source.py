"""Where CloudFormation has sources of logs: one for all accounts of a Region."""

from ringwall.model.export import PartOf, TableExport

source = TableExport(
    table="securitylake_aws_log_source",
    properties={
        "DataLakeArn": "arn:{partition}:securitylake:{region}:{account_id}:data-lake/default"
    },
    implied={"source_account_id": "it is one of the accounts"},
    part_of=PartOf(
        "securitylake_aws_log_source",
        {"source_name": "{source_name}"},
        "Accounts",
        "{source_account_id}",
    ),
)
