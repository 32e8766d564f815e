"""The findings and the runs that a home folder remembers, opened for the jobs that read them."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ringwall.jobs.events import Events
from ringwall.model.errors import BadInput, DamagedSnapshot, NotCollected
from ringwall.store.database.connection import open_database
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
    ledger = Ledger(open_database(home.database_url))
    if snapshot.id >= ledger.last_snapshot():
        yield ledger
        return
    events.note(f"{snapshot.id} is not the latest snapshot that was audited: nothing is recorded")
    with TemporaryDirectory() as folder:
        yield Ledger(open_database(Home(Path(folder)).own_database_url))


def open_findings(home: Home) -> Ledger:
    """Return the findings; NotCollected where nothing was ever audited in this home folder."""
    _require_database(home)
    return Ledger(open_database(home.database_url))


def open_journal(home: Home) -> Journal:
    """Return the journal of runs; NotCollected where this home folder has no database."""
    _require_database(home)
    return Journal(open_database(home.database_url), find_key(home.path))


def find_account(home: Home, ledger: Ledger, wanted: str) -> str:
    """Return the id of an account, by id or by its name in the current snapshot.

    BadInput where neither the snapshot nor any finding has it; '' stays ''.
    """
    if not wanted:
        return ""
    known = _accounts(home)
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
    raise BadInput(f"no account {wanted} here; there are {names or 'none yet'}")


def check_region(home: Home, ledger: Ledger, wanted: str) -> None:
    """Raise BadInput for a region that neither the current snapshot nor any finding has."""
    try:
        known = {*open_snapshot(home.estate).regions, "global"}
    except (NotCollected, DamagedSnapshot):
        known = {"global"}
    if wanted and wanted not in known and not _has(ledger, region=wanted):
        raise BadInput(f"no region {wanted} here; there are {', '.join(sorted(known))}")


def _accounts(home: Home) -> dict[str, str]:
    try:
        return dict(open_snapshot(home.estate).accounts)
    except (NotCollected, DamagedSnapshot):
        return {}


def _has(ledger: Ledger, *, account_id: str = "", region: str = "") -> bool:
    wanted = Filter(EVERY_STATUS.statuses, account_id=account_id, region=region)
    return bool(ledger.count(wanted))


def _require_database(home: Home) -> None:
    """Raise NotCollected where opening would create an empty home, after a wrong --home say."""
    own = Path(home.own_database_url.removeprefix("sqlite:///"))
    if not os.environ.get("RINGWALL_DATABASE") and not own.exists():
        raise NotCollected(
            f"{home.path}: nothing was audited here yet; run `ringwall collect`, then "
            "`ringwall audit`, or name another --home"
        )
