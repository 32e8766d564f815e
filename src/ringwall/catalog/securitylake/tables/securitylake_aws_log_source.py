"""Logs that Amazon Security Lake collects."""

from ringwall.catalog.securitylake.lakes import read_sources
from ringwall.model.table import Table, text

source = Table(
    name="securitylake_aws_log_source",
    doc="A kind of log that Amazon Security Lake collects from an account and Region.",
    cloudformation="AWS::SecurityLake::AwsLogSource",
    scope="account",
    region="region",
    fetch=read_sources,
    arn="arn:{partition}:securitylake:{region}:{account_id}:log-source/{account}/{sourceName}",
    columns=(
        text(
            "source_name",
            "sourceName",
            "ROUTE53, VPC_FLOW, SH_FINDINGS, CLOUD_TRAIL_MGMT, ...",
            property="SourceName",
        ),
        text(
            "source_version",
            "sourceVersion",
            "The version of its format.",
            property="SourceVersion",
        ),
        text("source_account_id", "account", "The account that it is collected from."),
    ),
)
