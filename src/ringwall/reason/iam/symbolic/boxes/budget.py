"""A limit on work: hostile policies end in TooHard, never in an endless search."""

from dataclasses import dataclass

STEPS = 150_000
"""The most steps of automata and boxes for one question: about a second at worst."""


class TooHard(Exception):
    """The question takes more steps than its budget has."""


@dataclass
class StepBudget:
    """Steps left; it shrinks as work is done."""

    left: int = STEPS

    def spend(self, steps: int) -> None:
        """Take steps off; TooHard where none are left."""
        self.left -= steps
        if self.left < 0:
            raise TooHard
