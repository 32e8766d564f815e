"""The newer Security Hub: a hub of its own in each account and Region, and who decides on it.

An organization's policy turns it on and off in its accounts, if the organization trusts Security
Hub; it is done when somebody looks.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_security_hub_syntax.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import Fault
from ringwall.emulator.linked_roles import make_linked_role
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.organizations.effective_policies import find_effective
from ringwall.emulator.security.delegation import DelegatedService
from ringwall.emulator.security.hub_findings import FindingAggregator
from ringwall.emulator.state import EmulatorState

POLICY = "SECURITYHUB_POLICY"
TRUSTED = "securityhub.amazonaws.com"
ROLE = "securityhubv2.amazonaws.com"
"""The principal of its service-linked role."""
SECURITY_HUB_V2 = DelegatedService(TRUSTED, "v2")
EVERYWHERE = "ALL_SUPPORTED"
FEATURES = ("NETWORK_SCANNING",)


@dataclass
class HubV2:
    """The newer Security Hub of an account and Region."""

    arn: str
    subscribed: datetime
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class AggregatorV2:
    """Where the newer Security Hub brings findings together."""

    regions: FindingAggregator
    tags: dict[str, str] = field(default_factory=dict)


def find_v2(state: EmulatorState, account_id: str, region: str) -> HubV2 | None:
    """Return the hub of an account and Region, as a policy wants it; None where it is off."""
    wanted = find_wanted(account_id, region)
    key = (account_id, region, "securityhub.hub_v2")
    found: HubV2 | None = state.settings.get(key)
    if wanted is True and found is None:
        return make_v2(state, account_id, region, {})
    if wanted is False and found is not None:
        del state.settings[key]
        return None
    return found


def make_v2(state: EmulatorState, account_id: str, region: str, tags: Mapping[str, str]) -> HubV2:
    """Turn it on."""
    arn = f"arn:{own_partition()}:securityhub:{region}:{account_id}:hubv2/{mock_random.uuid4()}"
    made = HubV2(arn, datetime.now(UTC), dict(tags))
    state.settings[account_id, region, "securityhub.hub_v2"] = made
    make_linked_role(account_id, ROLE)
    return made


def find_wanted(account_id: str, region: str) -> bool | None:
    """Return whether a policy turns it on or off in a Region; None where none says."""
    declared: Any = find_effective(account_id, POLICY).get("securityhub") or {}
    if not declared or not _is_trusted(account_id):
        return None
    for member, verdict in (("disable_in_regions", False), ("enable_in_regions", True)):
        if {region, EVERYWHERE} & set(declared.get(member) or ()):
            return verdict
    return None


def _is_trusted(account_id: str) -> bool:
    organization = find_organization(account_id)
    services = organization.services if organization is not None else ()
    return any(held["ServicePrincipal"] == TRUSTED for held in services)


def refuse_managed(account_id: str, region: str, *, wanted: bool) -> None:
    """Refuse what a policy does not want."""
    if find_wanted(account_id, region) is (not wanted):
        message = "Security Hub is managed by an organization policy in this account and Region."
        raise Fault("AccessDeniedException", message, 403)


def refuse_value(message: str) -> Fault:
    """Return the error for parameters that are wrong."""
    return Fault("ValidationException", message)


def find_aggregator_v2(state: EmulatorState, account_id: str) -> AggregatorV2 | None:
    """Return the aggregator of an account; None where it has none."""
    found: AggregatorV2 | None = state.settings.get((account_id, "", "securityhub.aggregator_v2"))
    return found
