"""What was read of CloudTrail, a line for each account."""

from collections.abc import Iterable

from ringwall.cli.output import print_note
from ringwall.jobs.access.usage import LoggedTime
from ringwall.model.text import count_of


def print_windows(windows: Iterable[LoggedTime]) -> None:
    """Print how many events were read of each account, over how many days."""
    for window in windows:
        if window.events:
            events, days = count_of(window.events, "event"), count_of(window.days, "day")
            print_note(f"account {window.account_id}: {events} over {days}")
        else:
            print_note(f"account {window.account_id}: no events; what is used is not known")
