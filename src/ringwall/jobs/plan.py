"""A plan that waits for a decision: what would be written, and what would not."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringwall.apply.describe import describe_plan, tell_plan
from ringwall.model.change import Plan
from ringwall.model.table import Row


@dataclass(frozen=True)
class PlannedRun:
    """A plan, and what it was made from; the snapshot is that of the findings behind it."""

    plan: Plan
    snapshot: str = ""
    rules: tuple[str, ...] = ()
    """Ids of the rules whose findings it answers."""
    blueprint: str = ""
    """The name of the blueprint that it makes so, or ''."""

    def describe(self) -> Row:
        """Return the plan as a JSON-able document."""
        return describe_plan(self.plan)

    def lines(self) -> Iterator[str]:
        """Yield the plan as lines of text."""
        return tell_plan(self.plan)
