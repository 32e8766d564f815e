"""Live collection: all that was asked is accounted for, and a kill at any step loses nothing."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from ringwall.collect.api import ApiSource
from ringwall.collect.live import Progress, Target, collect, plan_units
from ringwall.collect.source import GLOBAL
from ringwall.model.coverage import Coverage
from ringwall.model.errors import (
    AccessDenied,
    BadInput,
    NoCredentials,
    NotCollected,
    RegionDisabled,
)
from ringwall.model.table import (
    Call,
    Demand,
    Demanded,
    Derived,
    Reader,
    Row,
    Table,
    boolean,
    text,
)
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.parts import CollectedAccounts
from ringwall.store.lake.snapshot import (
    Snapshot,
    SnapshotWriter,
    attach_snapshot,
    check_snapshot,
    open_snapshot,
    remove_partials,
)

PROD, DEV = "111111111111", "222222222222"
REGIONS = ("eu-west-1", "us-east-1")
UNIT = Table(
    name="unit",
    doc="An organizational unit.",
    service="organizations",
    scope="organization",
    list=Call("organizations.list_units", "Units"),
    arn="Id",
    columns=(text("name", "Name", "Its name."),),
)
USER = Table(
    name="user",
    doc="A user.",
    service="iam",
    scope="account",
    list=Call("iam.list_users", "Users"),
    arn="arn:aws:iam::{account_id}:user/{Name}",
    calls=(Call("iam.get_login", parameters={"UserName": "{Name}"}, into="Login"),),
    columns=(text("name", "Name", "Its name."), boolean("has_password", "Login.On", "Signs in.")),
    derived=(Derived("grant", lambda user, _: [{"action": a} for a in user.get("Grants", ())]),),
)
GRANT = Table(name="grant", doc="What a user may do.", columns=(text("action", "", "The action."),))
DISK = Table(
    name="disk",
    doc="A disk.",
    service="ec2",
    list=Call("ec2.list_disks", "Disks"),
    arn="arn:aws:ec2:{region}:{account_id}:disk/{Id}",
    columns=(text("id", "Id", "Its id."),),
)
TABLES = {table.name: table for table in (UNIT, USER, GRANT, DISK)}
ANSWERS: Mapping[str, Any] = {
    "organizations.list_units": {"Units": [{"Id": "ou-1", "Name": "root"}]},
    "iam.list_users": {"Users": [{"Name": "ann", "Grants": ["s3:*"]}, {"Name": "bob"}]},
    "iam.get_login": {"On": True},
    "ec2.list_disks": {"Disks": [{"Id": "d-1"}, {"Id": "d-2"}]},
}
TARGET = Target({PROD: "prod", DEV: "dev"}, REGIONS, root=PROD)

Refuse = Callable[[str, str, str, Row], None]
"""Raises where a call (account, region, operation, parameters) is to fail."""


def allow(account_id: str, region: str, operation: str, parameters: Row) -> None:
    """Refuse nothing."""


@dataclass(frozen=True)
class Desk:
    """A reader that gives canned answers after `refuse` had its say."""

    account_id: str
    region: str
    refuse: Refuse = allow
    partition: str = "aws"

    def call(self, operation: str, **parameters: Any) -> Row:
        self.refuse(self.account_id, self.region, operation, parameters)
        return dict(ANSWERS[operation])

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        yield from self.call(operation, **parameters)[path]

    def at(self, region: str) -> Reader:
        return Desk(self.account_id, region, self.refuse)


def run(
    home: Path,
    refuse: Refuse = allow,
    target: Target = TARGET,
    readers: Callable[[str, str], Reader] | None = None,
) -> Snapshot:
    writer = SnapshotWriter(home, TABLES)
    return collect(
        target,
        TABLES,
        ApiSource(readers or (lambda account, region: Desk(account, region, refuse))),
        writer,
        workers=2,
    )


def rows(snapshot: Snapshot, sql: str) -> list[tuple[Any, ...]]:
    with EmbeddedEngine(snapshot.path, threads=1) as engine:
        attach_snapshot(engine, snapshot, TABLES.values())
        return [tuple(row.values()) for row in engine.rows(sql)]


def gaps(snapshot: Snapshot) -> set[tuple[str, ...]]:
    columns = "account_id, region, table_name, aspect, status, resource"
    return set(rows(snapshot, f"select {columns} from estate.coverage where status <> 'ok'"))


def test_every_account_region_and_table_is_accounted_for(tmp_path: Path) -> None:
    snapshot = run(tmp_path)
    asked = rows(
        snapshot, "select account_id, region, table_name, aspect, calls from estate.coverage"
    )
    assert sorted(asked) == sorted(
        [(PROD, GLOBAL, "unit", "list", 1)]
        + [(a, GLOBAL, "user", "list", 1) for a in (PROD, DEV)]
        + [(a, GLOBAL, "user", "Login", 2) for a in (PROD, DEV)]
        + [(a, GLOBAL, "grant", "user", 1) for a in (PROD, DEV)]
        + [(a, region, "disk", "list", 1) for a in (PROD, DEV) for region in REGIONS]
    )
    assert gaps(snapshot) == set()
    assert snapshot.accounts == TARGET.accounts
    assert snapshot.resources == 1 + 4 + 2 + 8
    assert rows(snapshot, "select distinct action, account_id from estate.grant order by all") == [
        ("s3:*", PROD),
        ("s3:*", DEV),
    ]


def deny(
    operation: str, *, account: str = "", region: str = "", **wanted: str
) -> Callable[[str, str, str, Row], None]:
    def refuse(account_id: str, where: str, asked: str, parameters: Row) -> None:
        named = all(parameters.get(key) == value for key, value in wanted.items())
        if asked == operation and account in {"", account_id} and region in {"", where} and named:
            raise AccessDenied(f"{operation}: denied", "AccessDenied")

    return refuse


def test_a_denied_list_is_a_gap_of_its_table_and_of_what_is_made_of_it(tmp_path: Path) -> None:
    snapshot = run(tmp_path, deny("iam.list_users", account=DEV))
    assert gaps(snapshot) == {
        (DEV, GLOBAL, "user", "list", "denied", ""),
        (DEV, GLOBAL, "grant", "user", "denied", ""),
    }
    assert {row[0] for row in rows(snapshot, "select account_id from estate.user")} == {PROD}


def test_a_list_denied_in_one_region_is_a_gap_there_alone(tmp_path: Path) -> None:
    snapshot = run(tmp_path, deny("ec2.list_disks", account=PROD, region="eu-west-1"))
    assert gaps(snapshot) == {(PROD, "eu-west-1", "disk", "list", "denied", "")}
    found = rows(snapshot, "select account_id, region, count(*) from estate.disk group by all")
    assert set(found) == {(PROD, "us-east-1", 2), (DEV, "eu-west-1", 2), (DEV, "us-east-1", 2)}


def test_a_detail_denied_of_one_resource_leaves_that_one_unknown(tmp_path: Path) -> None:
    snapshot = run(tmp_path, deny("iam.get_login", account=PROD, UserName="bob"))
    bob = f"arn:aws:iam::{PROD}:user/bob"
    assert gaps(snapshot) == {(PROD, GLOBAL, "user", "Login", "denied", bob)}
    unknown = rows(snapshot, "select arn from estate.user where has_password is null")
    assert unknown == [(bob,)]


def test_an_account_that_cannot_be_entered_is_a_gap_of_every_table(tmp_path: Path) -> None:
    def readers(account: str, region: str) -> Reader:
        if account == DEV:
            raise AccessDenied("AssumeRole: denied", "AccessDenied")
        return Desk(account, region)

    snapshot = run(tmp_path, readers=readers)
    assert gaps(snapshot) == {
        (DEV, GLOBAL, "user", "list", "denied", ""),
        (DEV, GLOBAL, "grant", "user", "denied", ""),
        (DEV, "eu-west-1", "disk", "list", "denied", ""),
        (DEV, "us-east-1", "disk", "list", "denied", ""),
    }


def test_services_left_out_are_told_as_not_collected(tmp_path: Path) -> None:
    target = Target(TARGET.accounts, REGIONS, frozenset({"ec2"}), root=PROD)
    snapshot = run(tmp_path, target=target)
    assert gaps(snapshot) == {
        (PROD, GLOBAL, "unit", "list", "not_collected", ""),
        *((a, GLOBAL, "user", "list", "not_collected", "") for a in (PROD, DEV)),
        *((a, GLOBAL, "grant", "user", "not_collected", "") for a in (PROD, DEV)),
    }
    assert rows(snapshot, "select distinct calls from estate.coverage where status <> 'ok'") == [
        (0,)
    ]


def test_without_an_organization_its_tables_are_told_as_not_collected(tmp_path: Path) -> None:
    snapshot = run(tmp_path, target=Target({DEV: "dev"}, REGIONS))
    assert gaps(snapshot) == {(DEV, GLOBAL, "unit", "list", "not_collected", "")}


def test_without_a_region_the_tables_of_regions_are_told_as_not_collected(tmp_path: Path) -> None:
    snapshot = run(tmp_path, target=Target({DEV: "dev"}, (), root=DEV))
    assert gaps(snapshot) == {(DEV, GLOBAL, "disk", "list", "not_collected", "")}


def test_a_disabled_region_is_not_asked(tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    def refuse(account_id: str, region: str, operation: str, _: Row) -> None:
        if operation == "ec2.list_disks":
            asked.append((account_id, region))

    disabled = {DEV: frozenset({"us-east-1", "af-south-1"})}
    snapshot = run(tmp_path, refuse, Target(TARGET.accounts, REGIONS, root=PROD, disabled=disabled))
    assert (DEV, "us-east-1") not in asked
    assert len(asked) == 3
    assert gaps(snapshot) == {(DEV, "us-east-1", "*", "region", "region_disabled", "")}


def test_a_service_that_a_region_lacks_is_told(tmp_path: Path) -> None:
    def refuse(_: str, region: str, operation: str, __: Row) -> None:
        if (operation, region) == ("ec2.list_disks", "eu-west-1"):
            raise RegionDisabled("no endpoint", "EndpointConnectionError")

    snapshot = run(tmp_path, refuse, Target({PROD: "prod"}, REGIONS, root=PROD))
    assert gaps(snapshot) == {(PROD, "eu-west-1", "disk", "list", "region_disabled", "")}


def test_accounts_come_one_after_the_other_and_their_units_of_no_region_first() -> None:
    planned = [(u.account_id, u.region, u.service) for u in plan_units(TARGET, TABLES)]
    assert planned == [
        (PROD, GLOBAL, "organizations"),
        (PROD, GLOBAL, "iam"),
        *((PROD, region, "ec2") for region in REGIONS),
        (DEV, GLOBAL, "iam"),
        *((DEV, region, "ec2") for region in REGIONS),
    ]


def test_progress_counts_every_unit(tmp_path: Path) -> None:
    totals: list[int] = []
    ended: list[str] = []
    collect(
        TARGET,
        TABLES,
        ApiSource(Desk),
        SnapshotWriter(tmp_path, TABLES),
        progress=Progress(totals.append, lambda unit: ended.append(unit.service)),
    )
    assert (totals, len(ended)) == ([7], 7)


def test_no_account_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no account"):
        run(tmp_path, target=Target({}, REGIONS))


def test_credentials_that_expire_on_the_way_leave_no_snapshot(tmp_path: Path) -> None:
    before = run(tmp_path)

    def refuse(account_id: str, _: str, operation: str, __: Row) -> None:
        if (account_id, operation) == (DEV, "iam.get_login"):
            raise NoCredentials("iam.get_login: ExpiredToken; sign in again")

    with pytest.raises(NoCredentials, match="sign in again"):
        run(tmp_path, refuse)
    assert open_snapshot(tmp_path).id == before.id
    assert [path.name for path in tmp_path.iterdir()] == [before.id]


def test_an_interrupt_makes_no_further_call(tmp_path: Path) -> None:
    """Ctrl-C while a list of ten thousand pages is being read."""
    asked: list[int] = []
    reading = threading.Event()

    @dataclass(frozen=True)
    class Endless(Desk):
        def items(self, operation: str, path: str, **_: Any) -> Iterable[Row]:
            del path
            if operation != "ec2.list_disks":
                return
            for number in range(10_000):
                asked.append(number)
                reading.set()
                time.sleep(0.01)
                yield {"Id": str(number)}

    def interrupt(_: object) -> None:
        reading.wait(10)
        raise KeyboardInterrupt

    target = Target({PROD: "prod"}, ("eu-west-1",), root=PROD)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        collect(
            target,
            TABLES,
            ApiSource(Endless),
            SnapshotWriter(tmp_path, TABLES),
            progress=Progress(advance=interrupt),
        )
    assert time.monotonic() - began < 5
    assert len(asked) < 500
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_does_not_wait_for_calls_that_hang(tmp_path: Path) -> None:
    asked, let_go = threading.Event(), threading.Event()

    @dataclass(frozen=True)
    class Silent(Desk):
        def call(self, operation: str, **parameters: Any) -> Row:
            if operation in {"ec2.list_disks", "iam.get_login"}:
                asked.set()
                let_go.wait(60)
            return super().call(operation, **parameters)

    def interrupt(_: object) -> None:
        asked.wait(10)
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        collect(
            TARGET,
            TABLES,
            ApiSource(Silent),
            SnapshotWriter(tmp_path, TABLES),
            progress=Progress(advance=interrupt),
        )
    assert time.monotonic() - began < 15
    assert list(tmp_path.iterdir()) == []
    let_go.set()


class Killed(BaseException):
    """What ends the process in these tests."""


@dataclass
class Fuse:
    """Counts the steps of a collection and kills it at one of them; 0 for never."""

    kill_at: int = 0
    burned: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def burn(self) -> None:
        with self.lock:
            self.burned += 1
            if self.burned == self.kill_at:
                raise Killed


class Fragile(SnapshotWriter):
    """A writer that burns a fuse at each step; a killed process cleans nothing up."""

    def __init__(self, estate: Path, fuse: Fuse) -> None:
        super().__init__(estate, TABLES)
        self.fuse = fuse

    def add(self, table: str, rows: Iterable[Row]) -> None:
        self.fuse.burn()
        super().add(table, rows)
        self.fuse.burn()

    def add_coverage(self, rows: Iterable[Coverage]) -> None:
        self.fuse.burn()
        super().add_coverage(rows)
        self.fuse.burn()

    def finish(
        self,
        source: str,
        accounts: Mapping[str, str],
        regions: tuple[str, ...],
        step: Callable[[str], None] = lambda _: None,
    ) -> Snapshot:
        del step
        return super().finish(source, accounts, regions, lambda _: self.fuse.burn())

    def abandon(self) -> None:
        if not self.fuse.kill_at:
            super().abandon()


def run_fragile(estate: Path, fuse: Fuse) -> Snapshot:
    def refuse(*_: object) -> None:
        fuse.burn()

    def readers(account: str, region: str) -> Reader:
        fuse.burn()
        return Desk(account, region, refuse)

    return collect(TARGET, TABLES, ApiSource(readers), Fragile(estate, fuse), workers=2)


def count_steps() -> int:
    fuse = Fuse()
    with tempfile.TemporaryDirectory() as folder:
        run_fragile(Path(folder), fuse)
    return fuse.burned


STEPS = count_steps()


def test_the_steps_are_what_they_are() -> None:
    """7 units, 11 calls, 9 batches of rows, 8 of coverage (each before and after), 7 at the end."""
    assert STEPS == 7 + 11 + 2 * 9 + 2 * 8 + 7


@pytest.mark.parametrize("at", range(1, STEPS + 1))
def test_a_kill_at_any_step_leaves_a_whole_current_snapshot(tmp_path: Path, at: int) -> None:
    before = run(tmp_path)
    with pytest.raises(Killed):
        run_fragile(tmp_path, Fuse(at))
    current = open_snapshot(tmp_path)
    check_snapshot(current)
    # Only the last step comes after the snapshot was published.
    assert (current.id == before.id) == (at < STEPS)
    assert rows(current, "select count(*) from estate.disk") == [(8,)]

    remove_partials(tmp_path)
    after = run(tmp_path)
    assert open_snapshot(tmp_path).id == after.id
    check_snapshot(after)
    assert {path.name for path in tmp_path.iterdir()} == {before.id, current.id, after.id}


def test_a_kill_before_the_first_snapshot_leaves_none(tmp_path: Path) -> None:
    with pytest.raises(Killed):
        run_fragile(tmp_path, Fuse(STEPS - 2))
    with pytest.raises(NotCollected):
        open_snapshot(tmp_path)


def test_each_account_is_left_once_all_of_it_is_read(tmp_path: Path) -> None:
    left: list[str] = []
    units: list[str] = []
    writer = SnapshotWriter(tmp_path, TABLES)
    source = ApiSource(Desk)
    progress = Progress(
        advance=lambda unit: units.append(unit.account_id),
        leave=lambda account_id: left.append(f"{account_id} after {units.count(account_id)}"),
    )
    collect(TARGET, TABLES, source, writer, workers=2, progress=progress)
    assert sorted(left) == sorted(f"{a} after {units.count(a)}" for a in (PROD, DEV))


def run_parts(estate: Path, refuse: Refuse) -> Snapshot:
    parts = CollectedAccounts(estate, TABLES, "all")

    def readers(account: str, region: str) -> Reader:
        return Desk(account, region, refuse)

    writer = SnapshotWriter(estate, TABLES)
    return collect(TARGET, TABLES, ApiSource(readers), writer, workers=1, parts=parts)


def test_a_run_that_was_cut_off_goes_on_where_it_was(tmp_path: Path) -> None:
    asked: list[str] = []

    def cut(account_id: str, region: str, operation: str, _: Row) -> None:
        asked.append(account_id)
        if (account_id, region) == (DEV, REGIONS[1]) and operation == "ec2.list_disks":
            raise Killed

    with pytest.raises(Killed):
        run_parts(tmp_path, cut)
    assert PROD in asked
    with pytest.raises(NotCollected):
        open_snapshot(tmp_path)
    again: list[str] = []
    snapshot = run_parts(tmp_path, lambda account, *_: again.append(account))
    assert set(again) == {DEV}
    assert [path.name for path in tmp_path.iterdir()] == [snapshot.id]
    check_snapshot(snapshot)
    whole = run(tmp_path)
    for table in (*TABLES, "coverage"):
        assert snapshot.tables[table].rows == whole.tables[table].rows
    every = "select account_id, region, table_name, aspect, status, calls from estate.coverage"
    assert sorted(rows(snapshot, every)) == sorted(rows(whole, every))


def read_desks(reader: Reader, demands: tuple[Demand, ...]) -> Iterable[Row]:
    for demand in demands:
        reader.call("ec2.list_disks")
        yield {"Id": demand.what, "Region": demand.region}


DESK = Table(
    name="desk",
    doc="A desk.",
    service="ec2",
    scope="account",
    demanded=Demanded(lambda *_: (), read_desks, "which desks there are"),
    arn="arn:aws:ec2:{Region}:{account_id}:desk/{Id}",
    region="Region",
    columns=(text("id", "Id", "Its id."),),
)
NEEDED = {"desk": {PROD: (Demand("eu-west-1", "d-1"), Demand("us-east-1", "d-2"))}}


@pytest.mark.parametrize(
    ("demands", "services", "read"),
    [
        ({}, (), []),
        (NEEDED, (), [(PROD, "eu-west-1", "d-1"), (PROD, "us-east-1", "d-2")]),
        (NEEDED, ("iam",), []),
    ],
)
def test_what_only_plans_need_is_read_where_one_demands_it(
    tmp_path: Path, demands: Any, services: tuple[str, ...], read: Any
) -> None:
    tables = {**TABLES, "desk": DESK}
    target = replace(TARGET, demands=demands, services=frozenset(services))
    source = ApiSource(Desk)
    snapshot = collect(target, tables, source, SnapshotWriter(tmp_path, tables), workers=1)
    with EmbeddedEngine(snapshot.path, threads=1) as engine:
        attach_snapshot(engine, snapshot, tables.values())
        found = engine.rows("select account_id, region, id from estate.desk order by all")
        said = engine.rows(
            "select distinct account_id, status from estate.coverage where table_name = 'desk'"
        )
    assert [tuple(row.values()) for row in found] == read
    assert [tuple(row.values()) for row in said] == [(PROD, "ok")] * bool(read)
