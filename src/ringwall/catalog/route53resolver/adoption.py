"""Of which VPCs of an organization that is there the queries are logged."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import RowsOf, adopts

TABLE = "route53resolver_resolver_query_logging_config"


@adopts("detection.resolver_logs")
def adopt_query_logs(landscape: Landscape, rows_of: RowsOf) -> Iterator[Mapping[str, Any]]:
    """Name the VPCs whose queries go to a bucket, one bucket after the other."""
    names = {account.id: account.name for account in landscape.accounts}
    buckets = {row["id"]: str(row["destination_arn"]) for row in rows_of(TABLE)}
    by_bucket: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(f"{TABLE}_association"):
        arn = buckets.get(row["resolver_query_log_config_id"], "")
        name = names.get(row["account_id"])
        if name and ":s3:::" in arn:
            place = {"account": name, "region": row["region"], "vpc_id": str(row["vpc_id"])}
            by_bucket.setdefault(arn, []).append(place)
    for arn, vpcs in sorted(by_bucket.items()):
        yield {"vpcs": vpcs}
        yield {"vpcs": vpcs, "s3_bucket_name": arn.rpartition(":::")[2]}
