"""The findings and the runs that a home folder remembers, opened for the jobs that read them."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ringwall.jobs.events import Events
from ringwall.jobs.resources import search_resources
from ringwall.jobs.selection import check_name
from ringwall.model.errors import BadInput, DamagedSnapshot, NotCollected
from ringwall.model.spelling import find_likely
from ringwall.store.database.connection import check_database, open_database
from ringwall.store.database.incidents import Incidents
from ringwall.store.database.journal import Journal
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import Snapshot, open_snapshot
from ringwall.store.seal_key import find_key

EVERY_STATUS = Filter(statuses=("open", "resolved", "suppressed"))
MAX_NAMED = 20


@contextmanager
def open_ledger(home: Home, snapshot: Snapshot, events: Events) -> Iterator[Ledger]:
    """Open the findings to record an audit of a snapshot.

    For a snapshot older than the last one that was audited they are empty and not kept: history
    does not run backwards, and what was fixed since then would open again.
    """
    home.make()
    engine = open_database(home.database_url)
    check_database(engine)
    ledger = Ledger(engine)
    if snapshot.id >= ledger.last_snapshot():
        yield ledger
        return
    events.note(f"{snapshot.id} is not the latest snapshot that was audited: nothing is recorded")
    with _open_scratch() as scratch:
        yield scratch


@contextmanager
def open_copy(home: Home, snapshot: Snapshot) -> Iterator[Ledger]:
    """Open a copy of the findings, to show an audit of a snapshot and to keep nothing of it.

    Nobody who writes is waited for. As in `open_ledger`, an older snapshot has no history.
    """
    with _open_scratch() as scratch:
        if has_database(home):
            known = Ledger(open_database(home.database_url))
            if snapshot.id >= known.last_snapshot():
                known.copy_into(scratch)
        yield scratch


@contextmanager
def _open_scratch() -> Iterator[Ledger]:
    """Open a ledger in a folder of its own, which goes when it is closed."""
    with TemporaryDirectory(prefix="ringwall-") as folder:
        ledger = Ledger(open_database(Home(Path(folder)).own_database_url))
        yield ledger
        ledger.close()


def open_findings(home: Home) -> Ledger:
    """Return the findings; NotCollected where nothing was ever recorded in this home folder."""
    _require_database(home)
    ledger = Ledger(open_database(home.database_url))
    if not ledger.last_snapshot() and not ledger.count(EVERY_STATUS):
        raise _nothing_audited(home)  # an audit that failed left the database empty
    return ledger


def open_incidents(home: Home) -> Incidents:
    """Return the incidents; NotCollected where this home folder has no database."""
    _require_database(home)
    return Incidents(open_database(home.database_url))


def check_history(home: Home) -> None:
    """Read all of the database, however big it is.

    BadInput where a part of it is damaged, NotCollected where this home folder has none.
    """
    _require_database(home)
    check_database(open_database(home.database_url))


def open_journal(home: Home) -> Journal:
    """Return the journal of runs; NotCollected where this home folder has no database."""
    _require_database(home)
    return Journal(open_database(home.database_url), find_key(home.path))


def begin_journal(home: Home) -> Journal:
    """Return the journal of runs, made where this home folder has none yet."""
    home.make()
    return Journal(open_database(home.database_url), find_key(home.path))


def find_account(home: Home, ledger: Ledger, wanted: str) -> str:
    """Return the id of an account, by id or by its name in the current snapshot.

    BadInput where neither the snapshot nor any finding has it; '' stays ''.
    """
    if not wanted:
        return ""
    known = name_accounts(home)
    ids = [id_ for id_, name in known.items() if wanted in {id_, name}]
    if len(ids) > 1:
        raise BadInput(
            f"{len(ids)} accounts are named {wanted}: {', '.join(ids)}; name one by its id"
        )
    if ids:
        return ids[0]
    if re.fullmatch(r"\d{12}", wanted) and _has(ledger, account_id=wanted):
        return wanted
    names = ", ".join(f"{name} ({id_})" for id_, name in list(known.items())[:MAX_NAMED])
    meant = find_likely(wanted, [*known, *known.values()])
    hint = f"; did you mean {meant}?" if meant else ""
    there = f"there are {names}" if names else "names come with `ringwall collect`; write its ID"
    raise BadInput(f"no account {wanted} here; {there}{hint}")


def check_region(home: Home, ledger: Ledger, wanted: str) -> None:
    """Raise BadInput for a region that neither the current snapshot nor any finding has."""
    try:
        known = {*open_snapshot(home.estate).regions, "global"}
    except (NotCollected, DamagedSnapshot):
        known = {"global"}
    if wanted and not _has(ledger, region=wanted):
        check_name("region", wanted, known, " here")


def check_resource(home: Home, ledger: Ledger, wanted: str) -> None:
    """Raise BadInput for a resource that neither the current snapshot nor any finding has.

    `wanted` is an ARN, or its end after / or :. Where there is no snapshot, nothing is known of it.
    """
    if not wanted or _has(ledger, resource=wanted):
        return
    try:
        found = search_resources(open_snapshot(home.estate), wanted)
    except (NotCollected, DamagedSnapshot):
        return
    if not found.exists:
        hint = f"; did you mean {found.likely}?" if found.likely else ""
        raise BadInput(f"no resource {wanted} in the snapshot or in any finding{hint}")


def name_accounts(home: Home) -> dict[str, str]:
    """Return the names of the current snapshot's accounts, by id."""
    try:
        return dict(open_snapshot(home.estate).accounts)
    except (NotCollected, DamagedSnapshot):
        return {}


def _has(ledger: Ledger, *, account_id: str = "", region: str = "", resource: str = "") -> bool:
    wanted = Filter(EVERY_STATUS.statuses, account_id=account_id, region=region, resource=resource)
    return bool(ledger.count(wanted))


def _require_database(home: Home) -> None:
    """Raise NotCollected where opening would create an empty home, after a wrong --home say."""
    if not has_database(home):
        raise _nothing_audited(home)


def _nothing_audited(home: Home) -> NotCollected:
    return NotCollected(
        f"{home.path}: nothing was recorded here yet; run `ringwall collect`, then "
        "`ringwall audit`; or, for logs, `ringwall logs ingest FOLDER`, then `ringwall detect`; "
        "or name another --home"
    )


def has_database(home: Home) -> bool:
    """Whether something was recorded in a home folder, or an environment names a database."""
    own = Path(home.own_database_url.removeprefix("sqlite:///"))
    return bool(os.environ.get("RINGWALL_DATABASE")) or own.exists()
