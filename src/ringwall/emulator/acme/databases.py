"""Acme's databases."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.acme.network import Vpc
from ringwall.emulator.acme.team import Team, make_tags

MADE_UP = "made-up-4711"
"""The password that a team chose itself."""
PORT = 6432
"""Where databases of the template listen."""
MONITORING = "acme-database-monitoring"
"""The role with which RDS writes metrics of the operating system."""


SANDBOX: dict[str, Any] = {
    "AutoMinorVersionUpgrade": False,
    "CopyTagsToSnapshot": False,
    "EnableCloudwatchLogsExports": [],
    "EnableIAMDatabaseAuthentication": False,
    "MasterUsername": "postgres",
    "MonitoringInterval": 0,
    "MultiAZ": False,
    "Port": 5432,
    "PubliclyAccessible": True,
}
"""The settings of a database that somebody made by hand, to try something."""


def make_database(
    team: Team,
    vpc: Vpc,
    name: str,
    group: str,
    *,
    tags: Mapping[str, str] | None = None,
    managed: bool = True,
    **other: Any,
) -> str:
    """Make a PostgreSQL instance as the platform team's template does, and return its ARN."""
    rds = team.client("rds", vpc.region)
    subnets = f"{name}-subnets"
    is_public = other.get("PubliclyAccessible")
    rds.create_db_subnet_group(
        DBSubnetGroupName=subnets,
        DBSubnetGroupDescription=subnets,
        SubnetIds=[vpc.public, vpc.private[1]] if is_public else [*vpc.private],
    )
    settings = {
        "StorageEncrypted": True,
        "BackupRetentionPeriod": 14,
        "DeletionProtection": True,
        "PubliclyAccessible": False,
        "MultiAZ": True,
        "AutoMinorVersionUpgrade": True,
        "CopyTagsToSnapshot": True,
        "EnableCloudwatchLogsExports": ["postgresql", "upgrade"],
        "EnableIAMDatabaseAuthentication": True,
        "MasterUsername": "acme",
        "MonitoringInterval": 60,
        "Port": PORT,
    } | other
    if settings["MonitoringInterval"]:
        settings["MonitoringRoleArn"] = team.arn("iam", "", f"role/{MONITORING}")
        settings["DBParameterGroupName"] = _require_tls(team, vpc.region, name)
    answer = rds.create_db_instance(
        DBInstanceIdentifier=name,
        DBInstanceClass="db.t4g.medium",
        Engine="postgres",
        EngineVersion="14.12",
        AllocatedStorage=50,
        **({"ManageMasterUserPassword": True} if managed else {"MasterUserPassword": MADE_UP}),
        VpcSecurityGroupIds=[group],
        DBSubnetGroupName=subnets,
        Tags=make_tags(name, team, **(tags or {})),
        **settings,
    )
    arn: str = answer["DBInstance"]["DBInstanceArn"]
    return arn


def _require_tls(team: Team, region: str, name: str) -> str:
    rds = team.client("rds", region)
    own = f"{name}-parameters"
    rds.create_db_parameter_group(
        DBParameterGroupName=own, DBParameterGroupFamily="postgres14", Description="TLS alone"
    )
    rds.modify_db_parameter_group(
        DBParameterGroupName=own,
        Parameters=[
            {"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}
        ],
    )
    return own
