"""How it is set where a firewall logs to: AWS takes one change of it at a time."""

from ringwall.catalog.networkfirewall.tables.networkfirewall_firewall import LOG_TYPES
from ringwall.catalog.networkfirewall.writes import write_logs
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

logging = Lifecycle(
    table="networkfirewall_logging_configuration",
    find=Find("network-firewall.describe_logging_configuration", {"FirewallArn": "{firewall_arn}"}),
    identity=("firewall_arn",),
    ids=("log_destination_configs",),
    updates=tuple(
        Update(
            (column,),
            Step(
                "network-firewall.update_logging_configuration",
                build=write_logs(kind),
                retry=("LogDestinationPermissionException",),
                also=("logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery"),
            ),
        )
        for kind, column in LOG_TYPES.items()
    ),
    serial="networkfirewall-logs",
)
