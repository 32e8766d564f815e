"""Responders of a home folder: its cases, its journal and its leases."""

from pathlib import Path

from ringwall.apply.environment import RunEnvironment
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.history import begin_journal, has_database
from ringwall.jobs.respond.responders import Responders, find_policy, find_policy_file
from ringwall.jobs.runs import open_environment
from ringwall.model.case import CaseLog
from ringwall.model.errors import NotCollected
from ringwall.store.database.cases import CaseStore
from ringwall.store.database.connection import open_database
from ringwall.store.home import Home
from ringwall.store.seal_key import find_key


def open_responders(
    home: Path, policy: Path | None, connection: AwsAccess, access: str = ""
) -> Responders:
    """Return what responses work with, its database made where there is none yet."""
    folder = Home(home)
    folder.make()

    def open_runs() -> RunEnvironment:
        return open_environment(folder, connection, begin_journal)

    named = find_policy_file(policy)
    place = named.parent if named else Path()
    log = _open_log(folder)
    return Responders(home, find_policy(policy), log, connection, open_runs, access, place)


def open_cases(home: Path) -> CaseLog:
    """Return the cases of a home folder; NotCollected where nothing was ever recorded there."""
    folder = Home(home)
    if not has_database(folder):
        raise NotCollected(f"{home}: no case was opened here yet; `ringwall respond run` opens one")
    return _open_log(folder)


def _open_log(folder: Home) -> CaseStore:
    return CaseStore(open_database(folder.database_url), find_key(folder.path))
