"""What gaps leave open for a rule: areas, and the resources whose calls failed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ringwall.model.coverage import COVERAGE
from ringwall.model.table import Scope
from ringwall.store.engine.protocol import Engine

Spared = Literal["", "failures", "all"]


@dataclass(frozen=True)
class UnknownArea:
    """An account and region where a rule is unknown; `hides` where resources may be missing.

    `spares` says which verdicts on the resources that are there hold all the same: a row that was
    left out of a list is no reason to doubt a failure that facts prove, only a pass.
    """

    account_id: str
    region: str
    scope: Scope
    reason: str
    hides: bool = False
    spares: Spared = ""


@dataclass(frozen=True)
class Unknowns:
    """Where a rule is unknown: whole areas, and the single resources of some failed calls."""

    areas: tuple[UnknownArea, ...]
    calls: tuple[tuple[str, str], ...]
    """Table and aspect of the failed calls; their resources may be very many."""
    details: tuple[tuple[str, str], ...] = ()
    """Table and aspect of the failed calls whose columns are NULL in the rule's own rows, or behind
    facts about them: they are the reason where the verdict is."""


def hold_unknown_resources(engine: Engine, unknowns: Unknowns) -> None:
    """Hold the resources whose calls failed, and why: `resource, reason`.

    `unknown_resource` has those that are unknown for certain; `null_resource` those that have a
    NULL which the rule reads, `null_account` the accounts and regions where all have one.
    """
    _hold_failed(engine, "unknown_resource", unknowns.calls, "resource", "resource <> ''")
    _hold_failed(engine, "null_resource", unknowns.details, "resource", "resource <> ''")
    _hold_failed(engine, "null_account", unknowns.details, "account_id, region", "resource = ''")


def _hold_failed(
    engine: Engine, name: str, calls: Iterable[tuple[str, str]], key: str, where: str
) -> None:
    engine.hold_rows("failed_call", {"table_name": "TEXT", "aspect": "TEXT"}, calls)
    engine.hold_query(
        name,
        f"""
        select {key}, min(
          'estate.' || table_name
            || case when status = 'failed' and error <> '' then ' could not be read'
              when status = 'not_collected' and error <> '' then ' was not collected'
              else ' was not collected: ' || status end
            || case when error = '' then '' else ': ' || error end
        ) as reason
        from estate.{COVERAGE.name}
        join failed_call using (table_name, aspect)
        where status <> 'ok' and {where}
        group by {key}
        """,
    )
    engine.drop("failed_call")
