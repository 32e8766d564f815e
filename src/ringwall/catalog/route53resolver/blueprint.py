"""Query logs of Route 53 Resolver."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import bucket_key
from ringwall.catalog.ec2.network_keys import vpc_ref
from ringwall.catalog.ec2.network_plan import find_all_vpcs
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Existing, Ref, RowKey, Wanted
from ringwall.model.table import Row

SECTION = "detection.resolver_logs"
WHY = "names that malware asks for show where it is"


@wants(SECTION)
def want_query_logs(landscape: Landscape) -> Iterator[Wanted]:
    """Have a configuration where a VPC is logged, and the association of each VPC.

    Logged are the VPCs that are named, and those that the blueprint makes.
    """
    wanted = landscape.settings.detection.resolver_logs
    if not wanted.enabled:
        return
    governed = {(each.name, region) for each in landscape.accounts for region in each.regions}
    vpcs = [vpc for vpc in wanted.vpcs if (vpc.account, vpc.region) in governed]
    planned = [vpc for _, vpc in find_all_vpcs(landscape)]
    places = [(vpc.account, vpc.region) for vpc in vpcs]
    places += [(vpc.account, vpc.region) for vpc in planned]
    for place in dict.fromkeys(places):
        destination = Ref(bucket_key(landscape, "resolver-logs"), "arn")
        columns = {"name": f"{landscape.name}-queries", "destination_arn": destination}
        yield _want(_config(*place), columns)
    for vpc in vpcs:
        existing = Existing("ec2_vpc", "vpc_id", vpc.vpc_id)
        yield _want_association(vpc.account, vpc.region, vpc.vpc_id, vpc.vpc_id, (existing,))
    for each in planned:
        yield _want_association(each.account, each.region, each.name, vpc_ref(each))


def _want_association(
    account: str,
    region: str,
    name: str,
    vpc: str | Ref,
    expects: tuple[Existing, ...] = (),
) -> Wanted:
    table = "route53resolver_resolver_query_logging_config_association"
    config = Ref(_config(account, region), "id")
    columns = {"resolver_query_log_config_id": config, "vpc_id": vpc}
    return _want(RowKey(account, region, table, name), columns, expects)


def _want(key: RowKey, columns: Row, expects: tuple[Existing, ...] = ()) -> Wanted:
    return Wanted(
        key=key, columns=columns, section=SECTION, layer="detection", why=WHY, expects=expects
    )


def _config(account: str, region: str) -> RowKey:
    table = "route53resolver_resolver_query_logging_config"
    return RowKey(account, region, table, "queries")
