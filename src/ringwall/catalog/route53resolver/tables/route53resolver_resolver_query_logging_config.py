"""Where Route 53 Resolver logs DNS queries."""

from ringwall.model.table import Call, Table, integer, text

config = Table(
    name="route53resolver_resolver_query_logging_config",
    doc="Where the DNS queries of VPCs are logged; another account can share it.",
    cloudformation="AWS::Route53Resolver::ResolverQueryLoggingConfig",
    list=Call(
        "route53resolver.list_resolver_query_log_configs",
        "ResolverQueryLogConfigs",
        {"MaxResults": 100},
    ),
    arn="Arn",
    account="OwnerId",
    tags="Tags",
    calls=(
        Call(
            "route53resolver.list_tags_for_resource", "Tags", {"ResourceArn": "{Arn}"}, into="Tags"
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("id", "Id", "Its ID: rqlc-...", property="Id"),
        text("name", "Name", "Its name."),
        text("destination_arn", "DestinationArn", "The log group, the bucket or the stream."),
        text("status", "Status", "CREATED, CREATING, DELETING or FAILED."),
        text("share_status", "ShareStatus", "NOT_SHARED, SHARED_BY_ME or SHARED_WITH_ME."),
        integer("association_count", "AssociationCount", "How many VPCs it logs."),
    ),
)
