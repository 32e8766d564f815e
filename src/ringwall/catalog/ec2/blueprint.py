"""Flow logs of VPCs."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import bucket_key
from ringwall.catalog.ec2.network_keys import network_key, vpc_ref
from ringwall.catalog.ec2.network_plan import find_hubs, find_vpcs
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Existing, Ref, RowKey, Wanted


@wants("detection.flow_logs")
def want_flow_logs(landscape: Landscape) -> Iterator[Wanted]:
    """Have a flow log of each VPC that is named, and of those that the blueprint makes."""
    wanted = landscape.settings.detection.flow_logs
    governed = {(each.name, region) for each in landscape.accounts for region in each.regions}
    for vpc in wanted.vpcs if wanted.enabled else ():
        if (vpc.account, vpc.region) in governed:
            existing = Existing("ec2_vpc", "vpc_id", vpc.vpc_id)
            key = RowKey(vpc.account, vpc.region, "ec2_flow_log", vpc.vpc_id)
            yield _want(landscape, key, vpc.vpc_id, (existing,))
    made = (*find_vpcs(landscape), *find_hubs(landscape))
    for _, planned in made if wanted.enabled else ():
        key = network_key(planned, "ec2_flow_log")
        yield _want(landscape, key, vpc_ref(planned))


def _want(
    landscape: Landscape, key: RowKey, vpc: str | Ref, expects: tuple[Existing, ...] = ()
) -> Wanted:
    wanted = landscape.settings.detection.flow_logs
    return Wanted(
        key=key,
        columns={
            "logged_resource_id": vpc,
            "log_destination": Ref(bucket_key(landscape, "flow-logs"), "arn"),
            "log_destination_type": "s3",
            "traffic_type": wanted.traffic_type,
            "max_aggregation_interval": wanted.max_aggregation_interval,
        },
        expects=expects,
        section="detection.flow_logs",
        layer="detection",
        why="who talked to whom is known after an incident",
    )
