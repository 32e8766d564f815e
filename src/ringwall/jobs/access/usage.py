"""What CloudTrail shows of a home folder's principals: who used what, and over which time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ringwall.catalog.loader import load_logs
from ringwall.model.errors import NotCollected
from ringwall.reason.facts.usage import find_holders
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.usage.events import ActionUse, LogWindow, read_uses, read_windows
from ringwall.store.engine.embedded import OURS, EmbeddedEngine
from ringwall.store.home import Home
from ringwall.store.lake.logs import attach_logs

Uses = dict[str, tuple[ActionUse, ...]]
"""Uses by the ARN of the principal."""


@dataclass(frozen=True)
class LoggedTime:
    """The events that were read of one account; no events, no days: nothing is known of it."""

    account_id: str
    events: int = 0
    days: int = 0


def read_usage(home: Path, organization: Organization) -> tuple[dict[str, LogWindow], Uses]:
    """Return what CloudTrail shows: a window by account, uses by principal.

    Events of an earlier principal of the same name as one of the organization's are left out.
    NotCollected where no logs were read into this home folder.
    """
    folder = Home(home)
    with EmbeddedEngine(folder.logs, limits=OURS) as engine:
        attach_logs(engine, folder.logs, load_logs().values())
        holders = find_holders(organization)
        windows = read_windows(engine, holders)
        if not windows:
            raise NotCollected(
                f"{folder.logs}: no CloudTrail events; run `ringwall collect --cloudtrail FOLDER`"
            )
        return windows, read_uses(engine, holders)


def describe_windows(
    accounts: Iterable[str], windows: Mapping[str, LogWindow]
) -> tuple[LoggedTime, ...]:
    """Return how much was read of each account."""
    return tuple(
        LoggedTime(account, window.events, (window.last - window.first).days)
        if (window := windows.get(account))
        else LoggedTime(account)
        for account in sorted(set(accounts))
    )
