"""Certificates of ACM, and from when on AWS tells that one expires."""

from collections.abc import Iterator

from ringwall.catalog.certificate_keys import SECTION, list_alarmed, list_certificates
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import RowKey, Wanted
from ringwall.model.table import Row


@wants(SECTION)
def want_certificates(landscape: Landscape) -> Iterator[Wanted]:
    """Have the certificates that the blueprint names."""
    for each in list_certificates(landscape):
        columns: Row = {
            "domain_name": each.wanted.domain_name,
            "subject_alternative_names": list(each.domains),
            "key_algorithm": each.wanted.key_algorithm,
            "validation_method": "DNS",
        }
        yield Wanted(
            key=each.key,
            columns={**columns, **({"tags": each.wanted.tags} if each.wanted.tags else {})},
            given={"hosted_zone_id": each.wanted.hosted_zone_id} if each.has_own_zone else {},
            section=SECTION,
            layer="data",
            why="what is read on its way is not read by others, and AWS renews what it issues",
        )


@wants(SECTION)
def want_expiry_events(landscape: Landscape) -> Iterator[Wanted]:
    """Have AWS tell early enough that a certificate expires."""
    for account, regions in list_alarmed(landscape):
        days = account.settings.data.certificates.days_before_expiry
        for region in regions:
            yield Wanted(
                key=RowKey(account.name, region, "certificatemanager_account", "expiry"),
                columns={"days_before_expiry": days},
                section=SECTION,
                layer="data",
                why="whoever renews a certificate by hand needs time for it",
            )
