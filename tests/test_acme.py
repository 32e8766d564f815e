"""The main job on the made-up organization: what is planted is found, what is hidden is unknown."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ringwall.audit.evaluate import Audit
from ringwall.aws.discover import discover
from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_playbooks, load_rules, load_tables
from ringwall.cli.judge import judge, summarize
from ringwall.cli.wire import choose_target
from ringwall.collect.live import collect
from ringwall.emulator.acme.build import build
from ringwall.emulator.acme.organization import Acme
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.emulator.weaknesses import Weakness, load_weaknesses
from ringwall.hub.formats import write_findings
from ringwall.model.finding import Verdict
from ringwall.model.layer import LAYERS
from ringwall.store.database import open_database
from ringwall.store.engine import Engine
from ringwall.store.home import Home
from ringwall.store.ledger import Filter, Ledger
from ringwall.store.snapshot import Snapshot, SnapshotWriter, attach_snapshot

SCHEMA = Path(__file__).parent / "hub" / "schemas" / "ocsf-1.8.0-compliance_finding.json"
Key = tuple[str, str]


@dataclass(frozen=True)
class World:
    """Acme as it was built, with a way to collect it."""

    app: Emulator
    acme: Acme
    take: Callable[[], Snapshot]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    app = Emulator()
    acme = build(app)
    home = tmp_path_factory.mktemp("home")
    tables = load_tables()

    def take() -> Snapshot:
        # New sessions each time: another run of the program remembers nothing.
        sessions = Sessions(region=acme.regions[0], transport=lambda s: attach(s, app))
        target = choose_target(sessions, discover(sessions), (), acme.regions, frozenset())
        return collect(target, tables, sessions.reader, SnapshotWriter(home / "estate", tables))

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "demo")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
        for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        yield World(app, acme, take)


@pytest.fixture(scope="module")
def whole(world: World) -> Snapshot:
    """Return the snapshot of all of Acme, nothing denied."""
    return world.take()


@pytest.fixture(scope="module")
def verdicts(whole: Snapshot) -> dict[Key, Verdict]:
    """Return every failure and unknown of that snapshot."""
    return evaluate(whole)


@pytest.fixture(scope="module")
def names(whole: Snapshot) -> dict[str, str]:
    """Return the Name tag (a key's alias) of each resource that has one."""
    found: dict[str, str] = {}
    for table in load_tables().values():
        if not table.is_derived and table.tags:
            sql = f"select arn, tags->>'Name' as name from estate.{table.name}"
            found |= {row["arn"]: row["name"] for row in ask(whole, sql) if row["name"]}
    for row in ask(whole, "select arn, unnest(aliases) as alias from estate.kms_key"):
        found[row["arn"]] = row["alias"].removeprefix("alias/")
    return found


def evaluate(snapshot: Snapshot) -> dict[Key, Verdict]:
    with Engine(threads=1) as engine:
        attach_snapshot(engine, snapshot, load_tables().values())
        audit = Audit(engine, load_tables(), load_rules().values())
        return {(verdict.rule, verdict.resource): verdict for verdict in audit.verdicts()}


def ask(snapshot: Snapshot, sql: str) -> list[dict[str, Any]]:
    with Engine(threads=1) as engine:
        attach_snapshot(engine, snapshot, load_tables().values())
        return engine.rows(sql)


def unknown(verdicts: dict[Key, Verdict]) -> dict[Key, Verdict]:
    return {key: v for key, v in verdicts.items() if v.answer == "unknown"}


def failures(verdicts: dict[Key, Verdict]) -> set[Key]:
    return {key for key, v in verdicts.items() if v.answer == "fail"}


def test_nothing_of_acme_is_unknown(whole: Snapshot, verdicts: dict[Key, Verdict]) -> None:
    assert unknown(verdicts) == {}
    assert ask(whole, "select distinct status from estate.coverage") == [{"status": "ok"}]


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
    assert strange == []


def test_weaknesses_lie_in_all_six_layers() -> None:
    rules = load_rules()
    listed = load_weaknesses()
    assert {rules[weakness.rule].layer for weakness in listed} == set(LAYERS)
    assert len(listed) >= 40
    assert all(weakness.why for weakness in listed)


def test_denied_calls_leave_their_rules_unknown_there_and_nowhere_else(
    world: World, whole: Snapshot, verdicts: dict[Key, Verdict]
) -> None:
    prod, region = world.acme.accounts["prod"], "eu-west-1"
    world.app.deny(f"s3:GetBucketPolicy@{prod}", f"ec2:DescribeFlowLogs@*/{region}")
    try:
        darker = world.take()
    finally:
        world.app.allow()
    after = evaluate(darker)
    dark = unknown(after)

    buckets = ask(whole, f"select arn from estate.s3_bucket where account_id = '{prod}'")
    policy_rules = {"s3.bucket_policy_is_not_public", "s3.bucket_requires_tls"}
    expected = {(rule, row["arn"]) for rule in policy_rules for row in buckets}
    vpcs = ask(whole, f"select arn from estate.ec2_vpc where region = '{region}'")
    expected |= {("ec2.vpc_has_flow_logs", row["arn"]) for row in vpcs}
    # Block Public Access closes a bucket whatever its policy says: that verdict needs no policy.
    assert set(dark) <= expected
    assert {key for key in expected if key[0] != "s3.bucket_policy_is_not_public"} <= set(dark)
    assert vpcs
    assert buckets
    # Everywhere else, nothing has changed.
    assert failures(after) == {key for key in failures(verdicts) if key not in dark}
    reasons = {verdict.reason for verdict in dark.values()}
    assert any("DescribeFlowLogs" in reason or "denied" in reason for reason in reasons)
    rows = ask(
        darker,
        "select distinct table_name, account_id, region, status from estate.coverage "
        "where status <> 'ok' and table_name in ('s3_bucket', 'ec2_flow_log')",
    )
    assert {(r["table_name"], r["status"]) for r in rows} == {
        ("s3_bucket", "denied"),
        ("ec2_flow_log", "denied"),
    }
    assert {r["account_id"] for r in rows if r["table_name"] == "s3_bucket"} == {prod}
    assert {r["region"] for r in rows if r["table_name"] == "ec2_flow_log"} == {region}


def test_account_that_cannot_be_entered_is_unknown_as_a_whole(world: World) -> None:
    dev = world.acme.accounts["dev"]
    world.app.deny(f"*:*@{dev}")
    try:
        darker = world.take()
    finally:
        world.app.allow()
    after = evaluate(darker)
    decided = {v.rule for v in after.values() if v.account_id == dev and v.answer == "fail"}
    # The organization itself still tells, from the management account, what binds the account.
    assert decided <= {"organizations.every_account_has_a_restricting_scp"}
    hidden = {v.rule for v in unknown(after).values() if v.account_id == dev}
    assert {"s3.bucket_is_versioned", "iam.root_has_mfa", "ec2.volume_is_encrypted"} <= hidden
    assert {v.account_id for v in unknown(after).values()} == {dev}


def test_ocsf_of_acme_validates(whole: Snapshot, tmp_path: Path) -> None:
    ledger = Ledger(open_database(Home(tmp_path).own_database_url))
    rules = load_rules()
    judged = judge(Home(tmp_path), whole, rules, ledger)
    out = StringIO()
    summary = summarize(whole, judged, rules)
    write_findings("ocsf", ledger.findings(Filter()), out, summary)
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text()))
    lines = out.getvalue().splitlines()
    assert len(lines) == judged.failed > 40
    for line in lines:
        validator.validate(json.loads(line))


def test_every_playbook_answers_something_at_acme() -> None:
    planted = {weakness.rule for weakness in load_weaknesses()}
    for playbook in load_playbooks().values():
        assert planted & set(playbook.answers), playbook.id
