"""The emulator's own clock: what takes hours on AWS takes no time here."""

from datetime import UTC, datetime, timedelta


class VirtualClock:
    """The present time, and how far it was moved ahead. It never goes back."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the present time, UTC."""
        return datetime.now(UTC) + self._ahead

    def move_to(self, moment: datetime) -> None:
        """Let time pass until a moment; nothing if it has passed."""
        self._ahead = max(self._ahead, moment - datetime.now(UTC))
