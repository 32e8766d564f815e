"""Acme's databases."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.acme.network import Vpc
from ringwall.emulator.acme.team import Team, make_tags


def make_database(
    team: Team,
    vpc: Vpc,
    name: str,
    group: str,
    *,
    tags: Mapping[str, str] | None = None,
    password: str = "",
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
        **({"MasterUserPassword": password} if password else {"ManageMasterUserPassword": True}),
        VpcSecurityGroupIds=[group],
        DBSubnetGroupName=subnets,
        Tags=make_tags(name, team, **(tags or {})),
        **(settings | other),
    )
    arn: str = answer["DBInstance"]["DBInstanceArn"]
    return arn
