"""How the queries of a VPC are logged, and not any more."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

_BOTH = {
    "ResolverQueryLogConfigId": "{resolver_query_log_config_id}",
    "ResourceId": "{vpc_id}",
}


association = Lifecycle(
    table="route53resolver_resolver_query_logging_config_association",
    find=Find(
        "route53resolver.list_resolver_query_log_config_associations",
        {"Filters": [{"Name": "ResourceId", "Values": ["{vpc_id}"]}]},
        items="ResolverQueryLogConfigAssociations",
        match=_BOTH,
    ),
    identity=("resolver_query_log_config_id", "vpc_id"),
    ids=("id",),
    create=Step("route53resolver.associate_resolver_query_log_config", _BOTH),
    creates=("resolver_query_log_config_id", "vpc_id"),
    erase=Step("route53resolver.disassociate_resolver_query_log_config", _BOTH),
    wait=120.0,
)
