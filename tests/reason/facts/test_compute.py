"""The rows of facts fit their tables, and say what the reasoner says."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ringwall.audit.gaps import expand_sources
from ringwall.catalog.loader import load_facts, load_logs, load_tables
from ringwall.model.coverage import COVERAGE
from ringwall.reason.facts.access import read_access
from ringwall.reason.facts.compute import compute_facts
from ringwall.reason.iam.organization.read import read_organization
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.reads import find_reads

A, B = "111111111111", "222222222222"
DEPLOY, APP = f"arn:aws:iam::{A}:role/deploy", f"arn:aws:iam::{A}:role/app"
BUCKET, QUEUE = "arn:aws:s3:::data", f"arn:aws:sqs:eu-west-1:{A}:jobs"


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def row(arn: str, **columns: Any) -> dict[str, Any]:
    return {"arn": arn, "account_id": A, "region": "eu-west-1", "tags": {}, **columns}


def role(arn: str, trust: Any, *statements: dict[str, Any]) -> dict[str, Any]:
    inline = [{"PolicyName": "own", "PolicyDocument": policy(*statements)}]
    trusting = policy({"Effect": "Allow", "Principal": trust, "Action": "sts:AssumeRole"})
    return row(arn, role_id="AROAX", managed_policy_arns=[], policies=json.dumps(inline),
               permissions_boundary="", assume_role_policy_document=trusting,
               instance_profile_arns=[])  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    estate = {
        "iam_role": [
            role(DEPLOY, {"AWS": B}, allow("iam:PutRolePolicy", DEPLOY)),
            role(APP, {"Service": "ec2.amazonaws.com"}, allow("s3:GetObject", f"{BUCKET}/*"),
                 allow("sts:AssumeRole", DEPLOY)),
        ],
        "s3_bucket": [
            row(BUCKET, tags={"crown_jewel": "true"}, policy={}, acl="[]", owner_canonical_id="",
                ignore_public_acls=True, restrict_public_buckets=True,
                object_ownership="BucketOwnerEnforced")
        ],
        "s3_account": [row("s3", ignore_public_acls=True, restrict_public_buckets=True)],
        "sqs_queue": [
            row(QUEUE, policy=policy(allow("sqs:SendMessage", QUEUE, Principal="*")))
        ],
    }  # fmt: skip
    with EmbeddedEngine(threads=1) as engine:
        for table in load_tables().values():
            engine.create(table, estate.get(table.name, ()))
        for table in load_logs().values():
            engine.create(table)
        engine.create(COVERAGE, [
            {"account_id": A, "region": "global", "table_name": name, "aspect": "list",
             "status": "ok", "resource": "", "calls": 1, "error": ""} for name in load_tables()
        ])  # fmt: skip
        found = compute_facts(engine, load_tables().values())
        for name, table in load_facts().items():
            engine.create(table, list(found[name]))
        yield engine


def ask(engine: Engine, sql: str) -> list[tuple[Any, ...]]:
    return list(engine.stream(sql))


def test_every_table_of_facts_is_made(engine: Engine) -> None:
    for name in load_facts():
        columns = engine.columns(f"select * from facts.{name}")
        assert columns
    assert ask(engine, "select count(*) from facts.unused_access") == [(0,)]  # there are no logs


def test_principals_and_their_ways(engine: Engine) -> None:
    found = ask(engine, "select arn, is_admin, escalates, hops, chain from facts.iam_principal")
    assert sorted(found) == [
        (APP, False, False, -1, []),
        (DEPLOY, False, True, 1, ["iam-005: admin"]),
    ]
    path = ask(engine, "select path, gains, verdict, remove from facts.escalation")
    assert path == [("iam-005", "admin", "always", f"identity {DEPLOY}#own[0]")]
    assert ask(engine, "select goal, hops from facts.escalation_chain") == [("admin", 1)]


def test_roles_that_nobody_collected_can_assume_have_no_row(engine: Engine) -> None:
    # The trust policy names another account, and nobody of the own one.
    assert ask(engine, "select * from facts.assumable_role") == []


def test_access_from_outside_and_how_open_resources_are(engine: Engine) -> None:
    found = ask(
        engine,
        "select arn, principal, origin, is_public from facts.external_access where origin "
        "not in ('service') order by arn",
    )
    assert found == [
        (DEPLOY, f"AWS:{B}", "account", False),
        (QUEUE, "*", "public", True),
    ]
    rows = ask(engine, "select arn, is_public, is_open_to_accounts from facts.exposure order by 1")
    assert rows == [
        (APP, False, False), (DEPLOY, False, True), (BUCKET, False, False), (QUEUE, True, False),
    ]  # fmt: skip


def test_access_within_the_account_by_level(engine: Engine) -> None:
    found = ask(
        engine,
        f"select principal, actions from facts.access where arn = '{BUCKET}' "
        "and access_level = 'Read' and verdict = 'always'",
    )
    assert (APP, ["s3:GetObject"]) in found
    assert {principal for principal, _ in found} == {APP, f"arn:aws:iam::{A}:root"}


def test_what_goes_beyond_the_limit_is_implicit_and_jewels_come_first(engine: Engine) -> None:
    organization = read_organization(engine, load_tables().values())

    def read(limit: int) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in read_access(organization, lambda _: None, limit):
            found.setdefault(row["arn"], set()).add(row["verdict"])
        return found

    assert list(read(100)) == [BUCKET, QUEUE]
    assert "implicit" not in set().union(*read(100).values())
    assert read(3) == {BUCKET: {"always"}, QUEUE: {"implicit"}}
    assert read(1) == {BUCKET: {"implicit"}, QUEUE: {"implicit"}}


class ListeningEngine(EmbeddedEngine):
    """An engine that remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(threads=1)
        self.asked: list[str] = []

    def rows(self, sql: str, parameters: object = None) -> list[dict[str, Any]]:
        self.asked.append(sql)
        return super().rows(sql, parameters)


def test_facts_declare_every_table_that_they_are_made_from() -> None:
    """Where one of them has a gap, whoever reads the facts is told: so none may be forgotten."""
    tables, logs = load_tables(), load_logs()
    with ListeningEngine() as engine:
        for table in (*tables.values(), *logs.values(), COVERAGE):
            engine.create(table)
        for rows in compute_facts(engine, tables.values()).values():
            list(rows)
    known = (*tables.values(), *logs.values(), COVERAGE)
    read = {name for sql in engine.asked for name in find_reads(sql, known)}
    declared = {name for table in load_facts().values() for name in table.sources}
    assert read - logs.keys() - {COVERAGE.name} == set(expand_sources(declared, tables))
