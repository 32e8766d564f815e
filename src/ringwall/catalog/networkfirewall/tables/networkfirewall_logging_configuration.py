"""Where firewalls log to."""

from ringwall.model.table import Table, document, text

_PATH = "LoggingConfiguration.LogDestinationConfigs"

logging = Table(
    name="networkfirewall_logging_configuration",
    doc="Where a firewall's logs go; arn is the firewall's.",
    columns=(
        text("firewall_arn", "FirewallArn", "The firewall."),
        document(
            "alert",
            f"{_PATH}[?LogType=='ALERT']",
            "Destinations of what rules drop or alert to.",
            [],
        ),
        document("flow", f"{_PATH}[?LogType=='FLOW']", "Destinations of all connections.", []),
        document("tls", f"{_PATH}[?LogType=='TLS']", "Destinations of TLS inspection.", []),
        document("log_destination_configs", _PATH, "All destinations.", []),
    ),
)
