"""The keys of the buckets that firewalls log to."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import kms_key
from ringwall.catalog.ec2.hub_keys import FIREWALL_LOGS, find_logged_regions
from ringwall.catalog.kms.named_keys import want_named_key
from ringwall.catalog.policy_statements import (
    administer_key,
    allow_service,
    of_organization,
    write_policy,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted

SECTION = "infrastructure.network_firewall"


@wants(SECTION)
def want_firewall_log_keys(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key in the log archive for what the firewall of each Region logs.

    https://docs.aws.amazon.com/network-firewall/latest/developerguide/logging-s3.html
    """
    for region in find_logged_regions(landscape):
        statement = allow_service(
            "LogDelivery",
            "delivery.logs.amazonaws.com",
            ("kms:GenerateDataKey*", "kms:Decrypt"),
            "*",
            of_organization(landscape),
        )
        yield from want_named_key(
            landscape,
            kms_key(landscape.logs, landscape, FIREWALL_LOGS, region),
            SECTION,
            "who may read the bucket still needs the key to read who talked to whom",
            write_policy(administer_key(landscape, landscape.logs), statement),
        )
