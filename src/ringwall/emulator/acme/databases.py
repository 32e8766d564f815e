"""Acme's databases."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.acme.network import Vpc
from ringwall.emulator.acme.team import Team, make_tags

MADE_UP = "made-up-4711"
"""The password that a team chose itself."""


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
    rds.create_db_subnet_group(
        DBSubnetGroupName=subnets,
        DBSubnetGroupDescription=subnets,
        SubnetIds=[*vpc.private],
    )
    settings = {
        "StorageEncrypted": True,
        "BackupRetentionPeriod": 14,
        "DeletionProtection": True,
        "PubliclyAccessible": False,
        "MultiAZ": False,
        "AutoMinorVersionUpgrade": True,
        "CopyTagsToSnapshot": True,
    }
    answer = rds.create_db_instance(
        DBInstanceIdentifier=name,
        DBInstanceClass="db.t4g.medium",
        Engine="postgres",
        AllocatedStorage=50,
        MasterUsername="acme",
        **({"ManageMasterUserPassword": True} if managed else {"MasterUserPassword": MADE_UP}),
        VpcSecurityGroupIds=[group],
        DBSubnetGroupName=subnets,
        Tags=make_tags(name, team, **(tags or {})),
        **(settings | other),
    )
    arn: str = answer["DBInstance"]["DBInstanceArn"]
    return arn
