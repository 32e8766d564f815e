"""Certificates that are nowhere, that nobody is told of, or that AWS would refuse."""

from collections.abc import Iterator

from ringwall.model.blueprint.certificates import Certificate
from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark

KEYS = ("data", "certificates")
LONGEST = 64
"""Letters of the first domain: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html"""


def certificate_places(landscape: Landscape) -> Iterator[Remark]:
    """Yield a remark for each account, Region or domain that cannot be, and for alarms unheard."""
    settings = landscape.settings
    alarmed = any(each.settings.data.certificates.renewal_alarms for each in landscape.accounts)
    if alarmed and not (
        settings.detection.rules.enabled or settings.response.notifications.enabled
    ):
        said = "renewal_alarms: nobody is told without detection.rules or response.notifications"
        yield Remark((*KEYS, "renewal_alarms"), said, "note")
    for name, wanted in settings.data.certificates.requested.items():
        for key, said in _find_faults(landscape, wanted):
            yield Remark((*KEYS, "requested", name, key), f"{name}: {said}")


def _find_faults(landscape: Landscape, wanted: Certificate) -> Iterator[tuple[str, str]]:
    """Yield what is wrong, by the setting."""
    regions = {account.name: account.regions for account in landscape.accounts}
    region = wanted.region or landscape.home_region
    if region not in regions.get(wanted.account, (region,)):  # an account may be left alone
        yield "region", f"{region} is not governed in the account {wanted.account}"
    if wanted.hosted_zone_account and not wanted.hosted_zone_id:
        yield "hosted_zone_account", "names no zone without hosted_zone_id"
    if len(wanted.domain_name) > LONGEST:
        yield (
            "domain_name",
            (
                f"{wanted.domain_name} has more than {LONGEST} characters: name a shorter domain, "
                "and this one among subject_alternative_names"
            ),
        )
