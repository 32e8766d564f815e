"""The findings and the runs of a home, opened for verbs that read them; a typing error is told."""

import os
import re
from pathlib import Path

from ringwall.model.errors import BadInput, DamagedSnapshot, NotCollected
from ringwall.store.database.connection import open_database
from ringwall.store.database.journal import Journal
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot

EVERY_STATUS = Filter(statuses=("open", "resolved", "suppressed"))


def open_findings(home: Home) -> Ledger:
    """Return the findings; NotCollected where nothing was ever audited in this home."""
    _require_database(home)
    return Ledger(open_database(home.database_url))


def open_journal(home: Home) -> Journal:
    """Return the journal of runs; NotCollected where there is no database in this home."""
    _require_database(home)
    return Journal(open_database(home.database_url))


def find_account(home: Home, ledger: Ledger, wanted: str) -> str:
    """Return the id of an account, by id or by the name that the current snapshot knows.

    BadInput where neither the snapshot nor any finding has it; '' stays ''.
    """
    if not wanted:
        return ""
    known = _accounts(home)
    ids = [id_ for id_, name in known.items() if wanted in {id_, name}]
    if len(ids) > 1:
        raise BadInput(f"{len(ids)} accounts are named {wanted}: {', '.join(ids)}; say which by id")
    if ids:
        return ids[0]
    if re.fullmatch(r"\d{12}", wanted) and _has(ledger, account_id=wanted):
        return wanted
    names = ", ".join(f"{name} ({id_})" for id_, name in list(known.items())[:20])
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
    """Raise NotCollected where opening would make an empty home, by a wrong --home for instance."""
    own = Path(home.own_database_url.removeprefix("sqlite:///"))
    if not os.environ.get("RINGWALL_DATABASE") and not own.exists():
        raise NotCollected(
            f"{home.path}: nothing was audited here yet; run `ringwall collect`, then "
            "`ringwall audit`, or name another --home"
        )
