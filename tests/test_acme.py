"""The main job on the made-up organization: what is planted is found, what is hidden is unknown."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from built_acme import BuiltAcme

from ringwall.audit.evaluate import Audit
from ringwall.aws.discover import discover
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import (
    load_facts,
    load_judged,
    load_logs,
    load_rules,
    load_tables,
)
from ringwall.cli.terminal import Terminal
from ringwall.collect.api import ApiSource
from ringwall.collect.live import collect
from ringwall.emulator.acme.organization import Acme
from ringwall.emulator.acme.team import MEMBER_ROLE
from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior
from ringwall.emulator.transport import attach
from ringwall.emulator.weaknesses import Weakness, load_weaknesses
from ringwall.jobs.audit import audit_snapshot
from ringwall.jobs.gaps import summarize_snapshot
from ringwall.jobs.target import choose_target
from ringwall.model.finding import Verdict
from ringwall.model.layer import LAYERS
from ringwall.reason.facts.compute import compute_facts
from ringwall.store.database.connection import open_database
from ringwall.store.database.ledger import Ledger
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.home import Home
from ringwall.store.lake.logs import attach_logs
from ringwall.store.lake.snapshot import Snapshot, SnapshotWriter, attach_snapshot

SCHEMA = Path(__file__).parent / "hub" / "schemas" / "ocsf-1.8.0-compliance_finding.json"
Key = tuple[str, str]


@dataclass(frozen=True)
class World:
    """Acme as it was built, with a way to collect it."""

    app: Emulator
    acme: Acme
    take: Callable[..., Snapshot]
    """Collects it, from a Region that is named or from Acme's first."""
    calls: dict[str, int]
    """How many requests were sent for each snapshot, by its id."""


@pytest.fixture(scope="module")
def world(built_acme: BuiltAcme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    app, acme = built_acme.emulator(), built_acme.acme
    home = tmp_path_factory.mktemp("home")
    tables = load_tables()
    calls: dict[str, int] = {}

    def take(region: str = acme.regions[0]) -> Snapshot:
        # New sessions each time: another run of the program remembers nothing.
        sessions = Sessions(region=region, role=MEMBER_ROLE, transport=lambda s: attach(s, app))
        target = choose_target(sessions, discover(sessions), (), acme.regions, frozenset())
        source = ApiSource(sessions.reader, sessions.home_region)
        snapshot = collect(target, tables, source, SnapshotWriter(home / "estate", tables))
        calls[snapshot.id] = sessions.traffic.sent
        return snapshot

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "demo")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        yield World(app, acme, take, calls)


@pytest.fixture(scope="module")
def whole(world: World) -> Snapshot:
    """Return the snapshot of all of Acme, nothing denied."""
    return world.take()


@pytest.fixture(scope="module")
def engine(whole: Snapshot) -> Iterator[Engine]:
    """Yield an engine that shows that snapshot and the facts of it."""
    with reason_about(whole) as engine:
        yield engine


@pytest.fixture(scope="module")
def verdicts(engine: Engine) -> dict[Key, Verdict]:
    """Return every failure and unknown of that snapshot."""
    return evaluate(engine)


@pytest.fixture(scope="module")
def names(engine: Engine) -> dict[str, str]:
    """Return the Name tag (a key's alias) of each resource that has one."""
    found: dict[str, str] = {}
    for table in load_tables().values():
        if not table.is_derived and table.tags:
            sql = f"select arn, tags->>'Name' as name from estate.{table.name}"
            found |= {row["arn"]: row["name"] for row in engine.rows(sql) if row["name"]}
    for row in engine.rows("select arn, unnest(aliases) as alias from estate.kms_key"):
        found[row["arn"]] = row["alias"].removeprefix("alias/")
    return found


@contextmanager
def reason_about(snapshot: Snapshot, table: str = "", change: str = "") -> Iterator[Engine]:
    """Open an engine that shows a snapshot and what the reasoners conclude from it.

    `change` replaces columns of one table beforehand: `'' as permissions_boundary`.
    """
    tables = load_tables().values()
    with EmbeddedEngine(snapshot.path, threads=1) as engine:
        attach_snapshot(engine, snapshot, tables)
        attach_logs(engine, snapshot.path / "no-logs", load_logs().values())
        if table:
            sql = f"create table changed as select * replace ({change}) from estate.{table}"
            engine.execute(f"{sql}; create or replace view estate.{table} as from changed")
        rows = compute_facts(engine, tables)
        for name, facts in load_facts().items():
            engine.create(facts, rows[name])
        yield engine


def evaluate(engine: Engine) -> dict[Key, Verdict]:
    audit = Audit(engine, load_judged(), load_rules().values())
    return {(verdict.rule, verdict.resource): verdict for verdict in audit.verdicts()}


def unknown(verdicts: dict[Key, Verdict]) -> dict[Key, Verdict]:
    return {key: v for key, v in verdicts.items() if v.answer == "unknown"}


def failures(verdicts: dict[Key, Verdict]) -> set[Key]:
    return {key for key, v in verdicts.items() if v.answer == "fail"}


def test_nothing_of_acme_is_unknown(engine: Engine, verdicts: dict[Key, Verdict]) -> None:
    assert unknown(verdicts) == {}
    assert engine.rows("select distinct status from estate.coverage") == [{"status": "ok"}]


def test_readme_shows_a_collection_of_this_size(world: World, whole: Snapshot) -> None:
    """Within a tenth: a new table need not change the page."""
    page = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    said = re.search(
        r"snapshot \S+: (\d+) rows in (\d+) tables, (\d+) accounts, (\d+) regions, (\d+) calls",
        page,
    )
    assert said
    found = summarize_snapshot(whole, world.calls[whole.id])
    names = ("rows", "tables", "accounts", "regions", "calls")
    for name, figure in zip(names, said.groups(), strict=True):
        real = getattr(found, name)
        assert int(figure) == pytest.approx(real, rel=0.1), f"README: {real} {name}"


@pytest.mark.parametrize("weakness", load_weaknesses(), ids=lambda w: f"{w.rule}-{w.account}")
def test_planted_weakness_is_found(
    world: World, verdicts: dict[Key, Verdict], names: dict[str, str], weakness: Weakness
) -> None:
    found = [arn for rule, arn in failures(verdicts) if weakness.covers(world.acme, rule, arn)]
    assert found
    if weakness.name:
        assert weakness.name in {names.get(arn) for arn in found}


def test_nothing_fails_that_is_not_listed(
    world: World, verdicts: dict[Key, Verdict], names: dict[str, str]
) -> None:
    listed = load_weaknesses()
    strange = [
        (rule, arn)
        for rule, arn in failures(verdicts)
        if not any(
            weakness.covers(world.acme, rule, arn) and weakness.name in {"", names.get(arn)}
            for weakness in listed
        )
    ]
    if strange:
        lines = [write_line(world.acme, verdicts[key], names.get(key[1], "")) for key in strange]
        pytest.fail("\n".join((NOT_LISTED, *sorted(lines))))


NOT_LISTED = """These fail at Acme, and are not listed. Where Acme should have the weakness, add the
line to src/ringwall/emulator/weaknesses.csv (with * where AWS makes an id, and why it came about);
else set up Acme without it (src/ringwall/emulator/acme/), or correct the rule:"""


def write_line(acme: Acme, verdict: Verdict, name: str) -> str:
    """Return the line of weaknesses.csv that would list a failure."""
    account = next(n for n, id_ in acme.accounts.items() if id_ == verdict.account_id)
    arn = verdict.resource.replace(verdict.account_id, "{account}")
    for value, place in (
        (acme.management, "{management}"),
        (acme.organization_id, "{organization}"),
        (verdict.region, "{region}"),
    ):
        arn = arn.replace(value, place)
    return f'{verdict.rule},{account},{verdict.region},{arn},{name},"..."'


def test_a_failure_that_is_not_listed_is_printed_as_the_line_to_add(
    world: World, verdicts: dict[Key, Verdict], names: dict[str, str]
) -> None:
    """Each that is listed would have been printed as a line that lists it."""
    for (rule, arn), verdict in verdicts.items():
        if verdict.answer == "fail":
            line = write_line(world.acme, verdict, names.get(arn, ""))
            (cells,) = csv.DictReader([",".join(COLUMNS), line])
            weakness = Weakness(**cells)
            assert weakness.covers(world.acme, rule, arn), line
            assert weakness.name == names.get(arn, "")


COLUMNS = tuple(column.name for column in fields(Weakness))


@pytest.mark.slow
def test_audit_is_the_same_from_every_region(
    world: World, whole: Snapshot, verdicts: dict[Key, Verdict]
) -> None:
    """Where credentials sign in says nothing of the estate (AWS_DEFAULT_REGION)."""
    assert len(world.acme.regions) > 1
    for region in world.acme.regions[1:]:
        snapshot = world.take(region)
        assert snapshot.resources == whole.resources, region
        with reason_about(snapshot) as engine:
            assert evaluate(engine) == verdicts, region


@pytest.mark.slow
def test_an_inconvenient_aws_is_collected_as_well(
    world: World,
    whole: Snapshot,
    verdicts: dict[Key, Verdict],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Throttled, in pages of two, with reads that may be late: nothing is missing."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    world.app.behavior = Behavior(burst=30, page_size=2, lag=2)
    try:
        snapshot = world.take()
    finally:
        world.app.behavior = Behavior()
    assert snapshot.resources == whole.resources
    assert world.calls[snapshot.id] > world.calls[whole.id]
    with reason_about(snapshot) as engine:
        assert evaluate(engine) == verdicts


def test_weaknesses_lie_in_all_six_layers() -> None:
    rules = load_rules()
    listed = load_weaknesses()
    assert {rules[weakness.rule].layer for weakness in listed} == set(LAYERS)
    assert len(listed) >= 40
    assert all(weakness.why for weakness in listed)


@dataclass(frozen=True)
class Denied:
    """What an audit says where calls were denied, and how the calls of two tables went."""

    verdicts: dict[Key, Verdict]
    calls: list[dict[str, Any]]

    def of(self, account: str) -> dict[Key, Verdict]:
        return {key: v for key, v in self.verdicts.items() if v.account_id == account}

    def outside(self, account: str) -> dict[Key, Verdict]:
        return {key: v for key, v in self.verdicts.items() if v.account_id != account}


@pytest.fixture(scope="module")
def denied(world: World) -> Denied:
    """Return what is known of Acme where dev cannot be entered and two calls are denied elsewhere.

    One collection serves both: what is said of dev, and what is said of all other accounts.
    """
    accounts = world.acme.accounts
    world.app.deny(
        f"*:*@{accounts['dev']}",
        f"s3:GetBucketPolicy@{accounts['prod']}",
        "ec2:DescribeFlowLogs@*/eu-west-1",
    )
    try:
        darker = world.take()
    finally:
        world.app.allow()
    with reason_about(darker) as engine:
        calls = engine.rows(
            "select distinct table_name, account_id, region, status from estate.coverage "
            "where status <> 'ok' and table_name in ('s3_bucket', 'ec2_flow_log')"
        )
        return Denied(evaluate(engine), calls)


@pytest.mark.slow
def test_denied_calls_leave_their_rules_unknown_there_and_nowhere_else(
    world: World, engine: Engine, verdicts: dict[Key, Verdict], denied: Denied
) -> None:
    dev, prod, region = world.acme.accounts["dev"], world.acme.accounts["prod"], "eu-west-1"
    after = denied.outside(dev)
    dark = unknown(after)

    buckets = engine.rows(f"select arn from estate.s3_bucket where account_id = '{prod}'")
    policy_rules = {
        "s3.bucket_is_administered_from_its_account",
        "s3.bucket_requires_source_of_services",
        "s3.bucket_requires_tls",
        "s3.bucket_restricts_other_organizations",
    }
    expected = {(rule, row["arn"]) for rule in policy_rules for row in buckets}
    vpcs = engine.rows(
        f"select arn from estate.ec2_vpc where region = '{region}' and account_id <> '{dev}'"
    )
    expected |= {("ec2.vpc_has_flow_logs", row["arn"]) for row in vpcs}
    # Block Public Access closes a bucket whatever its policy says: that verdict needs no policy,
    # so s3.bucket_policy_is_not_public is not among them.
    assert set(dark) == expected
    assert vpcs
    assert buckets
    # Everywhere else, nothing has changed.
    before = {key: v for key, v in verdicts.items() if v.account_id != dev}
    assert failures(after) == {key for key in failures(before) if key not in dark}
    reasons = {verdict.reason for verdict in dark.values()}
    assert any("DescribeFlowLogs" in reason or "denied" in reason for reason in reasons)
    rows = [row for row in denied.calls if row["account_id"] != dev]
    assert {(r["table_name"], r["status"]) for r in rows} == {
        ("s3_bucket", "denied"),
        ("ec2_flow_log", "denied"),
    }
    assert {r["account_id"] for r in rows if r["table_name"] == "s3_bucket"} == {prod}
    assert {r["region"] for r in rows if r["table_name"] == "ec2_flow_log"} == {region}


@pytest.fixture(scope="module")
def powers(engine: Engine) -> dict[str, dict[str, Any]]:
    """Return what is concluded of each principal."""
    rows = engine.rows(
        """
        select p.arn, p.is_admin, p.escalates, p.chain, list(c.steps) as into_other_accounts
        from facts.iam_principal p
        left join facts.escalation_chain c on c.arn = p.arn and c.goal = 'account'
        group by all
        """
    )
    return {row["arn"]: row for row in rows}


def test_escalation_is_found_with_its_path(world: World, powers: dict[str, dict[str, Any]]) -> None:
    dev = f"arn:aws:iam::{world.acme.accounts['dev']}"
    chains = {arn: power["chain"] for arn, power in powers.items() if power["escalates"]}
    assert chains == {
        f"{dev}:user/dana.lee": [f"lambda-001: {dev}:role/lambda-provisioner", "iam-005: admin"],
        f"{dev}:role/lambda-provisioner": ["iam-005: admin"],
        f"{dev}:role/ops-automation": ["iam-001: admin"],
    }


def test_chain_of_roles_is_found_from_dev_to_prod(
    world: World, powers: dict[str, dict[str, Any]]
) -> None:
    dev, staging, prod = (
        f"arn:aws:iam::{world.acme.accounts[name]}:role" for name in ("dev", "staging", "prod")
    )
    runner = powers[f"{dev}/ci-runner"]
    assert runner["escalates"] is False
    assert [
        f"sts-001: {staging}/deployer",
        f"sts-001: {prod}/prod-deployer",
    ] in runner["into_other_accounts"]


WALLS = {
    "iam-janitor": ("iam_role", "'' as permissions_boundary"),
    "support-desk": (
        "organizations_policy",
        "replace(content, 'iam:CreateAccessKey', 'iam:CreateGroup') as content",
    ),
    "image-builder": (
        "iam_policy",
        "replace(policy_document, 'imagebuilder', 'ec2') as policy_document",
    ),
    "edge-deployer": (
        "iam_role",
        """
        case
          when role_name = 'OrganizationAccountAccessRole'
            then regexp_replace(
              assume_role_policy_document, '"AWS":"[^"]*"', '"Service":"lambda.amazonaws.com"'
            )
          else assume_role_policy_document
        end as assume_role_policy_document
        """,
    ),
}
"""Roles that only look as if they could become administrators, and a change of the estate that
takes away the one thing that keeps each from it."""


@pytest.mark.parametrize("name", WALLS)
def test_look_alike_is_kept_from_escalation_by_one_wall(
    whole: Snapshot, powers: dict[str, dict[str, Any]], name: str
) -> None:
    (arn,) = (arn for arn in powers if arn.endswith(f"/{name}"))
    assert (powers[arn]["is_admin"], powers[arn]["escalates"]) == (False, False)
    sql = f"select escalates from facts.iam_principal where arn = '{arn}'"
    with reason_about(whole, *WALLS[name]) as engine:
        assert engine.rows(sql) == [{"escalates": True}]


def test_without_logs_nobody_is_said_to_use_what_is_granted(engine: Engine) -> None:
    rule = load_rules()["iam.granted_services_are_used"]
    audit = Audit(engine, load_judged(), [rule])
    assert list(audit.verdicts()) == []
    assert audit.counts == []


@pytest.mark.slow  # tests/test_safety.py closes an account in every run
def test_account_that_cannot_be_entered_is_unknown_as_a_whole(world: World, denied: Denied) -> None:
    after = denied.of(world.acme.accounts["dev"])
    decided = {v.rule for v in after.values() if v.answer == "fail"}
    # The organization itself still tells, from the management account, what binds the account.
    assert decided <= {"organizations.every_account_has_a_restricting_scp"}
    hidden = {v.rule for v in unknown(after).values()}
    assert {"s3.bucket_is_versioned", "iam.root_has_mfa", "ec2.volume_is_encrypted"} <= hidden


def test_ocsf_of_acme_validates(whole: Snapshot, tmp_path: Path) -> None:
    ledger = Ledger(open_database(Home(tmp_path).own_database_url))
    rules = load_rules()
    # Facts are kept beside the snapshots of a home; those of strange snapshots are thrown away.
    result = audit_snapshot(Home(whole.path.parents[1]), whole, rules, ledger, Terminal())
    out = StringIO()
    result.write("ocsf", out)
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text()))
    lines = out.getvalue().splitlines()
    assert len(lines) == result.failed > 40
    for line in lines:
        validator.validate(json.loads(line))
