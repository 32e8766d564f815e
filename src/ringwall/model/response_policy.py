"""The policy of responses, `response.toml`: who may approve what, and what acts by itself.

Nothing acts by itself unless a rule of this file says so.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.response_channels import Channel, find_url_flaw
from ringwall.model.rule import Severity

ApprovalNeed = Literal["automatic", "one", "two", "never"]
"""`one` person, who may be the one that asks; `two`, neither of whom does; never."""
NEEDS: tuple[ApprovalNeed, ...] = ("automatic", "one", "two", "never")
"""From the least to the most."""
Duration = Annotated[str, Meta(pattern=r"^[1-9]\d{0,3}[smhd]\Z")]
"""A number with s, m, h or d: 30m."""
AccountNumber = Annotated[str, Meta(pattern=r"^[0-9]{12}\Z")]
UnitId = Annotated[str, Meta(pattern=r"^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})\Z")]
ArnPattern = Annotated[str, Meta(pattern=r"^(arn:|\*)")]


LimitedNumber = Annotated[int, Meta(ge=0, le=10_000)]


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all parts of the file have in common: a key that is not known is an error."""


class OrganizationPart(Strict, frozen=True):
    """What responders know of the organization."""

    home_region: str = ""
    management_account: AccountNumber | Literal[""] = ""
    security_account: AccountNumber | Literal[""] = ""
    quarantine_group: str = "ringwall-quarantine"
    regions: tuple[str, ...] = ()
    accounts: tuple[AccountNumber, ...] = ()
    """The accounts that responses may enter; those of the organization if left out."""


class EvidencePart(Strict, frozen=True):
    """Where evidence is kept, and who signs for it."""

    account: AccountNumber
    region: str
    bucket: str
    key_arn: str = ""
    signing_key_arn: str = ""
    """A KMS key for signing (ECC_NIST_P256 or RSA); a local key if left out."""
    lock_mode: Literal["GOVERNANCE", "COMPLIANCE"] = "GOVERNANCE"
    lock_days: Annotated[int, Meta(ge=1, le=36_500)] = 365


class ApprovalException(Strict, frozen=True):
    """Another need for what it matches; of several that match, the strictest holds."""

    need: ApprovalNeed
    playbooks: tuple[str, ...] = ("*",)
    """Patterns of ids of playbooks."""
    accounts: tuple[str, ...] = ("*",)
    """Patterns of account ids."""


class ApprovalPart(Strict, frozen=True):
    """What each blast class needs, and how long a request waits."""

    none: ApprovalNeed = "one"
    config: ApprovalNeed = "one"
    availability: ApprovalNeed = "one"
    irreversible: ApprovalNeed = "two"
    expires: Duration = "1h"
    escalates: Duration = "15m"
    """After this, a request that nobody answered is told to the channels for escalation."""
    exceptions: tuple[ApprovalException, ...] = ()


class ProtectedPart(Strict, frozen=True):
    """What is changed by nobody, or by two persons; where it cannot be told, it is protected.

    What has the form of nothing that AWS has is an error: it would protect nothing.
    """

    need: Literal["two", "never"] = "never"
    tags: Mapping[str, str] = {}
    """Tags by key; `*` stands for any text in a value."""
    arns: tuple[ArnPattern, ...] = ()
    """Patterns of ARNs."""
    units: tuple[UnitId, ...] = ()
    """Ids of organizational units, with all below them."""
    accounts: tuple[AccountNumber, ...] = ()


class Responder(Strict, frozen=True):
    """Somebody who responds: one principal, whatever he or she is called elsewhere."""

    principal: Annotated[str, Meta(pattern=r"^[\w.+@=,-]{1,128}\Z")]
    arns: tuple[str, ...] = ()
    """Patterns of the ARNs with which the person calls AWS."""
    slack: str = ""
    teams: str = ""
    email: str = ""
    pagerduty: str = ""
    approves: bool = False
    """Whether the person may approve."""


class ResponseRule(Strict, frozen=True):
    """Which findings start which playbook; the first rule that matches holds."""

    name: Annotated[str, Meta(pattern=r"^[\w.-]{1,64}\Z")]
    playbook: str
    findings: tuple[str, ...] = ("*",)
    """Patterns of rule ids, or of types of findings."""
    severity: Severity = "low"
    """The mildest severity."""
    accounts: tuple[str, ...] = ("*",)
    tags: Mapping[str, str] = {}
    """Tags that the resource must have; `*` stands for any text in a value."""
    hours: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3])-([01]\d|2[0-4])\Z")] | Literal[""] = ""
    """Hours of the day, UTC, such as 18-07; any if left out."""
    weekdays: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    need: ApprovalNeed | Literal[""] = ""
    """The approval; that of `approval` if left out. An exception or protection can raise it."""
    options: Mapping[str, str] = {}


class LimitsPart(Strict, frozen=True):
    """How much is done in an hour by responses that no person has approved."""

    accounts: LimitedNumber = 3
    """Accounts and units in which something is denied or switched off as a whole."""
    access_keys: LimitedNumber = 10
    principals: LimitedNumber = 10
    """Users, roles, people of Identity Center, and who may enter clusters."""
    instances: LimitedNumber = 10
    tasks: LimitedNumber = 10
    """Tasks and services of ECS."""
    functions: LimitedNumber = 10
    keys: LimitedNumber = 10
    """Keys of KMS."""
    buckets: LimitedNumber = 10
    changes: Annotated[int, Meta(ge=0, le=100_000)] = 500


class MessagesPart(Strict, frozen=True):
    """What channels are told, and where they answer."""

    templates: str = ""
    """A folder with texts of your own, from the folder of this file; see docs/howto/soar.md."""
    callback_url: str = ""
    """The https URL under which others reach `ringwall respond serve`; no links if left out."""

    def __post_init__(self) -> None:
        """ValueError where the URL cannot be one."""
        if self.callback_url and (flaw := find_url_flaw(self.callback_url)):
            raise ValueError(f"callback_url {flaw}")


class ResponsePolicy(Strict, frozen=True):
    """All of response.toml."""

    organization: OrganizationPart = OrganizationPart()
    evidence: EvidencePart | None = None
    approval: ApprovalPart = ApprovalPart()
    protected: ProtectedPart = ProtectedPart()
    limits: LimitsPart = LimitsPart()
    people: tuple[Responder, ...] = ()
    rules: tuple[ResponseRule, ...] = ()
    messages: MessagesPart = MessagesPart()
    channels: tuple[Channel, ...] = ()

    def __post_init__(self) -> None:
        """ValueError where two channels have one name."""
        names = [channel.name for channel in self.channels]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two channels are named {', '.join(twice)}")
