"""Gaps in the evidence: which rules they touch, and where."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ringwall.audit.gaps import Gap, Gaps
from ringwall.audit.unknowns import Unknowns, hold_unknown_resources
from ringwall.model.coverage import COVERAGE, ROW, Coverage
from ringwall.model.table import Call, Schema, Shared, Table, boolean, text
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine

SNAPSHOT = Table(
    name="snapshot",
    doc="A snapshot.",
    shared=(Shared("Exposed", lambda _: {}, "Id", sparse=True),),
    columns=(text("id", "Id", "Its id."), boolean("is_public", "Exposed", "Is public.")),
)
TABLES = {"snapshot": SNAPSHOT}
LIST = Call("ec2.describe_snapshots", "Snapshots")
DENIED = vars(Coverage("111111111111", "eu-west-1", "snapshot", "Exposed", "denied", error="no"))


@pytest.fixture
def engine() -> Iterator[Engine]:
    with EmbeddedEngine(threads=1) as engine:
        engine.create(COVERAGE, [DENIED])
        yield engine


def test_a_failed_shared_read_leaves_its_own_rows_to_null(engine: Engine) -> None:
    """The column is NULL in every row: a verdict that another column decides stays known."""
    reads = {"snapshot": frozenset({"id", "is_public"})}
    assert Gaps(engine, TABLES).find_unknowns(reads, "snapshot").areas == ()


def test_a_failed_shared_read_leaves_other_resources_open(engine: Engine) -> None:
    gaps = Gaps(engine, TABLES)
    unknowns = gaps.find_unknowns({"snapshot": frozenset({"is_public"})}, "vpc")
    assert [(area.account_id, area.region, area.hides) for area in unknowns.areas] == [
        ("111111111111", "eu-west-1", False)
    ]
    assert gaps.find_unknowns({"snapshot": frozenset({"id"})}, "vpc").areas == ()


def test_a_call_touches_the_columns_whose_path_names_it_and_no_others(engine: Engine) -> None:
    """`Exposed` is no part of `ExposedTo`: only whole names of a path count."""
    table = replace(
        SNAPSHOT,
        columns=(*SNAPSHOT.columns, text("exposed_to", "ExposedTo", "")),
        tags="Exposed.Tags",
    )
    gaps = Gaps(engine, {"snapshot": table})
    touched = {
        name
        for name in ("id", "is_public", "exposed_to", "tags", "raw", "arn")
        if gaps.touching({"snapshot": frozenset({name})})
    }
    assert touched == {"is_public", "tags", "raw"}


def test_gaps_of_many_resources_are_one(engine: Engine) -> None:
    denied = {
        "account_id": "111111111111",
        "region": "eu-west-1",
        "table_name": "snapshot",
        "aspect": "Exposed",
        "status": "denied",
        "calls": 1,
    }
    engine.create(
        COVERAGE, [{**denied, "resource": f"s-{n}", "error": f"no {n}"} for n in range(500)]
    )
    gaps = Gaps(engine, TABLES).touching({"snapshot": frozenset({"is_public"})})
    assert [(gap.aspect, gap.resource, gap.error) for gap in gaps if gap.aspect == "Exposed"] == [
        ("Exposed", "s-0", "no 0")
    ]
    reads = {"snapshot": frozenset({"raw"})}
    unknowns = Gaps(engine, TABLES).find_unknowns(reads, "snapshot")
    assert unknowns.calls == (("snapshot", "Exposed"),)
    hold_unknown_resources(engine, unknowns)
    unknown = engine.rows("select resource, reason from unknown_resource")
    assert len(unknown) == 500
    assert {row["resource"]: row["reason"] for row in unknown}["s-7"] == (
        "estate.snapshot was not collected: denied: no 7"
    )


def test_a_gap_says_what_was_not_collected_and_why(engine: Engine) -> None:
    listed = {"snapshot": replace(SNAPSHOT, fetch=lambda _: ())}
    (gap, silent) = Gaps(engine, listed).touching({"snapshot": frozenset({"is_public"})})
    assert gap.reason == "estate.snapshot was not collected: denied: no"
    assert silent.reason == "estate.snapshot was not collected: not in snapshot"


@pytest.mark.parametrize(
    ("schema", "status", "error", "reason"),
    [
        ("estate", "denied", "no", "estate.t was not collected: denied: no"),
        ("facts", "denied", "", "facts.t was not collected: denied"),
        ("estate", "not_collected", "left out", "estate.t was not collected: left out"),
        ("estate", "not_collected", "", "estate.t was not collected: not_collected"),
    ],
)
def test_a_reason_says_nothing_twice(
    engine: Engine, schema: Schema, status: str, error: str, reason: str
) -> None:
    assert Gap("t", "Calls", "1", "global", "r", status, error, schema).reason == reason
    row = {"account_id": "1", "region": "global", "table_name": "t", "aspect": "Calls", "calls": 1}
    engine.create(COVERAGE, [{**row, "resource": "r", "status": status, "error": error}])
    hold_unknown_resources(engine, Unknowns((), (("t", "Calls"),)))
    (held,) = engine.rows("select reason from unknown_resource")
    assert held["reason"] == reason.replace("facts.", "estate.")


def test_an_answer_for_all_accounts_leaves_nothing_unasked(engine: Engine) -> None:
    """How a rehearsal (`ringwall doctor`) says that all but its failures would be read."""
    answered = Coverage("", "global", "snapshot", "list", "ok")
    engine.create(COVERAGE, [vars(answered), DENIED])
    gaps = Gaps(engine, TABLES).touching({"snapshot": frozenset({"id", "is_public"})})
    assert [gap.aspect for gap in gaps] == ["Exposed"]


def test_what_was_left_out_may_hold_evidence_about_what_was_read() -> None:
    """A region that was left out is no gap of its own resources, but of what is beyond."""
    listed = replace(SNAPSHOT, list=LIST)
    account = replace(listed, name="account", scope="account", shared=(), columns=())
    tables = {"account": account, "snapshot": listed}
    rows = [
        *(
            Coverage("1", region, name, "list", "ok")
            for name, region in (("account", "global"), ("snapshot", "eu-west-1"))
        ),
        Coverage("1", "us-east-1", "*", "region", "not_collected", error="not selected"),
        Coverage("2", "global", "*", "region", "not_collected", error="not selected"),
    ]
    reads = {"account": frozenset({"arn"}), "snapshot": frozenset({"id"})}
    with EmbeddedEngine(threads=1) as engine:
        engine.create(COVERAGE, map(vars, rows))
        gaps = Gaps(engine, tables)
    areas = gaps.find_unknowns(reads, "account").areas
    assert [(a.account_id, a.region, a.hides) for a in areas] == [
        ("1", "us-east-1", False),
        ("2", "global", False),
    ]
    assert areas[0].reason == "estate.snapshot was not collected: not selected"
    assert gaps.find_unknowns(reads, "snapshot").areas[1:] == ()
    assert gaps.touching(reads) == []


def test_a_gap_in_a_source_touches_the_facts_that_are_made_from_it(engine: Engine) -> None:
    """The reasoner has weighed it: rows that depend on it say so, and no verdict is lost."""
    facts = Table(
        name="power",
        doc="",
        schema="facts",
        enveloped=False,
        about=("person",),
        sources=("person", "snapshot"),
        columns=(text("arn", "", ""),),
    )
    snapshot = replace(SNAPSHOT, list=LIST)
    person = replace(snapshot, name="person", shared=(), columns=())
    gaps = Gaps(engine, {"power": facts, "person": person, "snapshot": snapshot})
    reads = {"power": frozenset({"arn"})}
    assert [(g.table, g.aspect) for g in gaps.touching(reads)] == [
        ("power", "person"),
        ("snapshot", "Exposed"),
        ("snapshot", "list"),
    ]
    assert {a.reason for a in gaps.find_unknowns(reads, "person").areas} == {
        "facts.power was not collected: not in snapshot"
    }


@pytest.mark.parametrize(("policy", "named"), [("is_public", True), ("id", False)])
def test_a_call_for_what_guards_a_resource_is_why_facts_on_it_are_unknown(
    engine: Engine, policy: str, *, named: bool
) -> None:
    facts = Table(
        name="power",
        doc="",
        schema="facts",
        enveloped=False,
        about=("snapshot",),
        sources=("snapshot",),
        columns=(text("arn", "", ""),),
    )
    snapshot = replace(SNAPSHOT, policy=policy)
    gaps = Gaps(engine, {"power": facts, "snapshot": snapshot})
    found = gaps.find_unknowns({"power": frozenset({"arn"})}, "snapshot")
    assert (("snapshot", "Exposed") in found.details) is named


def test_a_row_that_was_left_out_spares_the_others(engine: Engine) -> None:
    lost = Coverage(
        "111111111111", "eu-west-1", "snapshot", ROW, "failed", "snapshot/?", error="no"
    )
    engine.create(COVERAGE, [vars(lost)])
    gaps = Gaps(engine, TABLES)
    reads = {"snapshot": frozenset({"id"})}
    (area,) = gaps.find_unknowns(reads, "snapshot").areas
    assert (area.hides, area.spares) == (True, "all")
    (area,) = gaps.find_unknowns(reads, "vpc").areas
    assert (area.hides, area.spares) == (False, "")


def test_facts_are_unknown_where_a_row_was_left_out_of_their_source(engine: Engine) -> None:
    fact = Table(name="exposure", doc="", columns=(), schema="facts", about=("snapshot",))
    lost = Coverage("111111111111", "eu-west-1", "snapshot", ROW, "failed", "snapshot/?")
    engine.create(COVERAGE, [vars(lost)])
    gaps = Gaps(engine, {**TABLES, "exposure": fact})
    for primary, spares in (("exposure", "failures"), ("snapshot", "failures"), ("vpc", "")):
        (area,) = gaps.find_unknowns({"exposure": frozenset({"arn"})}, primary).areas
        assert area.spares == spares


def test_what_is_said_of_the_organization_needs_all_of_its_accounts() -> None:
    """Where they could not be listed, one that nobody read may have what a rule looks for."""
    organization = Table(
        name="organizations_organization", doc="", scope="organization", list=LIST, columns=()
    )
    members = replace(organization, name="organizations_account", account="Id")
    listed = replace(SNAPSHOT, list=LIST, shared=(), columns=())
    tables = {table.name: table for table in (organization, members, listed)}
    rows = [
        Coverage("1", "global", "organizations_organization", "list", "ok"),
        Coverage("1", "global", "organizations_account", "list", "denied"),
        Coverage("1", "eu-west-1", "snapshot", "list", "ok"),
    ]
    alone = {"organizations_organization": frozenset({"arn"})}
    reads = {**alone, "snapshot": frozenset({"arn"})}
    with EmbeddedEngine(threads=1) as engine:
        engine.create(COVERAGE, map(vars, rows))
        gaps = Gaps(engine, tables)
    (area,) = gaps.find_unknowns(reads, "organizations_organization").areas
    assert area.reason == "estate.organizations_account was not collected: denied"
    assert gaps.find_unknowns(alone, "organizations_organization").areas == ()
    assert gaps.find_unknowns(reads, "snapshot").areas == ()
    assert gaps.find_unknowns(reads, "snapshot", looks_elsewhere=True).areas == (area,)
