"""Where web ACLs are logged."""

from ringwall.catalog.wafv2.reading import read_logging
from ringwall.model.table import Table, document, text, texts

logging_configuration = Table(
    name="wafv2_logging_configuration",
    doc="Where the requests that a web ACL looks at are logged.",
    cloudformation="AWS::WAFv2::LoggingConfiguration",
    fetch=read_logging,
    arn="{ResourceArn}/logging-configuration",
    columns=(
        text("resource_arn", "ResourceArn", "The web ACL.", required=True),
        texts(
            "log_destination_configs",
            "LogDestinationConfigs",
            "The log group, the bucket or the stream.",
        ),
        document(
            "redacted_fields",
            "RedactedFields",
            "What is left out of the logs.",
            [],
            property="RedactedFields",
            default=[],
        ),
        document(
            "logging_filter",
            "LoggingFilter",
            "Which requests are logged; {} for all.",
            property="LoggingFilter",
            default={},
        ),
    ),
)
