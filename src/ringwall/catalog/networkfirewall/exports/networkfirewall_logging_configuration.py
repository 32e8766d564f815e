"""Where CloudFormation has where firewalls log to: the logs of all kinds in one list."""

from ringwall.catalog.networkfirewall.tables.networkfirewall_firewall import LOG_TYPES
from ringwall.model.export import PropertyWriter, TableExport
from ringwall.model.table import Row

_CONFIGS = "LoggingConfiguration.LogDestinationConfigs"


def write_configs(names: Row) -> Row:
    """Return the destinations of all kinds of logs."""
    wanted = [names.get(column) or [] for column in LOG_TYPES.values()]
    return {_CONFIGS: [config for configs in wanted for config in configs]}


logging = TableExport(
    table="networkfirewall_logging_configuration",
    type="AWS::NetworkFirewall::LoggingConfiguration",
    writer=PropertyWriter(tuple(LOG_TYPES.values()), (_CONFIGS,), write_configs),
)
