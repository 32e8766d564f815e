"""A notice: what people and their tools are told of a case, and what they say back."""

from dataclasses import dataclass
from typing import Literal

from ringwall.model.rule import Severity

NoticeKind = Literal[
    "case_opened",
    "noted",
    "approval_wanted",
    "approval_decided",
    "approval_escalated",
    "started",
    "contained",
    "failed",
    "closed",
    "reopened",
]


@dataclass(frozen=True)
class ProposedAct:
    """One Change of a plan that waits for approval, as people are shown it."""

    operation: str
    resource: str
    risks: tuple[str, ...] = ()
    is_irreversible: bool = False


@dataclass(frozen=True)
class ApprovalAsk:
    """What is to be approved: one plan, by so many persons, until a time."""

    plan_hash: str
    request: int
    """The number of the request within its case."""
    persons: int
    """How many persons have to approve."""
    expires_at: int
    """Milliseconds since 1970, UTC."""
    acts: tuple[ProposedAct, ...] = ()


@dataclass(frozen=True)
class Notice:
    """One thing to tell about a case. `number` is that of the event that it tells of.

    INVARIANT: all texts come from logs, findings and names, and so from the attacker. Each channel
    escapes them in its own way; a notice holds them as they are.
    """

    kind: NoticeKind
    case: str
    number: int
    at: int
    """Milliseconds since 1970, UTC."""
    title: str
    severity: Severity
    account_id: str
    region: str
    resource: str
    lines: tuple[str, ...] = ()
    """What there is to say beside, a sentence each."""
    link: str = ""
    """Where the case can be looked at, an https URL, or ''."""
    approval: ApprovalAsk | None = None
    """For approval_wanted and approval_escalated: what is to be approved."""


@dataclass(frozen=True)
class CaseDecision:
    """What a person decided about a plan by way of a channel, all checked but the case itself."""

    principal: str
    case: str
    plan_hash: str
    request: int
    """The number of the request, or 0 where the channel does not say."""
    approve: bool
    at: int
    """Milliseconds since 1970, UTC: when it was decided, as far as the channel says."""
    via: str
    """The name of the channel."""
    nonce: str
    """What tells it from all others of the channel; it is taken once."""


@dataclass(frozen=True)
class CaseRemark:
    """What somebody wrote in a ticket of a case. The author is a name of the ticket system's."""

    case: str
    author: str
    text: str
    at: int
    via: str
    nonce: str
