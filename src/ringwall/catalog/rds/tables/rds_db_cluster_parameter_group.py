"""Parameter groups of database clusters, with the parameters that controls ask about."""

from ringwall.catalog.rds.engines import ask_for, find_parameter
from ringwall.model.table import Call, Table, text

_AUDIT, _TLS = "server_audit_logging", "tls"
_READ = "rds.describe_db_cluster_parameters"
_WHICH = {"DBClusterParameterGroupName": "{DBClusterParameterGroupName}"}


group = Table(
    name="rds_db_cluster_parameter_group",
    doc="A parameter group of database clusters: Aurora, Multi-AZ, Neptune or DocumentDB.",
    cloudformation="AWS::RDS::DBClusterParameterGroup",
    list=Call("rds.describe_db_cluster_parameter_groups", "DBClusterParameterGroups"),
    arn="DBClusterParameterGroupArn",
    calls=(
        Call(
            _READ,
            "Parameters || `[]`",
            {**_WHICH, "Filters": ask_for(_AUDIT)},
            into="Audit",
            when="starts_with(DBParameterGroupFamily, 'aurora-mysql')",
        ),
        # DocumentDB takes no filter, and has twenty parameters.
        # https://docs.aws.amazon.com/documentdb/latest/developerguide/API_DescribeDBClusterParameters.html
        Call(
            _READ,
            "Parameters || `[]`",
            _WHICH,
            into="Transport",
            when="starts_with(DBParameterGroupFamily, 'docdb')",
        ),
    ),
    gone=("DBParameterGroupNotFound", "DBClusterParameterGroupNotFoundFault"),
    columns=(
        text("db_cluster_parameter_group_name", "DBClusterParameterGroupName", "The group's name."),
        text(
            "family",
            "DBParameterGroupFamily",
            "The engine and its version: aurora-mysql8.0.",
            property="Family",
        ),
        text(
            "server_audit_logging",
            find_parameter("Audit", _AUDIT),
            "Aurora MySQL: 1 or ON where it writes an audit log; '' where it is not set.",
        ),
        text(
            "tls",
            find_parameter("Transport", _TLS),
            "DocumentDB: enabled, disabled, tls1.2+, ...; '' where it is not set.",
        ),
    ),
)
