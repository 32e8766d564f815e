"""The buckets for the logs of Network Firewall."""

from collections.abc import Iterator

from ringwall.catalog.ec2.hub_keys import FIREWALL_LOGS, find_logged_regions
from ringwall.catalog.s3.log_buckets import LogBucket, allow_delivery
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted


@wants("infrastructure.network_firewall")
def want_firewall_log_buckets(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bucket in the log archive for what the firewall of each Region logs.

    https://docs.aws.amazon.com/network-firewall/latest/developerguide/logging-s3.html
    """
    wanted = landscape.settings.infrastructure.network_firewall
    for region in find_logged_regions(landscape):
        bucket = LogBucket(
            landscape,
            FIREWALL_LOGS,
            "infrastructure.network_firewall",
            "what was dropped, and who talked to whom, is known after an incident",
            wanted.expiration_days,
            region=region,
            key=FIREWALL_LOGS,
        )
        yield bucket.want(*allow_delivery(landscape, bucket))
