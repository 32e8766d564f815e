"""Responses with a role of their own, and what AWS was asked whether that role may do it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from blueprint_world import open_worlds
from response_world import REGION, ResponseWorld, make_settings

Derive = Callable[[str], Iterable[Mapping[str, Any]]]
"""Returns the statements of the role of an account."""
ROLE = "ringwall-responder-under-test"
REGIONS = (REGION, "us-east-1")
"""What a sweep of all Regions goes through: with more of them, it asks the same more often."""
ALWAYS = "sts:AssumeRole"
LED = {
    "Effect": "Allow",
    "Action": ALWAYS,
    "Resource": f"arn:*:iam::*:role/{ROLE}",
}
"""What leads the role to the other accounts: the responder has that, whatever it plays."""


@dataclass
class RecordingAuthority:
    """An authority that notes for which actions the role under test was asked for."""

    inner: Any
    asked: set[str] = field(default_factory=set)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def decide(self, request: Any, policies: Any) -> Any:
        if f":assumed-role/{ROLE}/" in request.principal:
            self.asked.add(request.action)
        return self.inner.decide(request, policies)


@dataclass
class PermittedResponse:
    """A world in which responses have the role under test, and nothing else."""

    world: ResponseWorld
    authority: RecordingAuthority
    operator: Any
    """The sessions of who makes what there is."""

    def permit(self, derive: Derive) -> None:
        """Make the role of each account, which may do what is derived for that."""
        principal = {"AWS": f"arn:aws:iam::{self.world.account_id}:root"}
        statement = {"Effect": "Allow", "Action": ALWAYS, "Principal": principal}
        trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        for _, client in self._list_clients():
            client.create_role(RoleName=ROLE, AssumeRolePolicyDocument=trust)
        self.permit_again(derive)

    def permit_again(self, derive: Derive, *, without: frozenset[str] = frozenset()) -> None:
        """Let the role of each account do what is derived for that, but for some actions."""
        for account, client in self._list_clients():
            kept = [
                {**one, "Action": [action for action in one["Action"] if action not in without]}
                for one in derive(account)
            ]
            document = {
                "Version": "2012-10-17",
                "Statement": [*(one for one in kept if one["Action"]), LED],
            }
            client.put_role_policy(
                RoleName=ROLE, PolicyName="all", PolicyDocument=json.dumps(document)
            )

    def _list_clients(self) -> Iterator[tuple[str, Any]]:
        """Yield each account of the organization, and a client of its IAM."""
        own = self.world.account_id
        yield own, self.world.client("iam")
        client = self.world.client("organizations")
        try:
            accounts = client.list_accounts()["Accounts"]
        except client.exceptions.AWSOrganizationsNotInUseException:
            return
        for one in accounts:
            if one["Id"] != own:
                yield one["Id"], self.world.world.enter(one["Id"], "iam")

    @contextmanager
    def as_role(self) -> Iterator[ResponseWorld]:
        """Yield the world in which the role under test plans, acts and undoes."""
        from ringwall.aws.session import Sessions  # noqa: PLC0415 - few tests need it
        from ringwall.emulator.transport import attach  # noqa: PLC0415 - the same

        emulator = self.world.world.emulator
        account = self.world.account_id
        sessions = Sessions(
            region=REGION,
            chain=(f"arn:aws:iam::{account}:role/{ROLE}",),
            role=ROLE,
            transport=lambda session: attach(session, emulator),
        )
        yield replace(self.world, world=replace(self.world.world, sessions=sessions))


@pytest.fixture(scope="session")
def recorded_sessions() -> tuple[Any, Any, Any, RecordingAuthority]:
    """Return an emulator that notes what it was asked, sessions, and a session of a team."""
    import botocore.session  # noqa: PLC0415 - few tests need it

    from ringwall.aws.session import Sessions  # noqa: PLC0415 - the same
    from ringwall.emulator.app import Emulator  # noqa: PLC0415 - the same
    from ringwall.emulator.transport import attach  # noqa: PLC0415 - the same
    from ringwall.jobs.authority import ReasonedAuthority  # noqa: PLC0415 - the same

    authority = RecordingAuthority(ReasonedAuthority())
    emulator = Emulator(authority=authority)
    team = botocore.session.Session()
    team.set_credentials("AKIATEAM", "not-a-secret")
    attach(team, emulator)
    sessions = Sessions(region=REGION, transport=lambda session: attach(session, emulator))
    return emulator, sessions, team, authority


@pytest.fixture
def permitted(
    recorded_sessions: tuple[Any, Any, Any, RecordingAuthority],
    tmp_path: Path,
    migrated_database: Path,
    aws_environment: pytest.MonkeyPatch,
) -> Iterator[Callable[[], PermittedResponse]]:
    """Yield what begins anew: an empty account, and a role that may do nothing yet."""
    emulator, sessions, team, authority = recorded_sessions

    def begin() -> PermittedResponse:
        emulator.reset()
        emulator.limit_regions(*REGIONS)
        authority.asked.clear()
        world = ResponseWorld(make(REGION), make_settings({}))
        return PermittedResponse(world, authority, sessions)

    with open_worlds(
        (emulator, sessions, team), tmp_path, migrated_database, aws_environment
    ) as make:
        yield begin
