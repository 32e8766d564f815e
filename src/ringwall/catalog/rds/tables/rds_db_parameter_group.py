"""Parameter groups of database instances, with the parameters that controls ask about."""

from ringwall.catalog.rds.engines import ask_for, find_parameter
from ringwall.model.table import Call, Table, text

_ENGINES = ("mariadb", "mysql", "postgres", "sqlserver")
_WHEN = " || ".join(f"starts_with(DBParameterGroupFamily, '{engine}')" for engine in _ENGINES)
_FORCE_SSL, _SECURE_TRANSPORT = "rds.force_ssl", "require_secure_transport"


group = Table(
    name="rds_db_parameter_group",
    doc="A parameter group of database instances.",
    cloudformation="AWS::RDS::DBParameterGroup",
    list=Call("rds.describe_db_parameter_groups", "DBParameterGroups"),
    arn="DBParameterGroupArn",
    calls=(
        Call(
            "rds.describe_db_parameters",
            "Parameters || `[]`",
            {
                "DBParameterGroupName": "{DBParameterGroupName}",
                "Filters": ask_for(_FORCE_SSL, _SECURE_TRANSPORT),
            },
            into="Parameters",
            when=_WHEN,
        ),
    ),
    gone=("DBParameterGroupNotFound",),
    columns=(
        text("db_parameter_group_name", "DBParameterGroupName", "The group's name."),
        text(
            "family",
            "DBParameterGroupFamily",
            "The engine and its version: postgres16.",
            property="Family",
        ),
        text(
            "force_ssl",
            find_parameter("Parameters", _FORCE_SSL),
            "PostgreSQL and SQL Server: 1 where clients have to use TLS; '' where it is not set.",
        ),
        text(
            "require_secure_transport",
            find_parameter("Parameters", _SECURE_TRANSPORT),
            "MySQL and MariaDB: 1 or ON where clients have to use TLS; '' where it is not set.",
        ),
    ),
)
