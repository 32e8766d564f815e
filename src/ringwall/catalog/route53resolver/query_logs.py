"""Query logs of Route 53 Resolver, read for several tables."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row


def read_associations(reader: Reader) -> Iterator[Row]:
    """Yield the VPCs whose queries are logged; without a configuration, nothing is asked."""
    found = reader.items(
        "route53resolver.list_resolver_query_log_configs", "ResolverQueryLogConfigs", MaxResults=100
    )
    if list(found):
        yield from reader.items(
            "route53resolver.list_resolver_query_log_config_associations",
            "ResolverQueryLogConfigAssociations",
            MaxResults=100,
        )
