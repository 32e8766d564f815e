"""What responses work with: the policy, the cases, and who calls."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from ringwall.apply.environment import RunEnvironment
from ringwall.jobs.connection import AwsAccess
from ringwall.model.case import CaseLog, ResponseCase
from ringwall.model.errors import NotAuthorized
from ringwall.model.response_policy import ResponsePolicy
from ringwall.model.threat import ResponseSettings, Scene
from ringwall.respond.approval import find_person
from ringwall.respond.cases import CaseAuthor, CaseFile, find_case_id, read_case_file
from ringwall.respond.membership import Membership
from ringwall.respond.policy_file import make_settings, read_policy

POLICY_VARIABLE = "RINGWALL_RESPONSE_POLICY"


@dataclass(frozen=True)
class Responders:
    """The policy and the cases of a home folder, and the connection of who responds."""

    home: Path
    policy: ResponsePolicy
    log: CaseLog
    connection: AwsAccess
    open_environment: Callable[[], RunEnvironment]
    """Returns what runs are made with: a journal, leases, and AWS."""
    access: str = ""
    """How who calls reaches AWS, as options of the next command: quoted, and no secret."""
    folder: Path = Path()
    """The folder of the policy, from which paths in it are meant."""

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

    @cached_property
    def membership(self) -> Membership:
        """Which accounts are ours: responses read through it, so that no other one is entered."""
        sessions = self.connection.sessions
        own = sessions.identity
        return Membership(
            self.policy, sessions.reader, lambda: own().account_id, self.settings.home_region
        )

    def vouch_for(self, case: ResponseCase) -> None:
        """Take the account of a case as ours where a person has named what it is about."""
        if not (case.finding or case.incident):
            self.membership.vouched.add(case.threat.account_id)

    def make_scene(self, options: Mapping[str, str]) -> Scene:
        """Return where playbooks look now, with some options."""
        return Scene(self.membership.reader, datetime.now(UTC), self.settings, options)

    def find_case(self, wanted: str) -> CaseFile:
        """Return a case by its id, or by a beginning or end that only one has."""
        return read_case_file(self.log, find_case_id(self.log, wanted))


def find_policy(path: Path | None) -> ResponsePolicy:
    """Return the policy that is named, here or in the environment; else one without any rule."""
    named = find_policy_file(path)
    return read_policy(named) if named else ResponsePolicy()


def find_policy_file(path: Path | None) -> Path | None:
    """Return the file of the policy that is named, here or in the environment; None without one."""
    return path or (Path(value) if (value := os.environ.get(POLICY_VARIABLE)) else None)


def refuse_bystander(responders: Responders, what: str) -> None:
    """Raise NotAuthorized where the policy names people, and who calls may not approve."""
    people, who = responders.policy.people, responders.principal
    if people and not any(person.principal == who and person.approves for person in people):
        raise NotAuthorized(f"{who} may not {what}: response.toml says who may approve")
