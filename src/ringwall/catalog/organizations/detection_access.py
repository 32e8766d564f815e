"""Trusted access, and administrators, of the services of the layer detection.

GuardDuty, Security Hub, Inspector and Detective have calls of their own that give both: see their
folders. Those of these services do not.
"""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import has_config, has_trail
from ringwall.catalog.organizations.wanted_rows import want_administrator, want_service_access
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted

CONFIG = ("config.amazonaws.com", "config-multiaccountsetup.amazonaws.com")
"""For the aggregator, and for conformance packs of the organization."""
MALWARE = "malware-protection.guardduty.amazonaws.com"


@wants("detection.trail")
def want_trail_access(landscape: Landscape) -> Iterator[Wanted]:
    """Give CloudTrail trusted access."""
    if has_trail(landscape):
        why = "only then CloudTrail records all accounts of the organization"
        yield want_service_access(
            landscape, "cloudtrail.amazonaws.com", "detection.trail", "detection", why
        )


@wants("detection.config")
def want_config_access(landscape: Landscape) -> Iterator[Wanted]:
    """Give AWS Config trusted access, and let the account security administer it."""
    for principal in CONFIG if has_config(landscape) else ():
        why = "only then the account security sees what is recorded in all accounts"
        yield want_service_access(landscape, principal, "detection.config", "detection", why)
        if not landscape.security.is_management:
            yield want_administrator(
                landscape, principal, landscape.security, "detection.config", "detection", why
            )


@wants("detection.guardduty")
def want_malware_access(landscape: Landscape) -> Iterator[Wanted]:
    """Give GuardDuty's malware protection trusted access."""
    wanted = landscape.settings.detection.guardduty
    if wanted.enabled and "EBS_MALWARE_PROTECTION" in wanted.features:
        why = "only then GuardDuty scans volumes of other accounts for malware"
        yield want_service_access(landscape, MALWARE, "detection.guardduty", "detection", why)
