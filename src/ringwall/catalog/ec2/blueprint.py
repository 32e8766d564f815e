"""Flow logs of VPCs."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import bucket_key
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Existing, Ref, RowKey, Wanted


@wants("detection.flow_logs")
def want_flow_logs(landscape: Landscape) -> Iterator[Wanted]:
    """Have a flow log of each VPC that is named."""
    wanted = landscape.settings.detection.flow_logs
    governed = {(each.name, region) for each in landscape.accounts for region in each.regions}
    for vpc in wanted.vpcs if wanted.enabled else ():
        if (vpc.account, vpc.region) in governed:
            yield Wanted(
                key=RowKey(vpc.account, vpc.region, "ec2_flow_log", vpc.vpc_id),
                columns={
                    "logged_resource_id": vpc.vpc_id,
                    "log_destination": Ref(bucket_key(landscape, "flow-logs"), "arn"),
                    "log_destination_type": "s3",
                    "traffic_type": wanted.traffic_type,
                    "max_aggregation_interval": wanted.max_aggregation_interval,
                },
                expects=(Existing("ec2_vpc", "vpc_id", vpc.vpc_id),),
                section="detection.flow_logs",
                layer="detection",
                why="who talked to whom is known after an incident",
            )
