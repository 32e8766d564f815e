"""Which VPCs of an organization that is there are logged."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import RowsOf, adopts


@adopts("detection.flow_logs")
def adopt_flow_logs(landscape: Landscape, rows_of: RowsOf) -> Iterator[Mapping[str, Any]]:
    """Name the VPCs whose flow logs go to a bucket, one bucket after the other."""
    names = {account.id: account.name for account in landscape.accounts}
    by_bucket: dict[str, list[dict[str, str]]] = {}
    for row in rows_of("ec2_flow_log"):
        vpc, name = str(row["logged_resource_id"]), names.get(row["account_id"])
        if name and vpc.startswith("vpc-") and row["log_destination_type"] == "s3":
            place = {"account": name, "region": row["region"], "vpc_id": vpc}
            by_bucket.setdefault(str(row["log_destination"]), []).append(place)
    for arn, vpcs in sorted(by_bucket.items()):
        bucket = arn.rpartition(":::")[2]
        yield {"vpcs": vpcs}
        yield {"vpcs": vpcs, "s3_bucket_name": bucket}
