"""A check before collecting: one call of each kind, to learn which of them would fail."""

from dataclasses import replace

from ringwall.collect.shared import NotShared
from ringwall.collect.source import ReadOptions, Source
from ringwall.collect.tally import CallTally
from ringwall.collect.unit import Unit, mark_skipped
from ringwall.model.coverage import Coverage
from ringwall.model.errors import CallFailed


def probe_unit(unit: Unit, source: Source) -> tuple[Coverage, ...]:
    """Return how the calls of a unit would go: each list call, and the details of one resource.

    A detail call of a table without resources is not tried, and not reported.
    """
    first = ReadOptions(limit=1)  # with no answer of another account
    tally = CallTally(unit.location)
    skipped: list[Coverage] = []
    for table in unit.tables:
        try:
            listing = source.documents(table, unit.location, first)
        except CallFailed as error:
            skipped.extend(mark_skipped(replace(unit, tables=(table,)), error.status, str(error)))
            continue
        tally.note_listing(table, listing)
        for document in listing.documents:
            if document.is_gone:
                continue
            if document.problem:
                tally.note_lost_row(table, document.problem, "")
                continue
            # That a report is older than this one user says nothing of the others.
            failures = {
                into: error
                for into, error in document.failures.items()
                if not isinstance(error, NotShared)
            }
            tally.note_document(table, "", replace(document, failures=failures))
    return (*tally.rows(), *skipped)
