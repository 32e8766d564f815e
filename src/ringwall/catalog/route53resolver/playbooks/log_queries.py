"""Logs the DNS queries of a VPC where those of others of the Region go."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

READ = "route53resolver.list_resolver_query_log_config_associations"
TAKE = "ResolverQueryLogConfigAssociations[?Status!='DELETING'] | [0].ResolverQueryLogConfigId"
BOTH = {"ResolverQueryLogConfigId": r"rqlc-[\w-]{1,60}", "ResourceId": "vpc-[0-9a-f]{8,17}"}
WRITES = (
    WriteShape("route53resolver.associate_resolver_query_log_config", BOTH),
    WriteShape("route53resolver.disassociate_resolver_query_log_config", BOTH),
)


@answers("route53resolver.vpc_queries_are_logged", writes=WRITES)
def log_queries(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Associate the VPC with the one configuration that the Region has."""
    vpc = finding.resource.rpartition("/")[2]
    found = reader.items(
        "route53resolver.list_resolver_query_log_configs", "ResolverQueryLogConfigs"
    )
    ids = [one["Id"] for one in found if one["Status"] == "CREATED"]
    if len(ids) != 1:
        raise NeedsHuman(
            f"{finding.resource}: the Region has {len(ids)} configurations of query logs: decide "
            "where its queries should be logged; the section detection.resolver_logs of a "
            "blueprint makes one, and associates the VPCs"
        )

    def associate(state: str | None) -> Write:
        both = {"ResolverQueryLogConfigId": ids[0], "ResourceId": vpc}
        if state is None:
            return Write("route53resolver.disassociate_resolver_query_log_config", both)
        return Write("route53resolver.associate_resolver_query_log_config", both)

    yield from change_setting(
        finding,
        reader,
        Probe(
            READ,
            {"Filters": [{"Name": "ResourceId", "Values": [vpc]}]},
            TAKE,
            wait=300.0,
        ),
        associate,
        after=ids[0],
        why="names that are asked for are recorded, as for other VPCs; AWS charges by the gigabyte",
        blast="none",
    )
