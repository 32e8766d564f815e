"""The lines of a plan kept among the findings, so that drift has a history as all else has."""

from collections.abc import Collection, Mapping
from pathlib import Path

from ringwall.hub.record import Recorded, Superseded, record
from ringwall.jobs.blueprint.plan import PlannedBlueprint
from ringwall.jobs.events import Events
from ringwall.jobs.history import open_ledger
from ringwall.model.finding import Answer
from ringwall.plan.reconciliation.drift import DRIFT, DriftAnswers, find_drift
from ringwall.store.database.entry import Entry
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot


def record_drift(home: Path, planned: PlannedBlueprint, events: Events) -> Recorded:
    """Merge the whole plan of a blueprint into the findings, and return what that changed.

    A line opens a finding. A row that is as wanted, or that nobody wants any more, resolves its
    own; one of which the plan could not tell leaves them as they are. Where a later snapshot is
    recorded already, nothing is kept.
    """
    folder = Home(home)
    answers = DriftAnswers(
        planned.name,
        planned.wanted,
        frozenset(str(skip.key) for skip in planned.whole.skipped),
        is_whole=not planned.skips,
    )

    def outcome(_: str, entries: Collection[Entry]) -> Mapping[str, Answer | None]:
        return {each.uid: answers.judge(each.rest.get("evidence", {})) for each in entries}

    with open_ledger(folder, open_snapshot(folder.estate, planned.snapshot), events) as ledger:
        try:
            return record(
                ledger,
                {DRIFT.id: DRIFT},
                find_drift(planned.name, planned.whole),
                outcome,
                snapshot=planned.snapshot,
                now=int(planned.collected_at.timestamp() * 1000),
                in_order=True,
            )
        except Superseded as newer:
            events.note(f"{newer}: drift is not recorded")
            return Recorded()
