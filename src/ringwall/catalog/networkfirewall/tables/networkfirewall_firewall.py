"""Firewalls of Network Firewall, with their protections and where they log to."""

from collections.abc import Iterator, Mapping

from ringwall.model.table import Call, Derived, Row, Table, boolean, document, text, texts

LOG_TYPES: Mapping[str, str] = {"ALERT": "alert", "FLOW": "flow", "TLS": "tls"}
"""Kinds of logs -> the columns with their destinations."""


def explode_protections(document: Row, _: Row) -> Iterator[Row]:
    """Yield the row of a firewall's protections."""
    firewall = document["Described"]["Firewall"]
    yield {
        "firewall_arn": firewall.get("FirewallArn", ""),
        "delete_protection": bool(firewall.get("DeleteProtection")),
        "subnet_change_protection": bool(firewall.get("SubnetChangeProtection")),
    }


def explode_logs(document: Row, _: Row) -> Iterator[Row]:
    """Yield the row of a firewall's logs."""
    configs = document["Logs"].get("LogDestinationConfigs") or []
    columns = {
        column: [config for config in configs if config["LogType"] == kind]
        for kind, column in LOG_TYPES.items()
    }
    arn = document["Described"]["Firewall"].get("FirewallArn", "")
    yield {"firewall_arn": arn, **columns, "log_destination_configs": configs}


def explode_endpoints(document: Row, _: Row) -> Iterator[Row]:
    """Yield a row per endpoint of a firewall."""
    firewall, status = document["Described"]["Firewall"], document["Described"]["FirewallStatus"]
    for zone, state in (status.get("SyncStates") or {}).items():
        if attachment := state.get("Attachment"):
            yield {
                "firewall_arn": firewall.get("FirewallArn", ""),
                "subnet_id": attachment.get("SubnetId", ""),
                "availability_zone": zone,
                "endpoint_id": attachment.get("EndpointId", ""),
                "status": attachment.get("Status", ""),
            }


firewall = Table(
    name="networkfirewall_firewall",
    doc="A firewall of Network Firewall, with an endpoint in each of its subnets.",
    cloudformation="AWS::NetworkFirewall::Firewall",
    list=Call("network-firewall.list_firewalls", "Firewalls"),
    arn="FirewallArn",
    tags="Described.Firewall.Tags",
    gone=("ResourceNotFoundException",),
    calls=(
        Call(
            "network-firewall.describe_firewall",
            "@",
            {"FirewallArn": "{FirewallArn}"},
            into="Described",
        ),
        Call(
            "network-firewall.describe_logging_configuration",
            "LoggingConfiguration || `{}`",
            {"FirewallArn": "{FirewallArn}"},
            into="Logs",
        ),
    ),
    columns=(
        text("firewall_name", "FirewallName", "Its name."),
        text(
            "firewall_policy_arn",
            "Described.Firewall.FirewallPolicyArn",
            "Its policy.",
            property="FirewallPolicyArn",
        ),
        text("vpc_id", "Described.Firewall.VpcId", "Its VPC.", property="VpcId", default=""),
        texts(
            "subnet_ids",
            "Described.Firewall.SubnetMappings[].SubnetId",
            "The subnets that it has an endpoint in, one in each zone.",
            property="SubnetMappings[].SubnetId",
            default=[],
        ),
        boolean(
            "delete_protection",
            "Described.Firewall.DeleteProtection",
            "Nobody deletes it before that is off.",
            property="DeleteProtection",
            default=False,
        ),
        boolean(
            "subnet_change_protection",
            "Described.Firewall.SubnetChangeProtection",
            "Nobody takes it out of a subnet before that is off.",
            property="SubnetChangeProtection",
            default=False,
        ),
        boolean(
            "firewall_policy_change_protection",
            "Described.Firewall.FirewallPolicyChangeProtection",
            "Nobody gives it another policy before that is off.",
            property="FirewallPolicyChangeProtection",
            default=False,
        ),
        text(
            "status",
            "Described.FirewallStatus.Status",
            "PROVISIONING, READY, DELETING or FAILED.",
        ),
        document(
            "endpoints",
            "Described.FirewallStatus.SyncStates",
            "Its endpoints by zone: Attachment has EndpointId and SubnetId.",
        ),
        document(
            "log_destination_configs",
            "Logs.LogDestinationConfigs",
            "Where its logs go, by their type.",
            [],
        ),
    ),
    derived=(
        Derived("networkfirewall_firewall_protection", explode_protections, needs="Described"),
        Derived("networkfirewall_logging_configuration", explode_logs, needs="Logs"),
        Derived("networkfirewall_firewall_endpoint", explode_endpoints, needs="Described"),
    ),
)
