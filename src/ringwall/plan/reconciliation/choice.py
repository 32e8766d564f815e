"""A part of a plan: by layer, service, account, Region; what it needs comes with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ringwall.model.blueprint.manual_step import ManualStep
from ringwall.model.blueprint.wanted import RowKey
from ringwall.model.layer import Layer
from ringwall.model.table import Table
from ringwall.plan.reconciliation.outcome import Reconciliation


@dataclass(frozen=True)
class PlanChoice:
    """Which rows of a plan are meant: those that every choice takes. An empty choice takes all."""

    layers: tuple[Layer, ...] = ()
    services: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    """Names of accounts in the blueprint."""
    regions: tuple[str, ...] = ()
    """Regions, or `global`."""

    @property
    def is_all(self) -> bool:
        """Whether everything is meant."""
        return not (self.layers or self.services or self.accounts or self.regions)

    def means(self, key: RowKey, layer: Layer | None, tables: Mapping[str, Table]) -> bool:
        """Whether a row is meant."""
        return (
            (not self.layers or layer in self.layers)
            and (not self.services or tables[key.table].service in self.services)
            and (not self.accounts or key.account in self.accounts)
            and (not self.regions or key.region in self.regions)
        )

    def means_step(self, step: ManualStep) -> bool:
        """Whether what a person does is meant; it is done in no Region of its own."""
        return (
            (not self.layers or step.section.partition(".")[0] in self.layers)
            and (not self.services or step.name.partition(".")[0] in self.services)
            and (not self.accounts or step.account in self.accounts)
        )


def choose(plan: Reconciliation, choice: PlanChoice, tables: Mapping[str, Table]) -> Reconciliation:
    """Return the chosen part of a plan, with all Changes that it needs, of other parts too."""
    if choice.is_all:
        return plan
    wanted = {
        c for d in plan.differences if choice.means(d.key, d.layer, tables) for c in d.changes
    }
    for change in reversed(plan.changes):  # each comes after what it needs
        if change.id in wanted:
            wanted.update(change.needs)
    return replace(
        plan,
        changes=tuple(change for change in plan.changes if change.id in wanted),
        differences=tuple(d for d in plan.differences if not wanted.isdisjoint(d.changes)),
        skipped=tuple(skip for skip in plan.skipped if choice.means(skip.key, skip.layer, tables)),
        satisfied=tuple(row for row in plan.satisfied if choice.means(row.key, row.layer, tables)),
        unwanted=tuple(key for key in plan.unwanted if choice.means(key, None, tables)),
    )
