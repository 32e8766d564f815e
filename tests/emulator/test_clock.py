"""The emulator's clock goes ahead, and never back."""

from datetime import UTC, datetime, timedelta

from ringwall.emulator.clock import VirtualClock


def test_the_clock_moves_ahead_only() -> None:
    clock = VirtualClock()
    later = datetime.now(UTC) + timedelta(days=1)
    clock.move_to(later)
    assert timedelta() <= clock.now() - later < timedelta(minutes=1)
    clock.move_to(later - timedelta(hours=5))
    assert clock.now() >= later
