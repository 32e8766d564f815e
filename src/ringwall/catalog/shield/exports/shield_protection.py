"""Where CloudFormation has protections: they name health checks by their ARNs."""

from ringwall.model.export import PropertyWriter, TableExport
from ringwall.model.table import Row


def write_checks(names: Row) -> Row:
    """Return the ARNs of the health checks of a protection."""
    start = f"arn:{names['partition']}:route53:::healthcheck"
    return {"HealthCheckArns": [f"{start}/{each}" for each in names.get("health_check_ids") or ()]}


protection = TableExport(
    table="shield_protection",
    writer=PropertyWriter(("health_check_ids",), ("HealthCheckArns",), write_checks),
)
