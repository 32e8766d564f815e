"""The VPCs whose DNS queries are logged."""

from ringwall.catalog.route53resolver.query_logs import read_associations
from ringwall.model.table import Table, text

association = Table(
    name="route53resolver_resolver_query_logging_config_association",
    doc="A VPC whose DNS queries are logged, and where.",
    cloudformation="AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation",
    fetch=read_associations,
    arn="arn:{partition}:route53resolver:{region}:{account_id}"
    ":resolver-query-log-config-association/{Id}",
    columns=(
        text("id", "Id", "Its ID: rqlca-...", property="Id"),
        text(
            "resolver_query_log_config_id",
            "ResolverQueryLogConfigId",
            "Where they are logged: rqlc-...",
        ),
        text("vpc_id", "ResourceId", "The VPC: vpc-...", property="ResourceId", required=True),
        text(
            "status",
            "Status",
            "ACTIVE, CREATING, ACTION_NEEDED, DELETING or FAILED.",
            required=True,
        ),
        text("error_message", "ErrorMessage", "Why it fails."),
    ),
)
