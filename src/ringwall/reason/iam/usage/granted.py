"""Permissions granted compared with permissions used: used, unused, or unknown, and since when.

An action is `unused` only where the logs would show its use.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from ringwall.reason.iam.language.policy import Policy, Statement
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.usage.events import PASS_ROLE, ActionUse, LogWindow
from ringwall.reason.iam.usage.grants import (
    expand_actions,
    find_denied,
    find_statements,
    find_unknown_actions,
    may_allow,
)
from ringwall.reason.iam.usage.trail import load_trail

UsageVerdict = Literal["used", "unused", "unknown"]


@dataclass(frozen=True)
class ActionUsage:
    """One granted action, spelt as AWS spells it. `reason` says why it is unknown."""

    action: str
    verdict: UsageVerdict
    last_used: datetime | None = None
    count: int = 0
    is_inferred: bool = False
    """Whether its use is inferred from other events."""
    reason: str = ""

    @property
    def service(self) -> str:
        """The prefix of the service."""
        return self.action.partition(":")[0].lower()


@dataclass(frozen=True)
class ServiceUsage:
    """The granted actions of one service; unused only where all of them are."""

    service: str
    verdict: UsageVerdict
    last_used: datetime | None
    actions: tuple[ActionUsage, ...]


@dataclass(frozen=True)
class StatementUsage:
    """One Allow statement: how many actions it grants, and how many of them it may have allowed."""

    policy: str
    index: int
    sid: str
    verdict: UsageVerdict
    granted: int
    used: int


@dataclass(frozen=True)
class Usage:
    """What one principal was granted and used. `actions` are by name in lower case."""

    principal_arn: str
    window: LogWindow | None
    """What the logs have of its account; None where they have nothing."""
    last_seen: datetime | None
    """Its last event of any kind; None where the logs have none."""
    uses: tuple[ActionUse, ...]
    actions: Mapping[str, ActionUsage]
    statements: tuple[StatementUsage, ...]
    beyond: tuple[str, ...]
    """Actions used that these policies do not grant: another policy does, or a removed one did."""
    unread: tuple[str, ...]
    """Events of which no action is known: `source:Name`."""

    @property
    def services(self) -> tuple[ServiceUsage, ...]:
        """The granted actions by service."""
        ordered = sorted(self.actions.values(), key=lambda found: (found.service, found.action))
        return tuple(
            _sum_up(service, tuple(found)) for service, found in groupby(ordered, _service)
        )


def report_usage(
    principal_arn: str,
    policies: Sequence[Policy],
    uses: Iterable[ActionUse],
    window: LogWindow | None,
) -> Usage:
    """Return what a principal used of what its identity policies grant.

    `uses` are the principal's, of `read_uses`; `window` is its account's, of `read_windows`.
    """
    kept = tuple(uses)
    review = _ActionReview(kept, window)
    granted = {
        action for _, statement in find_statements(policies, "Allow")
        for action in expand_actions(statement.action)
    } - find_denied(policies)  # fmt: skip
    actions = {action: review.review(action) for action in sorted(granted)}
    unlisted = {
        pattern: ActionUsage(pattern, "unknown", reason="unknown action")
        for _, statement in find_statements(policies, "Allow")
        for pattern in find_unknown_actions(statement.action)
    }
    return Usage(
        principal_arn,
        window,
        window.last_seen.get(principal_arn) if window else None,
        kept,
        actions | unlisted,
        tuple(
            _review_statement(policy, statement, kept, actions | unlisted)
            for policy, statement in find_statements(policies, "Allow")
        ),
        tuple(sorted({used.action for used in kept} - granted - {""})),
        tuple(sorted({used.event for used in kept if not used.action})),
    )


class _ActionReview:
    """Decides on actions from the uses of one principal and from what the logs can show."""

    def __init__(self, uses: Sequence[ActionUse], window: LogWindow | None) -> None:
        self._window = window
        self._uses: dict[str, list[ActionUse]] = {}
        for used in uses:
            self._uses.setdefault(used.action, []).append(used)
        self._unread = sorted({used.event for used in self._uses.pop("", [])})
        """Events of which no action is known."""
        self._unread_of: dict[str, str] = {}
        """By service, one of them that may be of it; '' where none is."""
        self._services = {action.partition(":")[0] for action in self._uses}
        self._changed = {
            action.partition(":")[0] for action in self._uses if "Write" in _levels(action)
        }

    def review(self, action: str) -> ActionUsage:
        """Return what is known of one granted action's use."""
        found = load_universe().find(action)
        name = found.name if found else action
        if uses := self._uses.get(action):
            return ActionUsage(
                name,
                "used",
                max(used.last_used for used in uses),
                sum(used.count for used in uses),
                all(used.is_inferred for used in uses),
            )
        reason = self._doubt(action)
        return ActionUsage(name, "unknown" if reason else "unused", reason=reason)

    def _doubt(self, action: str) -> str:
        """Return why the logs might not show a use; '' where they would."""
        service, trail, window = action.partition(":")[0], load_trail(), self._window
        if window is None:
            return "the logs have no events of the account"
        kind = trail.logging_of(action)
        is_eventless = action != PASS_ROLE and trail.is_eventless(action)
        unread = self._find_unread(service)
        doubts = (
            (bool(window.gap), window.gap),
            (kind == "never", "CloudTrail does not log it"),
            (
                kind == "data_events" and service not in window.data_services,
                f"data events of {service} are not in the logs",
            ),
            (
                kind == "left_out" and service not in window.services,
                f"events of {service} are not in the logs",
            ),
            (bool(unread), f"the actions of {unread} are not known"),
            (is_eventless and trail.is_silent(service), "no event of the service is known"),
            (
                is_eventless and service in self._services,
                "other calls of the service may use it without an event",
            ),
            (
                service in self._changed and "Tagging" in _levels(action),
                "tagging at creation uses it without an event",
            ),
        )
        return next((reason for is_doubtful, reason in doubts if is_doubtful), "")

    def _find_unread(self, service: str) -> str:
        """Return an event that may have used any action of a service; '' where there is none.

        It may be of an action that has an event of its own as well, and of quite another name:
        StartAsyncInvoke uses bedrock:InvokeModel. So nothing but the service narrows it down.
        https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
        """
        if service not in self._unread_of:
            trail = load_trail()
            sources = (
                (event, f"{event.partition(':')[0]}.amazonaws.com") for event in self._unread
            )
            may_be = (event for event, source in sources if trail.may_be_of(source, service))
            self._unread_of[service] = next(may_be, "")
        return self._unread_of[service]


def _levels(action: str) -> tuple[str, ...]:
    found = load_universe().find(action)
    return found.levels if found else ()


def _review_statement(
    policy: Policy,
    statement: Statement,
    uses: Sequence[ActionUse],
    actions: Mapping[str, ActionUsage],
) -> StatementUsage:
    names = expand_actions(statement.action) & actions.keys()
    unlisted = find_unknown_actions(statement.action)
    used = {u.action for u in uses if u.action in names and may_allow(statement, u.resource)}
    verdicts = {actions[name].verdict for name in (*names, *unlisted)}
    verdict: UsageVerdict = "used" if used else "unknown" if "unknown" in verdicts else "unused"
    return StatementUsage(
        policy.name, statement.index, statement.sid, verdict, len(names) + len(unlisted), len(used)
    )


def _service(found: ActionUsage) -> str:
    return found.service


def _sum_up(service: str, actions: tuple[ActionUsage, ...]) -> ServiceUsage:
    times = [found.last_used for found in actions if found.last_used]
    verdicts = {found.verdict for found in actions}
    order: Iterator[UsageVerdict] = iter(("used", "unknown", "unused"))
    verdict = next(v for v in order if v in verdicts)
    return ServiceUsage(service, verdict, max(times, default=None), actions)
