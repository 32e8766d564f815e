"""Plan a blueprint: what it wants, against what the newest snapshot has. Nothing is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from ringwall.apply.describe import describe_plan
from ringwall.catalog.loader import (
    load_lifecycles,
    load_manual_parts,
    load_sections,
    load_tables,
)
from ringwall.jobs.blueprint.detail import describe_cost, describe_costs, tell_costs, tell_in_full
from ringwall.jobs.outcome import JobOutcome, decide_outcome
from ringwall.jobs.plan import PlannedRun
from ringwall.model.blueprint.landscape import Landscape, LandscapeSkip
from ringwall.model.blueprint.wanted import GLOBAL, Wanted
from ringwall.model.change import Plan
from ringwall.model.errors import BadInput
from ringwall.model.layer import Layer
from ringwall.model.spelling import name_likely
from ringwall.model.table import Row, Table
from ringwall.model.text import count_of, make_visible
from ringwall.plan.blueprint_file import is_error, read_blueprint
from ringwall.plan.check import check_landscape
from ringwall.plan.landscape import check_management, make_landscape
from ringwall.plan.manual_steps import JudgedStep, judge_steps, needed_evidence
from ringwall.plan.obstacle import PlannedEstate, find_obstacles, read_by_obstacles
from ringwall.plan.organization_rows import check_read, read_organization_rows
from ringwall.plan.reconciliation.catalog import Catalog, needed_columns, owned_columns
from ringwall.plan.reconciliation.choice import PlanChoice, choose
from ringwall.plan.reconciliation.estate import read_estate, read_owned
from ringwall.plan.reconciliation.outcome import Reconciliation
from ringwall.plan.reconciliation.reconcile import PlanOptions, reconcile
from ringwall.plan.reconciliation.report import (
    describe_difference,
    describe_skipped,
    tell_plan,
)
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import attach_snapshot, open_snapshot

OLD = timedelta(hours=1)
"""A snapshot that is older may well say what is no longer so."""


@dataclass(frozen=True)
class PlanRequest:
    """Which blueprint to plan, against which snapshot, and how much of it."""

    file: Path
    snapshot: str = ""
    """Id of the snapshot, or the beginning of it; '' is the newest."""
    layer: Layer | None = None
    services: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    """Names of accounts in the blueprint, or their ids."""
    regions: tuple[str, ...] = ()
    """Regions, or `global`."""
    prune: bool = False
    """Whether what Ringwall made and the blueprint wants no more is erased."""


@dataclass(frozen=True)
class PlannedBlueprint:
    """What a blueprint wants otherwise than it is, and the changes that make it so."""

    name: str
    file: str
    snapshot: str
    collected_at: datetime
    reconciliation: Reconciliation
    skips: tuple[LandscapeSkip, ...]
    """Accounts and Regions that are left alone."""
    tables: Mapping[str, Table] = field(repr=False)
    whole: Reconciliation = field(repr=False)
    """The plan before a part of it was chosen."""
    wanted: frozenset[str] = field(repr=False)
    """The rows that the blueprint wants, as texts."""
    steps: tuple[JudgedStep, ...] = ()
    """What a person does. It is listed, and decides nothing: no plan can do away with it."""
    obstacles: tuple[str, ...] = ()
    """What AWS would refuse as it is, a line each: `file:line:column: message`."""
    doubts: tuple[str, ...] = ()
    """What is likely to be in the way, or was not read, in the same form."""

    @property
    def outcome(self) -> JobOutcome:
        """Findings where there is something to do; unknown where that could not be told."""
        changes = self.reconciliation.changes or self.reconciliation.differences
        return decide_outcome(findings=changes, unknown=self.is_unknown)

    @property
    def is_unknown(self) -> bool:
        """Whether it could not be told of all rows whether they are as the blueprint wants them."""
        return any(skip.is_open for skip in self.reconciliation.skipped) or bool(self.skips)

    @property
    def run(self) -> PlannedRun:
        """The plan as it is saved and carried out."""
        return PlannedRun(self.plan, self.snapshot, blueprint=self.name)

    @property
    def plan(self) -> Plan:
        """The changes in order, and what is not planned."""
        found = self.reconciliation
        skipped = tuple((str(skip.key), skip.reason) for skip in found.skipped)
        return Plan(found.changes, skipped)

    def tell_age(self, now: datetime) -> str:
        """Return what is to be known of the age of the snapshot; '' where it is fresh."""
        age = now - self.collected_at
        if age <= OLD:
            return ""
        hours = age // timedelta(hours=1)
        count = count_of(hours, "hour") if hours > 1 else "an hour"
        return (
            f"snapshot {self.snapshot} is more than {count} old: what was changed since is not "
            "planned; `ringwall collect` makes a new one"
        )

    def lines(self, *, verbose: bool = False) -> Iterator[str]:
        """Yield the plan as lines of text, by layer of defense: one a difference.

        `verbose` adds the reason, what AWS bills, each call and its undo.
        """
        found = self.reconciliation
        yield from tell_in_full(found, self.tables) if verbose else tell_plan(found)
        yield from tell_costs(found, self.tables)
        for skip in self.skips:
            place = " ".join(filter(None, (skip.account, skip.region)))
            yield make_visible(f"left alone  {place}  {skip.reason}")
        for step in self.steps:
            yield from step.lines()
        yield from (f"in the way  {line}" for line in self.obstacles)
        yield from (f"not sure  {line}" for line in self.doubts)

    def describe(self) -> Row:
        """Return the plan as a JSON-able document."""
        found = self.reconciliation
        return {
            "blueprint": self.name,
            "snapshot": self.snapshot,
            "rows": found.rows,
            "differences": [
                {**describe_difference(each), "cost": describe_cost(each, self.tables)}
                for each in found.differences
            ],
            "costs": describe_costs(found, self.tables),
            "changes": describe_plan(self.plan)["changes"],
            "skipped": describe_skipped(found),
            "satisfied": [{**row.key._asdict(), "by": row.satisfied_by} for row in found.satisfied],
            "no_longer_wanted": [key._asdict() for key in found.unwanted],
            "left_alone": [vars(skip) for skip in self.skips],
            "by_hand": [step.describe() for step in self.steps],
            "in_the_way": list(self.obstacles),
            "not_sure": list(self.doubts),
        }


def plan_blueprint(home: Path, request: PlanRequest) -> PlannedBlueprint:
    """Return the plan. BadBlueprint for what is wrong with the file; NotCollected without snapshot.

    What the snapshot does not tell is skipped, with the reason, and so is what depends on it.
    """
    if request.prune and request.layer:
        raise BadInput("--prune with --layer: what is erased is in no layer; choose by --service")
    file = read_blueprint(request.file)
    tables = load_tables()
    snapshot = open_snapshot(Home(home).estate, request.snapshot)
    catalog = Catalog(tables, load_lifecycles())
    with EmbeddedEngine(snapshot.path) as engine:
        attach_snapshot(engine, snapshot, tables.values())
        rows = read_organization_rows(engine)
        check_read(rows)
        landscape = make_landscape(file, rows)
        check_management(landscape)
        file.check(check_landscape(landscape))
        wanted = want_all(landscape)
        steps = [step for part in load_manual_parts() for step in part.steps(landscape)]
        columns = needed_columns(wanted, catalog, prune=request.prune)
        seen = read_by_obstacles({row.key.table for row in wanted})
        for table, names in (*needed_evidence(steps).items(), *seen.items()):
            columns.setdefault(table, set()).update(names)
        estate = read_estate(engine, columns, tables.values())
        others = {} if request.prune else owned_columns(wanted, catalog)
        owned = read_owned(engine, others, tables.values())
    adopted = landscape.settings.adopt
    options = PlanOptions(adopted.rows, tag_adopted=adopted.tag, prune=request.prune, owned=owned)
    found = reconcile(landscape, wanted, estate, catalog, options)
    choice = _read_choice(request, landscape)
    chosen = choose(found, choice, tables)
    remarks = find_obstacles(
        PlannedEstate(
            landscape,
            {row.key: row for row in wanted},
            tuple(each for each in chosen.differences if each.action == "create"),
            estate,
        )
    )
    return PlannedBlueprint(
        landscape.name,
        file.name,
        snapshot.id,
        snapshot.created_at,
        chosen,
        landscape.skips,
        tables,
        found,
        frozenset(str(row.key) for row in wanted),
        tuple(judge_steps(filter(choice.means_step, steps), landscape, estate, tables)),
        tuple(file.describe(each) for each in remarks if is_error(each)),
        tuple(file.describe(each) for each in remarks if not is_error(each)),
    )


def _read_choice(request: PlanRequest, landscape: Landscape) -> PlanChoice:
    """Return which part of the plan is meant; BadInput where it names what there is not."""
    by_id = {account.id: account.name for account in landscape.accounts}
    choice = PlanChoice(
        (request.layer,) if request.layer else (),
        request.services,
        tuple(by_id.get(account, account) for account in request.accounts),
        request.regions,
    )
    check_choice(choice, landscape)
    return choice


def want_all(landscape: Landscape) -> list[Wanted]:
    """Return every row that a blueprint wants, of all its sections."""
    return [row for part in load_sections() for row in part.wants(landscape)]


def check_choice(choice: PlanChoice, landscape: Landscape) -> None:
    """Raise BadInput where a choice names what there is not: it would hide everything."""
    every = load_tables().values()
    known = (
        ("--service", choice.services, {table.service for table in every}),
        ("--account", choice.accounts, {account.name for account in landscape.accounts}),
        ("--regions", choice.regions, {GLOBAL, *landscape.regions}),
    )
    for option, names, there in known:
        for name in names:
            if name not in there:
                raise BadInput(f"{option} {name}: the blueprint has none{name_likely(name, there)}")
