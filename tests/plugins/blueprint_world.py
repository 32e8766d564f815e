"""An emulated organization that a blueprint is planned for and applied to, in process.

Nothing goes over a socket, and only the tables that a plan compares are collected.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

REGION = "eu-west-1"
FULL_BLUEPRINT = Path(__file__).with_name("full_blueprint.yaml")
ROLE = "OrganizationAccountAccessRole"
ORGANIZATION = (
    "organizations_organization",
    "organizations_account",
    "organizations_organizational_unit",
    "account_region",
)
"""The tables that a landscape is made of."""

FOUNDATION = ("accounts.management", "accounts.units", "accounts.accounts")
"""The sections that make the accounts: roles can be made only in what is there."""


@dataclass
class BlueprintWorld:
    """AWS as the emulator has it, and a home folder: blueprints are texts of YAML.

    Sections are chosen by the beginnings of their names (`accounts`, `identity.`); all without
    any.
    """

    emulator: Any
    sessions: Any
    team: Any
    """A botocore session of the management account."""
    journal: Any
    home: Path
    regions: tuple[str, ...] = (REGION,)
    clients: dict[tuple[str, str], Any] = field(default_factory=dict)
    alter: Callable[[Any], Any] = lambda row: row
    """What becomes of each wanted row, where a blueprint cannot say what is to be tried."""
    extra: tuple[Any, ...] = ()
    """Rows that no section wants, and that are wanted all the same."""

    def client(self, service: str, region: str = REGION) -> Any:
        """Return a client of the management account."""
        key = (service, region)
        if key not in self.clients:
            self.clients[key] = self.team.create_client(service, region_name=region)
        return self.clients[key]

    def enter(self, account_id: str, service: str, region: str = REGION) -> Any:
        """Return a client of a member account."""
        arn = f"arn:aws:iam::{account_id}:role/{ROLE}"
        keys = self.client("sts").assume_role(RoleArn=arn, RoleSessionName="team")["Credentials"]
        return self.team.create_client(
            service,
            region_name=region,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )

    def make_organization(self, *units: str) -> dict[str, str]:
        """Make an organization with units below the root; return their ids, `root` among them."""
        client = self.client("organizations")
        client.create_organization(FeatureSet="ALL")
        ids = {"root": client.list_roots()["Roots"][0]["Id"]}
        for unit in units:
            made = client.create_organizational_unit(ParentId=ids["root"], Name=unit)
            ids[unit] = made["OrganizationalUnit"]["Id"]
        return ids

    def make_account(self, name: str, email: str) -> str:
        """Create an account in the organization and return its id."""
        client = self.client("organizations")
        made = client.create_account(Email=email, AccountName=name)["CreateAccountStatus"]
        status = client.describe_create_account_status(CreateAccountRequestId=made["Id"])
        return str(status["CreateAccountStatus"]["AccountId"])

    def enable_identity_center(self, region: str = REGION) -> None:
        """Enable the instance of Identity Center, as a person does in the console."""
        self.emulator.enable_identity_center(region)

    def plan(self, text: str, *sections: str, prune: bool = False) -> Any:
        """Collect what the blueprint is compared with, and return the reconciliation."""
        from ringwall.catalog.loader import (  # noqa: PLC0415 - few tests need it
            load_lifecycles,
            load_sections,
            load_tables,
        )
        from ringwall.plan.blueprint_file import parse_blueprint  # noqa: PLC0415 - the same
        from ringwall.plan.landscape import make_landscape  # noqa: PLC0415 - the same
        from ringwall.plan.organization_rows import (  # noqa: PLC0415 - the same
            read_organization_rows,
        )
        from ringwall.plan.reconciliation.catalog import Catalog, needed_columns  # noqa: PLC0415 - the same
        from ringwall.plan.reconciliation.estate import read_estate  # noqa: PLC0415 - the same
        from ringwall.plan.reconciliation.reconcile import PlanOptions, reconcile  # noqa: PLC0415 - the same

        file = parse_blueprint(dedent(text).encode(), "ringwall.yaml")
        tables = load_tables()
        catalog = Catalog(tables, load_lifecycles())
        parts = [
            part for part in load_sections() if not sections or part.section.startswith(sections)
        ]
        first = [*(row for part in parts for row in part.wants(make_landscape(file))), *self.extra]
        read = needed_columns(first, catalog, prune=prune)
        engine = self.collect({*ORGANIZATION, *read})
        landscape = make_landscape(file, read_organization_rows(engine))
        rows = [*(row for part in parts for row in part.wants(landscape)), *self.extra]
        wanted = [self.alter(row) for row in rows]
        estate = read_estate(engine, needed_columns(wanted, catalog, prune=prune), tables.values())
        adopted = landscape.settings.adopt
        options = PlanOptions(adopted.rows, tag_adopted=adopted.tag, prune=prune)
        return reconcile(landscape, wanted, estate, catalog, options)

    def collect(self, names: set[str]) -> Any:
        """Collect some tables, those that they are derived from among them; return an engine."""
        from ringwall.aws.discover import discover  # noqa: PLC0415 - few tests need it
        from ringwall.catalog.loader import load_tables  # noqa: PLC0415 - the same
        from ringwall.collect.api import ApiSource  # noqa: PLC0415 - the same
        from ringwall.collect.live import collect  # noqa: PLC0415 - the same
        from ringwall.jobs.target import choose_target  # noqa: PLC0415 - the same
        from ringwall.store.engine.embedded import EmbeddedEngine  # noqa: PLC0415 - the same
        from ringwall.store.lake.snapshot import (  # noqa: PLC0415 - the same
            SnapshotWriter,
            attach_snapshot,
        )

        every = load_tables()
        owners = {
            name
            for name, table in every.items()
            if any(derived.table in names for derived in table.derived)
        }
        tables = {name: every[name] for name in sorted(names | owners)}
        writer = SnapshotWriter(self.home / "estate", every)
        target = choose_target(self.sessions, discover(self.sessions), (), self.regions)
        source = ApiSource(self.sessions.reader, self.sessions.home_region)
        snapshot = collect(target, tables, source, writer)
        engine = EmbeddedEngine(snapshot.path)
        attach_snapshot(engine, snapshot, every.values())
        return engine

    def apply(self, plan: Any) -> Any:
        """Make the Changes of a plan; return the report of the run. Nothing is waited for."""
        from ringwall.apply.run import execute  # noqa: PLC0415 - few tests need it
        from ringwall.model.run import RunOptions  # noqa: PLC0415 - the same

        options = RunOptions(keep_going=True, accept_irreversible=True)
        return execute(plan.changes, self.environment(), "test", kind="apply", options=options)

    def undo(self, run_id: str) -> Any:
        """Take back what a run has made; return the report of that. Nothing is waited for."""
        from ringwall.apply.undo import undo  # noqa: PLC0415 - few tests need it
        from ringwall.model.run import RunOptions  # noqa: PLC0415 - the same

        options = RunOptions(keep_going=True, accept_irreversible=True)
        return undo(run_id, self.environment(), "test", options=options)

    def environment(self) -> Any:
        """Return what a run works with here."""
        from ringwall.apply.environment import (  # noqa: PLC0415 - few tests need it
            AwsConnections,
            RunEnvironment,
        )
        from ringwall.catalog.loader import load_writes  # noqa: PLC0415 - the same
        from ringwall.store.database.leases import Leases  # noqa: PLC0415 - the same

        return RunEnvironment(
            self.journal,
            AwsConnections(self.sessions),
            load_writes(),
            Leases(self.journal.engine),
            lambda _: None,
        )

    def build(self, text: str, *sections: str, most: int = 1) -> Any:
        """Plan and apply until nothing is left to do; return the first plan.

        AssertionError where a step is not good, or where after `most` runs a plan is not empty.
        """
        first = plan = self.plan(text, *sections)
        for _ in range(most):
            report = self.apply(plan)
            assert tell_bad_steps(report) == []
            plan = self.plan(text, *sections)
            if not plan.differences:
                break
        assert tell_differences(plan) == []
        return first


class LossyJournal:
    """A journal that cannot write down what became of a request."""

    def __init__(self, journal: Any) -> None:
        self._journal = journal

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    def append(self, run_id: str, position: int, kind: str, body: Any, guard: Any) -> None:
        if kind == "result":
            raise KeyboardInterrupt
        self._journal.append(run_id, position, kind, body, guard)


def write_full_blueprint(*regions: str, without: tuple[str, ...] = ()) -> str:
    """Return the blueprint that wants all there is, in some Regions, without some layers.

    It names no VPC, database or hosted zone: there is none before there is an account.
    """
    text = FULL_BLUEPRINT.read_text(encoding="utf-8")
    for layer in without:
        text = re.sub(rf"^{layer}:\n( .*\n)+", "", text, flags=re.MULTILINE)
    text = text.replace("eu-west-1, us-east-1, eu-south-1", ", ".join(regions))
    text = re.sub(r"^ +(vpcs|load_balancers|databases): .*]\n", "", text, flags=re.MULTILINE)
    # What has no value is not rotated.
    text = re.sub(r"^ +rotation_lambda_arn: .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^ +hosted_zone_\w+: .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"vpcs: .*]}$", "enabled: false}", text, flags=re.MULTILINE)


def want(text: str, *sections: str) -> list[Any]:
    """Return the rows that sections of a blueprint want where nothing is there yet."""
    from ringwall.catalog.loader import load_sections  # noqa: PLC0415 - few tests need it
    from ringwall.plan.blueprint_file import parse_blueprint  # noqa: PLC0415 - the same
    from ringwall.plan.landscape import make_landscape  # noqa: PLC0415 - the same

    landscape = make_landscape(parse_blueprint(dedent(text).encode(), "ringwall.yaml"))
    return [
        row
        for part in load_sections()
        if part.section.startswith(sections)
        for row in part.wants(landscape)
    ]


def columns_of(rows: list[Any], table: str) -> dict[str, Any]:
    """Return the columns of the rows of a table, by account, Region and name."""
    return {
        f"{row.key.account} {row.key.region} {row.key.name}": dict(row.columns)
        for row in rows
        if row.key.table == table
    }


def tell_bad_steps(report: Any) -> list[str]:
    """Return each step that is not done: the operation, the resource, why."""
    return [
        f"{step.change.write.operation} {step.change.resource}: {step.outcome} {step.reason}"
        for step in report.steps
        if not step.is_good
    ]


def tell_differences(plan: Any) -> list[str]:
    """Return the differences of a plan, a line each."""
    return [
        f"{found.key}: {found.property or found.action} {json.dumps(found.actual, default=str)}"
        f" -> {json.dumps(found.desired, default=str)}"
        for found in plan.differences
    ]


def tell_skipped(plan: Any) -> Mapping[str, str]:
    """Return why rows were skipped, by their keys."""
    return {str(skip.key): skip.reason for skip in plan.skipped}


@pytest.fixture(scope="session")
def blueprint_sessions() -> tuple[Any, Any, Any]:
    """Return an emulator, and the sessions of Ringwall and of a team; models are read once."""
    import botocore.session  # noqa: PLC0415 - few tests need it

    from ringwall.aws.session import Sessions  # noqa: PLC0415 - the same
    from ringwall.emulator.app import Emulator  # noqa: PLC0415 - the same
    from ringwall.emulator.transport import attach  # noqa: PLC0415 - the same
    from ringwall.jobs.authority import ReasonedAuthority  # noqa: PLC0415 - the same

    emulator = Emulator(authority=ReasonedAuthority())

    team = botocore.session.Session()
    team.set_credentials("AKIATEAM", "not-a-secret")
    attach(team, emulator)
    sessions = Sessions(
        region=REGION, role=ROLE, transport=lambda session: attach(session, emulator)
    )
    return emulator, sessions, team


@pytest.fixture
def world_of(
    blueprint_sessions: tuple[Any, Any, Any],
    tmp_path: Path,
    migrated_database: Path,
    aws_environment: pytest.MonkeyPatch,
) -> Iterator[Callable[..., BlueprintWorld]]:
    """Return a function that makes a world of some Regions: a lone, empty account."""
    with open_worlds(blueprint_sessions, tmp_path, migrated_database, aws_environment) as make:
        yield make


@contextmanager
def open_worlds(
    blueprint_sessions: tuple[Any, Any, Any],
    home: Path,
    migrated_database: Path,
    environment: pytest.MonkeyPatch,
) -> Iterator[Callable[..., BlueprintWorld]]:
    """Yield what makes worlds, for fixtures that build one for several tests."""
    from ringwall.store.database.connection import open_database  # noqa: PLC0415 - few need it
    from ringwall.store.database.journal import Journal  # noqa: PLC0415 - the same
    from ringwall.store.seal_key import SealKey  # noqa: PLC0415 - the same

    emulator, sessions, team = blueprint_sessions
    emulator.reset()
    environment.setenv("AWS_ACCESS_KEY_ID", "AKIARINGWALL")
    environment.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    database = shutil.copy(migrated_database, home / "hub.sqlite")
    engine = open_database(f"sqlite:///{database}")
    journal = Journal(engine, SealKey(home / "seal.key"))
    try:
        yield lambda *regions: BlueprintWorld(
            emulator, sessions, team, journal, home, regions or (REGION,)
        )
    finally:
        for account_id in list(sessions._state.credentials):  # noqa: SLF001 - the next world's accounts have the same ids
            sessions.release(account_id)
            sessions.ask_again(account_id)
        engine.dispose()


@pytest.fixture
def organization_world(world_of: Callable[..., BlueprintWorld]) -> BlueprintWorld:
    """Return the world of a lone, empty account, in one Region."""
    return world_of()


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database that holds nothing; only copy it."""
    from ringwall.store.database.connection import open_database  # noqa: PLC0415 - few need it

    path = tmp_path_factory.mktemp("migrated") / "hub.sqlite"
    open_database(f"sqlite:///{path}").dispose()
    return path
