"""Acme's warehouses, caches, tables of DynamoDB, and what replicates between databases."""

import json
from typing import Any

from ringwall.emulator.acme.databases import MADE_UP
from ringwall.emulator.acme.identity import grant, make_role
from ringwall.emulator.acme.network import Vpc
from ringwall.emulator.acme.team import Team, make_tags

_PORT = 8191
_SEVERITY = "LOGGER_SEVERITY_DEFAULT"
_COMPONENTS = ("SOURCE_CAPTURE", "SOURCE_UNLOAD", "TARGET_APPLY", "TARGET_LOAD")


def run_data_stores(team: Team, vpc: Vpc, group: str) -> None:
    """Run them as the platform team's templates do."""
    warehouse = team.client("redshift", vpc.region)
    _make_subnets(warehouse, vpc)
    warehouse.create_cluster_parameter_group(
        ParameterGroupName="warehouse", ParameterGroupFamily="redshift-1.0", Description="TLS alone"
    )
    warehouse.modify_cluster_parameter_group(
        ParameterGroupName="warehouse",
        Parameters=[{"ParameterName": "require_ssl", "ParameterValue": "true"}],
    )
    warehouse.create_cluster(
        ClusterIdentifier="warehouse", NodeType="ra3.large", NumberOfNodes=2,
        ClusterType="multi-node", MasterUsername="acme", MasterUserPassword=MADE_UP,
        ClusterSubnetGroupName="warehouse", VpcSecurityGroupIds=[group], Port=_PORT,
        ClusterParameterGroupName="warehouse", PubliclyAccessible=False, Encrypted=True,
        EnhancedVpcRouting=True, AutomatedSnapshotRetentionPeriod=14, MultiAZ=True,
        Tags=make_tags("warehouse", team),
    )  # fmt: skip
    warehouse.enable_logging(
        ClusterIdentifier="warehouse",
        LogDestinationType="cloudwatch",
        LogExports=["connectionlog", "useractivitylog", "userlog"],
    )
    _make_serverless(
        team, vpc, "reports", adminUsername="acme", logExports=["connectionlog", "userlog"],
        workgroup={"enhancedVpcRouting": True},
    )  # fmt: skip
    _make_cache(
        team, vpc, "sessions", SnapshotRetentionLimit=7, AutomaticFailoverEnabled=True,
        AtRestEncryptionEnabled=True, TransitEncryptionEnabled=True, NumCacheClusters=2,
    )  # fmt: skip
    _make_table(team, vpc, "carts", DeletionProtectionEnabled=True)
    for what in ("Read", "Write"):
        team.client("application-autoscaling", vpc.region).register_scalable_target(
            ServiceNamespace="dynamodb", ResourceId="table/carts", MinCapacity=5, MaxCapacity=500,
            ScalableDimension=f"dynamodb:table:{what}CapacityUnits",
        )  # fmt: skip
    team.client("dynamodb", vpc.region).update_continuous_backups(
        TableName="carts",
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )
    _make_accelerator(
        team, vpc, "carts", SSESpecification={"Enabled": True}, ClusterEndpointEncryptionType="TLS"
    )
    _replicate(
        team, vpc, "orders-to-warehouse", ends={"SslMode": "verify-full"}, logged=True,
        VpcSecurityGroupIds=[group], PubliclyAccessible=False, MultiAZ=True,
        AutoMinorVersionUpgrade=True,
    )  # fmt: skip


def try_data_stores(team: Team, vpc: Vpc, group: str) -> None:
    """Try them with whatever the console proposes."""
    warehouse = team.client("redshift", vpc.region)
    _make_subnets(warehouse, vpc)
    warehouse.create_cluster(
        ClusterIdentifier="try", NodeType="ra3.large", ClusterType="single-node",
        MasterUsername="awsuser", MasterUserPassword=MADE_UP, ClusterSubnetGroupName="warehouse",
        VpcSecurityGroupIds=[group], Port=5432, PubliclyAccessible=True, AllowVersionUpgrade=False,
        Tags=make_tags("try", team),
    )  # fmt: skip
    off = [{"parameterKey": "require_ssl", "parameterValue": "false"}]
    _make_serverless(
        team, vpc, "try", workgroup={"publiclyAccessible": True, "configParameters": off}
    )
    _make_cache(team, vpc, "try", NumCacheClusters=1, AutoMinorVersionUpgrade=False)
    team.client("elasticache", vpc.region).create_replication_group(
        ReplicationGroupId="try-old", ReplicationGroupDescription="old", Engine="redis",
        EngineVersion="5.0.6", CacheNodeType="cache.t4g.small", NumCacheClusters=1,
    )  # fmt: skip
    _make_table(team, vpc, "try")
    _make_accelerator(team, vpc, "try")
    _replicate(
        team, vpc, "try", ends={"SslMode": "none"}, logged=False, VpcSecurityGroupIds=[group],
        PubliclyAccessible=True, MultiAZ=False, AutoMinorVersionUpgrade=False,
    )  # fmt: skip
    for engine, settings in (
        ("mongodb", {"MongoDbSettings": {"AuthType": "no"}, "SslMode": "require"}),
        ("redis", {"RedisSettings": {"ServerName": "try", "Port": 6379,
                                     "SslSecurityProtocol": "plaintext"}}),
        ("neptune", {"NeptuneSettings": {"S3BucketName": "b", "S3BucketFolder": "f"}}),
    ):  # fmt: skip
        _make_endpoint(
            team, vpc, f"try-{engine}", EndpointType="target", EngineName=engine, **settings
        )


def _make_subnets(warehouse: Any, vpc: Vpc) -> None:
    warehouse.create_cluster_subnet_group(
        ClusterSubnetGroupName="warehouse", Description="warehouse", SubnetIds=[*vpc.private]
    )


def _make_serverless(
    team: Team, vpc: Vpc, name: str, *, workgroup: dict[str, Any], **namespace: Any
) -> None:
    client = team.client("redshift-serverless", vpc.region)
    client.create_namespace(namespaceName=name, **namespace)
    client.create_workgroup(
        workgroupName=name, namespaceName=name, subnetIds=[*vpc.private], **workgroup
    )


def _make_cache(team: Team, vpc: Vpc, name: str, **settings: Any) -> None:
    cache = team.client("elasticache", vpc.region)
    cache.create_cache_subnet_group(
        CacheSubnetGroupName="caches",
        CacheSubnetGroupDescription="caches",
        SubnetIds=[*vpc.private],
    )
    cache.create_replication_group(
        ReplicationGroupId=name, ReplicationGroupDescription=name, Engine="redis",
        CacheNodeType="cache.t4g.small", CacheSubnetGroupName="caches",
        Tags=make_tags(name, team), **settings,
    )  # fmt: skip


def _make_table(team: Team, vpc: Vpc, name: str, **settings: Any) -> None:
    team.client("dynamodb", vpc.region).create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
        Tags=make_tags(name, team),
        **settings,
    )


def _make_accelerator(team: Team, vpc: Vpc, name: str, **settings: Any) -> None:
    ours = {"StringEquals": {"aws:SourceAccount": team.account_id}}
    table = team.arn("dynamodb", vpc.region, f"table/{name}")
    make_role(team, "acme-dax", {"Service": "dax.amazonaws.com"}, ours, grant(
        ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"), table))  # fmt: skip
    team.client("dax", vpc.region).create_cluster(
        ClusterName=name, NodeType="dax.t3.small", ReplicationFactor=1,
        IamRoleArn=team.arn("iam", "", "role/acme-dax"), Tags=make_tags(name, team), **settings,
    )  # fmt: skip


def _replicate(
    team: Team, vpc: Vpc, name: str, *, ends: dict[str, Any], logged: bool, **settings: Any
) -> None:
    dms = team.client("dms", vpc.region)
    dms.create_replication_subnet_group(
        ReplicationSubnetGroupIdentifier="replication",
        ReplicationSubnetGroupDescription="replication",
        SubnetIds=[*vpc.private],
    )
    instance = dms.create_replication_instance(
        ReplicationInstanceIdentifier=name, ReplicationInstanceClass="dms.t3.small",
        ReplicationSubnetGroupIdentifier="replication", **settings,
    )["ReplicationInstance"]["ReplicationInstanceArn"]  # fmt: skip
    source, target = (
        _make_endpoint(team, vpc, f"{name}-{kind}", EndpointType=kind, EngineName=engine, **ends)
        for kind, engine in (("source", "postgres"), ("target", "redshift"))
    )
    severities = [{"Id": one, "Severity": _SEVERITY} for one in _COMPONENTS]
    logging = {"EnableLogging": logged, "LogComponents": severities}
    dms.create_replication_task(
        ReplicationTaskIdentifier=name,
        SourceEndpointArn=source,
        TargetEndpointArn=target,
        ReplicationInstanceArn=instance,
        MigrationType="full-load-and-cdc",
        TableMappings=json.dumps({"rules": []}),
        ReplicationTaskSettings=json.dumps({"Logging": logging}),
    )


def _make_endpoint(team: Team, vpc: Vpc, name: str, **settings: Any) -> str:
    made = team.client("dms", vpc.region).create_endpoint(EndpointIdentifier=name, **settings)
    arn: str = made["Endpoint"]["EndpointArn"]
    return arn
