"""What responses work with: the policy, the cases, and who calls."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.history import has_database
from ringwall.model.case import CaseLog
from ringwall.model.errors import NotCollected
from ringwall.model.response_policy import ResponsePolicy
from ringwall.model.threat import ResponseSettings, Scene
from ringwall.respond.approval import find_person
from ringwall.respond.cases import CaseAuthor, CaseFile, find_case_id, read_case_file
from ringwall.respond.policy_file import make_settings, read_policy
from ringwall.store.database.cases import CaseStore
from ringwall.store.database.connection import open_database
from ringwall.store.home import Home
from ringwall.store.seal_key import find_key

POLICY_VARIABLE = "RINGWALL_RESPONSE_POLICY"


@dataclass(frozen=True)
class Responders:
    """The policy and the cases of a home folder, and the connection of who responds."""

    home: Path
    policy: ResponsePolicy
    log: CaseLog
    connection: AwsAccess

    @cached_property
    def principal(self) -> str:
        """Who calls: the person of the policy, or else the ARN that AWS gives."""
        return find_person(self.policy, self.connection.sessions.identity().arn)

    @property
    def author(self) -> CaseAuthor:
        """Who adds to cases."""
        return CaseAuthor(self.log, self.principal)

    @property
    def settings(self) -> ResponseSettings:
        """What playbooks know of the organization."""
        return make_settings(self.policy, self.connection.sessions.home_region)

    def make_scene(self, options: Mapping[str, str]) -> Scene:
        """Return where playbooks look now, with some options."""
        sessions = self.connection.sessions
        return Scene(sessions.reader, datetime.now(UTC), self.settings, options)

    def find_case(self, wanted: str) -> CaseFile:
        """Return a case by its id, or by a beginning or end that only one has."""
        return read_case_file(self.log, find_case_id(self.log, wanted))


def open_responders(home: Path, policy: Path | None, connection: AwsAccess) -> Responders:
    """Return what responses work with, its database made where there is none yet."""
    folder = Home(home)
    folder.make()
    return Responders(home, find_policy(policy), _open_log(folder), connection)


def open_cases(home: Path) -> CaseLog:
    """Return the cases of a home folder; NotCollected where nothing was ever recorded there."""
    folder = Home(home)
    if not has_database(folder):
        raise NotCollected(f"{home}: no case was opened here yet; `ringwall respond run` opens one")
    return _open_log(folder)


def find_policy(path: Path | None) -> ResponsePolicy:
    """Return the policy that is named, here or in the environment; else one without any rule."""
    named = path or (Path(value) if (value := os.environ.get(POLICY_VARIABLE)) else None)
    return read_policy(named) if named else ResponsePolicy()


def _open_log(folder: Home) -> CaseStore:
    return CaseStore(open_database(folder.database_url), find_key(folder.path))
