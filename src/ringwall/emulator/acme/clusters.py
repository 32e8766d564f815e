"""Acme's database clusters, and what belongs to them: proxies, parameters, subscriptions."""

from typing import Any

from ringwall.emulator.acme.databases import MADE_UP, MONITORING, PORT
from ringwall.emulator.acme.identity import grant, make_role
from ringwall.emulator.acme.network import Vpc
from ringwall.emulator.acme.team import Team, make_tags

_AUDITED = {"ParameterName": "server_audit_logging", "ParameterValue": "1"}
_CARELESS = {"ParameterName": "tls", "ParameterValue": "disabled"}


def run_clusters(team: Team, vpc: Vpc, group: str) -> None:
    """Run the catalog and its search graph as the platform team's template does."""
    rds = team.client("rds", vpc.region)
    _make_subnets(team, vpc)
    audited = _make_parameters(rds, "catalog-parameters", "aurora-mysql8.0", _AUDITED)
    settings: dict[str, Any] = {
        "StorageEncrypted": True,
        "BackupRetentionPeriod": 14,
        "DeletionProtection": True,
        "CopyTagsToSnapshot": True,
        "VpcSecurityGroupIds": [group],
        "DBSubnetGroupName": "clusters",
        "EnableCloudwatchLogsExports": ["audit"],
        "ManageMasterUserPassword": True,
        "MasterUsername": "acme",
    }
    signed = {"EnableIAMDatabaseAuthentication": True}
    _make(
        team, vpc, "catalog", "aurora-mysql", **settings, **signed, Port=PORT,
        BacktrackWindow=86400, DBClusterParameterGroupName=audited,
    )  # fmt: skip
    for zone in "ab":
        _add_instance(team, vpc, f"catalog-{zone}", zone)
    _make(team, vpc, "documents", "docdb", **settings)
    for name in ("ManageMasterUserPassword", "MasterUsername"):
        del settings[name]
    _make(team, vpc, "graph", "neptune", **settings, **signed)
    _make_proxy(team, vpc, "orders", group, tls=True)
    _subscribe(team, vpc, {})


def try_clusters(team: Team, vpc: Vpc, group: str) -> None:
    """Try clusters with whatever settings RDS proposes."""
    rds = team.client("rds", vpc.region)
    _make_subnets(team, vpc)
    settings: dict[str, Any] = {
        "VpcSecurityGroupIds": [group],
        "DBSubnetGroupName": "clusters",
        "MasterUsername": "admin",
        "MasterUserPassword": MADE_UP,
    }
    for engine in ("aurora-mysql", "aurora-postgresql", "postgres", "mysql"):
        more = {} if "aurora" in engine else {"AutoMinorVersionUpgrade": False}
        _make(team, vpc, f"try-{engine}", engine, **settings, **more)
    careless = _make_parameters(rds, "careless", "docdb5.0", _CARELESS)
    _make(team, vpc, "try-docdb", "docdb", **settings, DBClusterParameterGroupName=careless)
    for name in ("MasterUsername", "MasterUserPassword"):
        del settings[name]
    _make(team, vpc, "try-neptune", "neptune", **settings)
    _make_proxy(team, vpc, "try", group, tls=False)
    _subscribe(team, vpc, {"SourceType": "db-snapshot", "EventCategories": ["creation"]})


def _make(team: Team, vpc: Vpc, name: str, engine: str, **settings: Any) -> None:
    team.client("rds", vpc.region).create_db_cluster(
        DBClusterIdentifier=name, Engine=engine, Tags=make_tags(name, team), **settings
    )


def _add_instance(team: Team, vpc: Vpc, name: str, zone: str) -> None:
    team.client("rds", vpc.region).create_db_instance(
        DBInstanceIdentifier=name,
        DBClusterIdentifier="catalog",
        DBInstanceClass="db.r7g.large",
        Engine="aurora-mysql",
        AvailabilityZone=vpc.region + zone,
        DBSubnetGroupName="clusters",
        Port=PORT,
        PubliclyAccessible=False,
        AutoMinorVersionUpgrade=True,
        MonitoringInterval=60,
        MonitoringRoleArn=team.arn("iam", "", f"role/{MONITORING}"),
        Tags=make_tags(name, team),
    )


def _make_subnets(team: Team, vpc: Vpc) -> None:
    team.client("rds", vpc.region).create_db_subnet_group(
        DBSubnetGroupName="clusters",
        DBSubnetGroupDescription="clusters",
        SubnetIds=[*vpc.private],
    )


def _make_parameters(rds: Any, name: str, family: str, parameter: dict[str, str]) -> str:
    rds.create_db_cluster_parameter_group(
        DBClusterParameterGroupName=name, DBParameterGroupFamily=family, Description=name
    )
    rds.modify_db_cluster_parameter_group(
        DBClusterParameterGroupName=name,
        Parameters=[parameter | {"ApplyMethod": "pending-reboot"}],
    )
    return name


def _make_proxy(team: Team, vpc: Vpc, name: str, group: str, *, tls: bool) -> None:
    secret = team.arn("secretsmanager", vpc.region, "secret:rds!*")
    ours = {"StringEquals": {"aws:SourceAccount": team.account_id}}
    allowed = grant(("secretsmanager:GetSecretValue",), secret)
    make_role(team, "acme-database-proxy", {"Service": "rds.amazonaws.com"}, ours, allowed)
    team.client("rds", vpc.region).create_db_proxy(
        DBProxyName=name,
        EngineFamily="POSTGRESQL",
        Auth=[{"AuthScheme": "SECRETS", "SecretArn": secret, "IAMAuth": "REQUIRED"}],
        RoleArn=team.arn("iam", "", "role/acme-database-proxy"),
        VpcSubnetIds=[*vpc.private],
        VpcSecurityGroupIds=[group],
        RequireTLS=tls,
    )


def _subscribe(team: Team, vpc: Vpc, what: dict[str, Any]) -> None:
    team.client("rds", vpc.region).create_event_subscription(
        SubscriptionName="databases",
        SnsTopicArn=team.arn("sns", vpc.region, "databases"),
        Enabled=True,
        **what,
    )
