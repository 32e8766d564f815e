"""Security Hub CSPM in an account and Region: the hub, its standards and its products.

https://docs.aws.amazon.com/securityhub/latest/userguide/what-is-securityhub.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import Fault
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.security.delegation import DelegatedService, find_email
from ringwall.emulator.state import EmulatorState

SECURITY_HUB = DelegatedService("securityhub.amazonaws.com")
_HERE = "arn:{partition}:securityhub:{region}::standards/"
FSBP = f"{_HERE}aws-foundational-security-best-practices/v/1.0.0"
STANDARDS: Mapping[str, str] = {
    FSBP: "AWS Foundational Security Best Practices v1.0.0",
    "arn:{partition}:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0": (
        "CIS AWS Foundations Benchmark v1.2.0"
    ),
    f"{_HERE}cis-aws-foundations-benchmark/v/1.4.0": "CIS AWS Foundations Benchmark v1.4.0",
    f"{_HERE}cis-aws-foundations-benchmark/v/3.0.0": "CIS AWS Foundations Benchmark v3.0.0",
    f"{_HERE}cis-aws-foundations-benchmark/v/5.0.0": "CIS AWS Foundations Benchmark v5.0.0",
    f"{_HERE}nist-800-53/v/5.0.0": "NIST Special Publication 800-53 Revision 5",
    f"{_HERE}nist-800-171/v/2.0.0": "NIST Special Publication 800-171 Revision 2",
    f"{_HERE}pci-dss/v/3.2.1": "PCI DSS v3.2.1",
    f"{_HERE}pci-dss/v/4.0.1": "PCI DSS v4.0.1",
    f"{_HERE}aws-resource-tagging-standard/v/1.0.0": "AWS Resource Tagging Standard v1.0.0",
}
"""The standards that can be enabled, by a template of their ARN.

https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html
"""
BY_DEFAULT = tuple(STANDARDS)[:2]
"""https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-auto-enabled-standards.html"""
PRODUCTS = (
    "access-analyzer", "config", "firewall-manager", "guardduty", "health", "inspector", "macie",
    "securityhub", "ssm-patch-manager",
)  # fmt: skip
"""Integrations of AWS that are on as soon as Security Hub is."""


@dataclass
class EnabledStandard:
    """A standard that a hub checks, and the controls of it that are off."""

    arn: str
    disabled: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """Why a control is off and since when, by its id."""


@dataclass
class Hub:
    """Security Hub in an account and Region."""

    account_id: str
    region: str
    subscribed: datetime
    auto_enable_controls: bool = True
    generator: str = "SECURITY_CONTROL"
    tags: dict[str, str] = field(default_factory=dict)
    standards: dict[str, EnabledStandard] = field(default_factory=dict)
    """Standards by the ARNs of their subscriptions."""
    products: dict[str, str] = field(default_factory=dict)
    """Products by the ARNs of their subscriptions."""
    findings: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """The account's own findings by product and id, in ASFF."""
    edited: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """What customers changed of a finding, which its product cannot change any more."""
    history: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    insights: dict[str, dict[str, Any]] = field(default_factory=dict)
    targets: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        """The hub's ARN."""
        return f"arn:{own_partition()}:securityhub:{self.region}:{self.account_id}:hub/default"


def find_hub(state: EmulatorState, account_id: str, region: str) -> Hub | None:
    """Return the hub of an account and Region; None where Security Hub is off."""
    found: Hub | None = state.settings.get((account_id, region, "securityhub.hub"))
    return found


def refuse_access(message: str) -> Fault:
    """Return Security Hub's error for accounts that may not do something."""
    return Fault("InvalidAccessException", message, 401)


def refuse_input(message: str) -> Fault:
    """Return Security Hub's error for parameters that are wrong."""
    return Fault("InvalidInputException", message, 400)


def refuse_missing(what: str) -> Fault:
    """Return Security Hub's error for what does not exist."""
    return Fault("ResourceNotFoundException", f"{what} was not found", 404)


def refuse_conflict(message: str) -> Fault:
    """Return Security Hub's error for what is already there, or in the way."""
    return Fault("ResourceConflictException", message, 409)


def refuse_not_subscribed(account_id: str) -> Fault:
    """Return the error of an account where Security Hub is off."""
    return refuse_access(f"Account {account_id} is not subscribed to AWS Security Hub")


def make_hub(state: EmulatorState, account_id: str, region: str, standards: Iterable[str]) -> Hub:
    """Turn Security Hub on with standards, and with the integrations of AWS's own services."""
    made = Hub(account_id, region, datetime.now(UTC))
    for name in PRODUCTS:
        place = f"arn:{own_partition()}:securityhub:{region}:{account_id}"
        subscription = f"{place}:product-subscription/aws/{name}"
        made.products[subscription] = product_arn(region, name)
    state.settings[account_id, region, "securityhub.hub"] = made
    enable_standards_of(made, standards)
    return made


def remove_hub(state: EmulatorState, account_id: str, region: str) -> None:
    """Turn Security Hub off; its findings are gone."""
    state.settings.pop((account_id, region, "securityhub.hub"), None)


def product_arn(region: str, name: str) -> str:
    """Return the ARN of a product of AWS."""
    return f"arn:{own_partition()}:securityhub:{region}::product/aws/{name}"


def enable_standards_of(hub: Hub, arns: Iterable[str]) -> list[str]:
    """Enable standards, given with or without a Region; return their subscriptions."""
    made = []
    for template in arns:
        arn = name_standard(template, hub.region)
        subscription = subscription_of(hub, arn)
        hub.standards.setdefault(subscription, EnabledStandard(arn))
        made.append(subscription)
    return made


def subscription_of(hub: Hub, standard: str) -> str:
    """Return the ARN of a hub's subscription to a standard."""
    name = standard.partition("standards/")[2] or standard.partition("ruleset/")[2]
    return f"arn:{own_partition()}:securityhub:{hub.region}:{hub.account_id}:subscription/{name}"


def name_standard(template: str, region: str) -> str:
    """Return the ARN of a standard in a Region."""
    return template.format(partition=own_partition(), region=region)


def find_standards(region: str) -> dict[str, str]:
    """Return the standards of a Region: names by ARN."""
    return {name_standard(arn, region): name for arn, name in STANDARDS.items()}


def show_standard_status(_standard: EnabledStandard) -> str:
    """Return the status of a standard: it is ready at once."""
    return "READY"


def join_hub(
    state: EmulatorState, admin: str, account_id: str, region: str, email: str = ""
) -> None:
    """Make an account of the organization a member, and turn its hub on."""
    delegation = SECURITY_HUB.find(state, admin, region)
    delegation.put(account_id, email or find_email(account_id), "enabled")
    if find_hub(state, account_id, region) is None:
        found = state.settings.get((admin, region, "securityhub.auto_standards"), "DEFAULT")
        make_hub(state, account_id, region, BY_DEFAULT if found == "DEFAULT" else ())
