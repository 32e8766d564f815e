"""Proxies of databases."""

from ringwall.model.table import Call, Table, boolean, text, texts

proxy = Table(
    name="rds_db_proxy",
    doc="A proxy that keeps connections to databases.",
    cloudformation="AWS::RDS::DBProxy",
    list=Call("rds.describe_db_proxies", "DBProxies"),
    arn="DBProxyArn",
    columns=(
        text("db_proxy_name", "DBProxyName", "The proxy's name."),
        text("engine_family", "EngineFamily", "MYSQL, POSTGRESQL or SQLSERVER."),
        text("status", "Status", "available, modifying, ..."),
        text("endpoint", "Endpoint", "The DNS name that clients connect to."),
        boolean(
            "require_tls",
            "RequireTLS",
            "Clients have to use TLS.",
            default=False,
            required=True,
        ),
        boolean("debug_logging", "DebugLogging", "It writes statements to its log.", default=False),
        texts(
            "iam_auth",
            "Auth[].IAMAuth",
            "Whether clients sign in with IAM, for each secret: REQUIRED, DISABLED, ...",
        ),
        text("role_arn", "RoleArn", "The role with which it reads the secrets."),
        texts("vpc_security_groups", "VpcSecurityGroupIds", "Its security groups."),
        texts("vpc_subnet_ids", "VpcSubnetIds", "Its subnets."),
    ),
)
