"""What a job reports: whoever has the two methods can be told."""

from ringwall.cli.terminal import Terminal
from ringwall.jobs.events import Events


def report(events: Events) -> None:
    """Do what jobs do with their events."""
    events.note("a note")
    with events.progress("part") as progress:
        progress.expect(2)
        progress.advance("first")
        progress.advance()
    with events.progress("other", 1) as progress:
        progress.advance("second")


def test_lists_can_be_told(events: Events) -> None:
    report(events)
    assert vars(events) == {
        "notes": ["a note"],
        "parts": ["part", "other"],
        "totals": [2, 1],
        "steps": ["first", "", "second"],
    }


def test_a_terminal_can_be_told() -> None:
    report(Terminal())
