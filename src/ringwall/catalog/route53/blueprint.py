"""Records of hosted zones, by which AWS validates the domains of certificates."""

from collections.abc import Iterator

from ringwall.catalog.certificate_keys import SECTION, list_certificates
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Existing, Ref, RowKey, Wanted

TTL = 300


@wants(SECTION)
def want_validation_records(landscape: Landscape) -> Iterator[Wanted]:
    """Have a record for each domain of a certificate that names a hosted zone.

    AWS asks one account for one record of a domain, whatever the Region and whether or not it is
    for *.DOMAIN.
    """
    known = {account.name for account in landscape.accounts}
    seen = set[tuple[str, str, str]]()
    for each in list_certificates(landscape):
        zone, account = each.wanted.hosted_zone_id, each.zone_account
        for domain in each.domains if zone and account in known else ():
            plain = domain.removeprefix("*.")
            if (zone, each.account.name, plain) in seen:
                continue
            seen.add((zone, each.account.name, plain))
            record = f"[?[0]=='{domain}'] | [0]"
            yield Wanted(
                key=RowKey(account, GLOBAL, "route53_record_set", f"{each.name}/{plain}"),
                columns={
                    "hosted_zone_id": zone,
                    "name": Ref(each.key, "validation_records", f"{record} | [1]"),
                    "type": "CNAME",
                    "ttl": TTL,
                    "resource_records": [
                        Ref(each.key, "validation_records", f"{record} | [3]"),
                    ],
                },
                section=SECTION,
                layer="data",
                why="AWS issues and renews a certificate while this record shows whose the domain "
                "is",
                expects=(Existing("route53_hosted_zone", "id", zone),),
            )
