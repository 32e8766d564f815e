"""How calls went, counted: the rows of `estate.coverage` that a reading leaves behind."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ringwall.collect.shared import NotShared
from ringwall.collect.source import Listing, Location, ResourceDocument
from ringwall.model.coverage import ROW, Coverage
from ringwall.model.errors import CallFailed
from ringwall.model.status import Status
from ringwall.model.table import Table
from ringwall.model.text import make_storable

MAX_ERROR = 300


@dataclass
class CallTally:
    """Counts calls in one location by how they went, so that coverage stays small."""

    location: Location
    counts: Counter[tuple[str, str, Status, str, str]] = field(default_factory=Counter)

    def note(
        self, table: str, aspect: str, status: Status = "ok", resource: str = "", error: str = ""
    ) -> None:
        """Count one call."""
        said = make_storable(error[:MAX_ERROR])
        self.counts[table, aspect, status, resource, said] += 1

    def note_listing(self, table: Table, listing: Listing) -> None:
        """Count the call that lists a table, and the reads that its documents share.

        What is derived from the documents depends on the list too.
        """
        self._note_outcome(table.name, "list", listing.problem)
        for derived in table.derived:
            self._note_outcome(derived.table, table.name, listing.problem)
        for into, problem in listing.shared.items():
            self._note_outcome(table.name, into, problem)

    def note_document(self, table: Table, arn: str, document: ResourceDocument) -> None:
        """Count the detail calls of one document; `arn` is '' where it is a sample of all."""
        for call in table.calls:
            if error := document.failures.get(call.into):
                self._note_outcome(table.name, call.into, error, arn)
            elif call.into not in document.skipped:
                self.note(table.name, call.into)
        for shared in table.shared:
            # A read that failed as a whole was counted with the list: its error is about no key.
            if isinstance(error := document.failures.get(shared.into), NotShared):
                self._note_outcome(table.name, shared.into, error, arn)
        for derived in table.derived:
            if error := document.failures.get(derived.needs):
                self._note_outcome(derived.table, table.name, error, arn)

    def note_lost_row(self, table: Table, error: CallFailed, name: str) -> None:
        """Count a row that is left out, with all that is derived from it; `name` is its ARN."""
        self._note_outcome(table.name, ROW, error, name)
        for derived in table.derived:
            self._note_outcome(derived.table, table.name, error, name)

    def rows(self) -> Iterator[Coverage]:
        """Yield the rows of `estate.coverage`."""
        account_id, region = self.location.account_id, self.location.region
        for (table, aspect, status, resource, error), calls in self.counts.items():
            yield Coverage(account_id, region, table, aspect, status, resource, calls, error)

    def _note_outcome(
        self, table: str, aspect: str, problem: CallFailed | None, resource: str = ""
    ) -> None:
        if problem is None:
            self.note(table, aspect, "ok", resource)
        else:
            self.note(table, aspect, problem.status, resource, str(problem))
