"""The role of docs/howto/credentials.md, under enforcement: enough, and nothing too much."""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from built_acme import BuiltAcme
from exposed_resources import CREDENTIALS, expose_resources
from policy_texts import allow, write
from recorded_estate import HeldRows

from ringwall.aws.discover import discover
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_tables
from ringwall.collect.api import ApiSource
from ringwall.collect.live import collect
from ringwall.emulator.acme.team import Team, join_account, make_session
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.target import choose_target
from ringwall.model.coverage import Coverage

PAGE = Path(__file__).parent.parent / "docs" / "howto" / "credentials.md"
ROLE = "RingwallReadOnly"
REGION = "us-east-1"


def read_actions() -> tuple[str, ...]:
    """Return the actions of the policy for reading."""
    block = re.search(r"<!-- begin read:.*?```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert block
    (statement,) = json.loads(block[1])["Statement"]
    return tuple(statement["Action"])


ACTIONS = read_actions()
QUICK = tuple(one for one in ACTIONS if zlib.crc32(one.encode()) % 16 == 0)


@dataclass(frozen=True)
class Auditor:
    """Collects two accounts of Acme with roles that have what they are given and nothing else."""

    app: Emulator
    teams: tuple[Team, Team]

    def give(self, actions: tuple[str, ...]) -> None:
        management, member = self.teams
        more = allow("sts:AssumeRole", resource=f"arn:aws:iam::*:role/{ROLE}")
        reads = allow(*actions)
        for team, name, statements in (
            (management, "auditor", (reads, more)),
            (member, ROLE, (reads,)),
        ):
            team.client("iam").put_role_policy(
                RoleName=name, PolicyName="read", PolicyDocument=write(*statements)
            )

    def collect(self) -> list[Coverage]:
        management, member = self.teams
        sessions = Sessions(
            region=REGION,
            chain=(f"arn:aws:iam::{management.account_id}:role/auditor",),
            role=ROLE,
            transport=lambda session: attach(session, self.app),
        )
        accounts = (management.account_id, member.account_id)
        target = choose_target(sessions, discover(sessions), accounts, (REGION,), frozenset())
        source = ApiSource(sessions.reader, sessions.home_region)
        held = HeldRows()
        collect(target, load_tables(), source, held)
        return held.coverage


@pytest.fixture(scope="module")
def auditor(built_acme: BuiltAcme) -> Iterator[Auditor]:
    app, acme = built_acme.emulator(), built_acme.acme
    expose_resources(app, acme.accounts["dev"])
    session = make_session(app, CREDENTIALS)
    management = Team(app, acme.management, "management", session)
    member = join_account(management, acme.accounts["dev"], "dev")
    for team, name, who in (
        (management, "auditor", f"arn:aws:iam::{acme.management}:user/operator"),
        (member, ROLE, f"arn:aws:iam::{acme.management}:role/auditor"),
    ):
        trust = {**allow("sts:AssumeRole"), "Principal": {"AWS": who}}
        del trust["Resource"]
        team.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=write(trust))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", CREDENTIALS["AccessKeyId"])
        patch.setenv("AWS_SECRET_ACCESS_KEY", CREDENTIALS["SecretAccessKey"])
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        yield Auditor(app, (management, member))


def find_denied(coverage: list[Coverage]) -> set[str]:
    return {f"{row.subject}: {row.error}" for row in coverage if row.status == "denied"}


def test_the_role_of_the_page_reads_everything(auditor: Auditor) -> None:
    auditor.give(ACTIONS)
    assert find_denied(auditor.collect()) == set()


@pytest.mark.parametrize("part", [QUICK, pytest.param(ACTIONS, marks=pytest.mark.slow)], ids=len)
def test_without_any_one_permission_there_is_a_gap(auditor: Auditor, part: tuple[str, ...]) -> None:
    unused = []
    for action in part:
        auditor.give(tuple(one for one in ACTIONS if one != action))
        if not any(action in error for error in find_denied(auditor.collect())):
            unused.append(action)
    assert unused == []
