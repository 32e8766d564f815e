"""Query logs of Route 53 Resolver."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import bucket_key
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Existing, Ref, RowKey, Wanted

SECTION = "detection.resolver_logs"
WHY = "names that malware asks for show where it is"


@wants(SECTION)
def want_query_logs(landscape: Landscape) -> Iterator[Wanted]:
    """Have a configuration where a VPC is named, and the association of each VPC."""
    wanted = landscape.settings.detection.resolver_logs
    governed = {(each.name, region) for each in landscape.accounts for region in each.regions}
    vpcs = [vpc for vpc in wanted.vpcs if (vpc.account, vpc.region) in governed]
    for account, region in dict.fromkeys((vpc.account, vpc.region) for vpc in vpcs):
        if wanted.enabled:
            yield Wanted(
                key=_config(account, region),
                columns={
                    "name": f"{landscape.name}-queries",
                    "destination_arn": Ref(bucket_key(landscape, "resolver-logs"), "arn"),
                },
                section=SECTION,
                layer="detection",
                why=WHY,
            )
    for vpc in vpcs if wanted.enabled else ():
        table = "route53resolver_resolver_query_logging_config_association"
        yield Wanted(
            key=RowKey(vpc.account, vpc.region, table, vpc.vpc_id),
            columns={
                "resolver_query_log_config_id": Ref(_config(vpc.account, vpc.region), "id"),
                "vpc_id": vpc.vpc_id,
            },
            expects=(Existing("ec2_vpc", "vpc_id", vpc.vpc_id),),
            section=SECTION,
            layer="detection",
            why=WHY,
        )


def _config(account: str, region: str) -> RowKey:
    table = "route53resolver_resolver_query_logging_config"
    return RowKey(account, region, table, "queries")
