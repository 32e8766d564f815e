"""What several service folders say of `data.certificates`: keys of its rows, and who is told."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringwall.catalog.detection_keys import role_key, topic_key
from ringwall.model.blueprint.certificates import Certificate
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import RowKey

SECTION = "data.certificates"
EVENTS = "certificates"
"""What the bus, the rules and the roles of events of certificates are called."""
EVENT_PATTERN = {
    "source": ["aws.acm"],
    "detail-type": [
        "ACM Certificate Approaching Expiration",
        "ACM Certificate Expired",
        "ACM Certificate Renewal Action Required",
    ],
}
"""https://docs.aws.amazon.com/acm/latest/userguide/supported-events.html"""


@dataclass(frozen=True)
class PlacedCertificate:
    """A certificate that the blueprint names, and where it is."""

    name: str
    wanted: Certificate
    account: LandscapeAccount
    region: str

    @property
    def key(self) -> RowKey:
        """The key of its row."""
        return RowKey(self.account.name, self.region, "certificatemanager_certificate", self.name)

    @property
    def zone_account(self) -> str:
        """The name of the account that has its hosted zone."""
        return self.wanted.hosted_zone_account or self.account.name

    @property
    def has_own_zone(self) -> bool:
        """Whether a hosted zone of its own account validates it."""
        return bool(self.wanted.hosted_zone_id) and self.zone_account == self.account.name

    @property
    def domains(self) -> tuple[str, ...]:
        """All its domains, the first one first."""
        return tuple(
            dict.fromkeys((self.wanted.domain_name, *self.wanted.subject_alternative_names))
        )


def list_certificates(landscape: Landscape) -> Iterator[PlacedCertificate]:
    """Yield the certificates of accounts and Regions that are governed and have ACM."""
    accounts = {account.name: account for account in landscape.accounts}
    for name, wanted in sorted(landscape.settings.data.certificates.requested.items()):
        account = accounts.get(wanted.account)
        region = wanted.region or landscape.home_region
        if account and region in landscape.regions_of("acm", account):
            yield PlacedCertificate(name, wanted, account, region)


def list_alarmed(landscape: Landscape) -> Iterator[tuple[LandscapeAccount, tuple[str, ...]]]:
    """Yield each account whose events of certificates are sent on, with its Regions."""
    if find_topic(landscape) is None:
        return
    for account in landscape.accounts:
        if account.settings.data.certificates.renewal_alarms:
            with_rules = landscape.regions_of("events", account)
            regions = landscape.regions_of("acm", account)
            yield account, tuple(region for region in regions if region in with_rules)


def find_topic(landscape: Landscape) -> RowKey | None:
    """Return the key of the topic that they reach; None where nobody would be told."""
    settings = landscape.settings
    if settings.detection.rules.enabled:
        return topic_key(landscape.security, landscape, "findings")
    if settings.response.notifications.enabled:
        return topic_key(landscape.security, landscape, "responders")
    return None


def bus_key(landscape: Landscape) -> RowKey:
    """Return the key of the bus that they are sent to: in the security account, at home."""
    return RowKey(landscape.security.name, landscape.home_region, "events_event_bus", EVENTS)


def sender_key(account: LandscapeAccount) -> RowKey:
    """Return the key of the role that sends them from an account."""
    return role_key(account, "certificate-events")


def sender_name(landscape: Landscape) -> str:
    """Return the name of that role."""
    return f"{landscape.name}-certificate-events"
