"""Audits: unknown where evidence is missing and nowhere else, one verdict for each resource."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ringwall.audit.evaluate import Audit, TrackedResource
from ringwall.model.coverage import COVERAGE
from ringwall.model.errors import BadRule, StorageFailed
from ringwall.model.finding import Answer, VerdictCount
from ringwall.model.rule import Rule
from ringwall.model.table import Call, Derived, Row, Table, boolean, integer, text
from ringwall.store.engine.embedded import EmbeddedEngine, StatementLimits
from ringwall.store.engine.protocol import Engine

A, B = "111111111111", "222222222222"
R1, R2 = "eu-west-1", "us-east-1"
ORG = Table(
    name="org",
    doc="",
    scope="organization",
    list=Call("o.x", "X"),
    columns=(boolean("is_full", "Full", ""),),
)
MEMBER = Table(
    name="member",
    doc="",
    scope="organization",
    account="Id",
    list=Call("o.y", "Y"),
    columns=(text("name", "Name", ""),),
)
ACCOUNT = Table(
    name="account",
    doc="",
    scope="account",
    list=Call("a.x", "X"),
    columns=(text("name", "Name", ""),),
)
BUCKET = Table(
    name="bucket",
    doc="",
    scope="account",
    list=Call("s3.x", "X"),
    calls=(Call("s3.p", into="Policy"), Call("s3.l", into="Log")),
    columns=(boolean("is_private", "Policy.Private", ""), text("log", "Log.To", "")),
    derived=(Derived("statement", lambda *_: (), "Policy"),),
)
ROLE = Table(
    name="role",
    doc="",
    scope="account",
    list=Call("iam.x", "X"),
    columns=(text("name", "Name", ""),),
    derived=(Derived("statement", lambda *_: ()),),
)
STATEMENT = Table(name="statement", doc="", columns=(boolean("is_public", "", ""),))
TRAIL = Table(
    name="trail",
    doc="",
    list=Call("ct.x", "X"),
    calls=(Call("ct.s", into="Status"),),
    columns=(boolean("is_logging", "Status.On", ""), text("name", "Name", "")),
)
DISK = Table(name="disk", doc="", list=Call("ec2.d", "D"), columns=(integer("size", "Size", ""),))
TABLES = {t.name: t for t in (ORG, MEMBER, ACCOUNT, BUCKET, ROLE, STATEMENT, TRAIL, DISK)}

PRIVATE = "select b.arn as resource, b.is_private as ok, 'x' as reason from estate.bucket b"
POLICY = """
    select b.arn as resource, not coalesce(bool_or(s.is_public), false) as ok, 'x' as reason
    from estate.bucket b left join estate.statement s on s.arn = b.arn group by b.arn
"""
STATEMENTS = """
    select s.arn as resource, not bool_or(s.is_public) as ok, 'x' as reason
    from estate.statement s group by s.arn
"""
LOGGED = "select t.arn as resource, t.is_logging as ok, 'x' as reason from estate.trail t"
HAS_TRAIL = """
    select a.arn as resource,
      case when bool_or(t.is_logging) then true
        when count(t.arn) > count(t.is_logging) then null else false end as ok,
      'x' as reason
    from estate.account a left join estate.trail t on t.account_id = a.account_id
    group by a.arn
"""
COUNTS_TRAILS = """
    select a.arn as resource, count(t.arn) > 0 as ok, 'x' as reason
    from estate.account a left join estate.trail t on t.account_id = a.account_id
    group by a.arn
"""
ORG_HAS_TRAIL = """
    select o.arn as resource, (select count(*) from estate.trail) > 0 as ok, 'x' as reason
    from estate.org o
"""
IN_ORG = """
    select r.arn as resource, m.arn is not null as ok, 'x' as reason
    from estate.role r left join estate.member m on m.account_id = r.account_id
"""
OWNERS = """
    with owner as (select arn from estate.bucket union all select arn from estate.role)
    select o.arn as resource, not coalesce(bool_or(s.is_public), false) as ok, 'x' as reason
    from owner o left join estate.statement s on s.arn = o.arn group by o.arn
"""


def rule(sql: str) -> Rule:
    return Rule("svc.claim", "", "data", "low", "", "", sql, path=Path("r.sql"), sql_line=9)


def bucket(name: str, account: str = A, region: str = R1, **values: object) -> Row:
    return {"arn": f"arn:aws:s3:::{name}", "account_id": account, "region": region, **values}


def role(name: str, account: str = A) -> Row:
    arn = f"arn:aws:iam::{account}:role/{name}"
    return {"arn": arn, "account_id": account, "region": "global"}


def trail(name: str, account: str = A, region: str = R1, on: bool | None = True) -> Row:  # noqa: FBT001, FBT002 - a row's value
    arn = f"arn:aws:ct:{region}:{account}:{name}"
    return {"arn": arn, "account_id": account, "region": region, "is_logging": on}


def account_row(account: str) -> Row:
    return {"arn": f"arn:aws:account::{account}", "account_id": account, "region": "global"}


ESTATE: Mapping[str, list[Row]] = {
    "org": [{"arn": "org", "account_id": A, "region": "global", "is_full": True}],
    "member": [{"arn": f"m-{a}", "account_id": a, "region": "global"} for a in (A, B)],
    "account": [account_row(A), account_row(B)],
    "bucket": [
        bucket("one", is_private=True, log="x"),
        bucket("two", is_private=False, log=""),
        bucket("far", region=R2, is_private=True, log=""),
        bucket("other", B, is_private=True, log=""),
    ],
    "role": [role("app"), role("app", B)],
    "statement": [{**role("app"), "is_public": False}],
    "trail": [trail("t"), trail("t", region=R2), trail("t", B), trail("t", B, R2)],
}


def covered(*but: tuple[str, str, str]) -> list[Row]:
    """Return complete coverage of both accounts and regions, but for (table, account, region)."""
    rows = [
        (table.name, account, region)
        for table in TABLES.values()
        for account in (A, B)
        for region in ((R1, R2) if table.scope == "region" else ("global",))
        if table.scope != "organization" or account == A
    ]
    return [
        {
            "account_id": account,
            "region": region,
            "table_name": table,
            "aspect": "list",
            "status": "ok",
            "resource": "",
            "calls": 1,
            "error": "",
        }
        for table, account, region in rows
        if (table, account, region) not in but
    ]


def gap(
    table: str,
    aspect: str = "list",
    account: str = A,
    region: str = "global",
    *,
    resource: str = "",
    status: str = "denied",
) -> Row:
    return {
        "account_id": account,
        "region": region,
        "table_name": table,
        "aspect": aspect,
        "status": status,
        "resource": resource,
        "calls": 1,
        "error": "no",
    }


@dataclass
class Judged:
    """What leaves the engine: failures and unknowns by resource, counts, and outcomes."""

    answers: dict[str, Answer]
    reasons: dict[str, str]
    counts: dict[str, tuple[int, int, int]]
    outcomes: dict[str, Answer | None] = field(default_factory=dict)

    @property
    def unknown(self) -> set[str]:
        return {resource for resource, answer in self.answers.items() if answer == "unknown"}


def judge(
    engine: Engine,
    sql: str,
    rows: Mapping[str, Iterable[Row]],
    coverage: Iterable[Row],
    tracked: Iterable[TrackedResource] = (),
) -> Judged:
    for table in TABLES.values():
        engine.create(table, rows.get(table.name, ()))
    engine.create(COVERAGE, coverage)
    audit = Audit(engine, TABLES, [rule(sql)], {"svc.claim": list(tracked)})
    verdicts = list(audit.verdicts())
    answers = {verdict.resource: verdict.answer for verdict in verdicts}
    assert len(answers) == len(verdicts), "two verdicts on one resource"
    return Judged(
        answers,
        {verdict.resource: verdict.reason for verdict in verdicts},
        {c.account_id: (c.passed, c.failed, c.unknown) for c in audit.counts},
        audit.outcomes.get("svc.claim", {}),
    )


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with EmbeddedEngine(threads=1) as engine:
        yield engine


ARN = {key: f"arn:aws:s3:::{key}" for key in ("one", "two", "far", "other")}


def test_failures_leave_the_engine_and_passes_are_counted(engine: Engine) -> None:
    found = judge(engine, PRIVATE, ESTATE, covered())
    assert found.answers == {ARN["two"]: "fail"}
    assert found.counts == {A: (2, 1, 0), B: (1, 0, 0)}


def test_a_null_is_unknown_and_has_a_reason(engine: Engine) -> None:
    sql = "select arn as resource, is_private as ok, null as reason from estate.bucket"
    found = judge(engine, sql, {"bucket": [bucket("x")]}, covered())
    assert (found.answers, found.reasons) == (
        {"arn:aws:s3:::x": "unknown"},
        {"arn:aws:s3:::x": "not known"},
    )


@pytest.mark.parametrize("is_private", [True, False, None])
def test_a_resource_that_is_no_arn_is_left_out_as_a_gap(
    engine: Engine,
    is_private: bool | None,  # noqa: FBT001 - a row's value
) -> None:
    long = bucket("x" * 3000, is_private=is_private)
    rows = {"bucket": [*ESTATE["bucket"], long]}
    there = TrackedResource(long["arn"], A, R1)
    found = judge(engine, PRIVATE, rows, covered(), [there])
    hidden = f"arn:aws:svc:{R1}:{A}:*"
    assert found.answers == {ARN["two"]: "fail", hidden: "unknown"}
    assert found.reasons[hidden] == "a resource was left out: 2,048 letters are the most of an ARN"
    assert found.counts == {A: (2, 1, 1), B: (1, 0, 0)}
    assert found.outcomes == {there.resource: "unknown"}


def test_a_rule_that_makes_names_up_says_unknown_and_ends_no_audit(engine: Engine) -> None:
    sql = "select repeat('x:', 3000) as resource, false as ok, 'x' as reason"
    assert set(judge(engine, sql, ESTATE, covered()).answers.values()) == {"unknown"}


POWER = Table(
    name="power",
    doc="",
    schema="facts",
    about=("role",),
    columns=(boolean("is_weak", "", ""),),
    enveloped=True,
)


def test_a_row_that_was_left_out_puts_what_passes_by_facts_in_doubt(engine: Engine) -> None:
    """What nobody saw may be what makes another one powerful; a proved failure stays one."""
    sql = """
        select r.arn as resource, p.is_weak as ok, 'x' as reason
        from estate.role r left join facts.power p on p.arn = r.arn
    """
    weak, strong, other = role("weak"), role("strong"), role("weak", B)
    for table in TABLES.values():
        engine.create(table, [weak, strong, other] if table is ROLE else ())
    facts = [{**weak, "is_weak": True}, {**strong, "is_weak": False}, {**other, "is_weak": True}]
    engine.create(POWER, facts)
    lost = gap("role", "row", resource="role/?", status="failed")
    engine.create(COVERAGE, [*covered(), lost])
    audit = Audit(engine, {**TABLES, "power": POWER}, [rule(sql)])
    answers = {verdict.resource: verdict.answer for verdict in audit.verdicts()}
    assert answers[weak["arn"]] == "unknown"
    assert answers[strong["arn"]] == "fail"
    assert other["arn"] not in answers


def test_a_null_has_the_reason_of_the_call_that_failed(engine: Engine) -> None:
    unread = [{**bucket("one"), "is_private": None}, {**bucket("two"), "is_private": None}]
    denied = gap("bucket", "Policy", resource=ARN["one"], status="failed")
    found = judge(engine, PRIVATE, {**ESTATE, "bucket": unread}, [*covered(), denied])
    assert found.reasons[ARN["one"]] == "estate.bucket could not be read: no"
    assert found.reasons[ARN["two"]] == "x"


def test_a_null_has_the_reason_of_the_read_that_failed_for_all(engine: Engine) -> None:
    unread = [{**bucket("one"), "is_private": None}, {**bucket("other", B), "is_private": None}]
    denied = gap("bucket", "Policy")
    found = judge(engine, PRIVATE, {**ESTATE, "bucket": unread}, [*covered(), denied])
    assert found.reasons[ARN["one"]] == "estate.bucket was not collected: denied: no"
    assert found.reasons[ARN["other"]] == "x"


UNKNOWN: dict[str, tuple[str, list[Row], set[str]]] = {
    "the primary's list in one account": (
        PRIVATE,
        [gap("bucket")],
        {ARN["one"], ARN["two"], ARN["far"], f"arn:aws:svc::{A}:*"},
    ),
    "the primary's list in one region": (
        LOGGED,
        [gap("trail", region=R1)],
        {f"arn:aws:ct:{R1}:{A}:t", f"arn:aws:svc:{R1}:{A}:*"},
    ),
    "another table's list in one account": (
        POLICY,
        [gap("statement", "bucket", B)],
        {ARN["other"]},
    ),
    "another table's list in one region, seen from the account": (
        COUNTS_TRAILS,
        [gap("trail", region=R2)],
        {f"arn:aws:account::{A}"},
    ),
    "a list that the rule does not read": (PRIVATE, [gap("trail", region=R1), gap("role")], set()),
    "a detail of the resource itself": (
        "select arn as resource, log <> 'none' as ok, '' as reason from estate.bucket",
        [gap("bucket", "Policy", resource=ARN["one"])],
        set(),
    ),
    "a detail of another table, in a column that is read": (
        HAS_TRAIL,
        [gap("trail", "Status", B, R2, resource=f"arn:aws:ct:{R2}:{B}:t")],
        {f"arn:aws:account::{B}"},
    ),
    "a detail of another table, in no column that is read": (
        COUNTS_TRAILS,
        [gap("trail", "Status", B, R2, resource=f"arn:aws:ct:{R2}:{B}:t")],
        set(),
    ),
    "one column of another table that could not be read": (
        HAS_TRAIL,
        [gap("trail", "is_logging", B, R2, resource="x", status="failed")],
        {f"arn:aws:account::{B}"},
    ),
    "a part whose owner is the resource": (
        POLICY,
        [gap("statement", "bucket", resource=ARN["far"])],
        {ARN["far"]},
    ),
    "a part whose owner the rule does not read": (
        POLICY,
        [gap("statement", "role", resource="role")],
        set(),
    ),
    "parts by themselves depend on every owner": (
        STATEMENTS,
        [gap("statement", "bucket", resource=ARN["far"])],
        {f"arn:aws:iam::{A}:role/app", f"arn:aws:svc::{A}:*"},
    ),
    "parts of resources of two kinds, in one account": (
        OWNERS,
        [gap("statement", "bucket", resource=ARN["far"]), gap("role", account=B)],
        {ARN["far"], ARN["other"], f"arn:aws:iam::{B}:role/app", f"arn:aws:svc::{B}:*"},
    ),
    "the organization's list": (
        IN_ORG,
        [gap("member")],
        {f"arn:aws:iam::{A}:role/app", f"arn:aws:iam::{B}:role/app"},
    ),
    "any account's list, where the verdict is about the organization": (
        ORG_HAS_TRAIL,
        [gap("trail", account=B, region=R2)],
        {"org"},
    ),
    "a region that is not enabled": (
        COUNTS_TRAILS,
        [gap("*", "region", A, "af-south-1", status="region_disabled")],
        set(),
    ),
    "a service that the region lacks": (
        COUNTS_TRAILS,
        [gap("trail", "list", A, "ap-east-1", status="region_disabled")],
        set(),
    ),
    "a row that was left out, and nothing that is there": (
        PRIVATE,
        [gap("bucket", "row", resource="bucket/?", status="failed")],
        {f"arn:aws:svc::{A}:*"},
    ),
    "a row that was left out of another table": (
        COUNTS_TRAILS,
        [gap("trail", "row", B, R2, resource="trail/?", status="failed")],
        {f"arn:aws:account::{B}"},
    ),
    "the raw answer, where one of its calls failed": (
        "select arn as resource, raw is null as ok, '' as reason from estate.bucket",
        [gap("bucket", "Log", resource=ARN["two"])],
        {ARN["two"]},
    ),
}


@pytest.mark.parametrize(("sql", "gaps", "unknown"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown_there_and_nowhere_else(
    engine: Engine, sql: str, gaps: list[Row], unknown: set[str]
) -> None:
    assert judge(engine, sql, ESTATE, covered()).unknown == set()
    missed = {
        (g["table_name"], g["account_id"], g["region"]) for g in gaps if g["aspect"] == "list"
    }
    found = judge(engine, sql, ESTATE, [*covered(*missed), *gaps])
    assert found.unknown == unknown
    for resource in unknown:
        assert found.reasons[resource].endswith(("denied: no", "could not be read: no"))


NEVER_ASKED: dict[str, tuple[str, tuple[str, str, str], set[str]]] = {
    "in one region": (
        LOGGED,
        ("trail", B, R2),
        {f"arn:aws:ct:{R2}:{B}:t", f"arn:aws:svc:{R2}:{B}:*"},
    ),
    "in one account": (PRIVATE, ("bucket", B, "global"), {ARN["other"], f"arn:aws:svc::{B}:*"}),
    "of the organization": (
        IN_ORG,
        ("member", A, "global"),
        {f"arn:aws:iam::{A}:role/app", f"arn:aws:iam::{B}:role/app"},
    ),
}


@pytest.mark.parametrize(("sql", "place", "unknown"), NEVER_ASKED.values(), ids=NEVER_ASKED.keys())
def test_silence_is_a_gap(
    engine: Engine, sql: str, place: tuple[str, str, str], unknown: set[str]
) -> None:
    """A table that the snapshot lacks (it is younger than the snapshot) was not collected."""
    found = judge(engine, sql, ESTATE, covered(place))
    assert found.unknown == unknown
    assert all("not in snapshot" in found.reasons[resource] for resource in unknown)


def test_an_owner_that_was_never_asked_leaves_its_parts_open(engine: Engine) -> None:
    found = judge(engine, STATEMENTS, ESTATE, covered(("bucket", A, "global")))
    assert found.unknown == {f"arn:aws:iam::{A}:role/app", f"arn:aws:svc::{A}:*"}


def test_an_account_without_regions_has_no_regional_gaps(engine: Engine) -> None:
    asked = [row for row in covered() if row["account_id"] == A or row["region"] == "global"]
    off = [gap("*", "region", B, region, status="region_disabled") for region in (R1, R2)]
    found = judge(engine, COUNTS_TRAILS, {**ESTATE, "trail": [trail("t")]}, [*asked, *off])
    assert found.answers == {f"arn:aws:account::{B}": "fail"}


def test_tracked_resources_get_an_outcome(engine: Engine) -> None:
    tracked = [
        TrackedResource(ARN["one"], A, R1),
        TrackedResource(ARN["two"], A, R1),
        TrackedResource("arn:aws:s3:::gone", A, R1),
        TrackedResource("arn:aws:s3:::hidden", B, R1),
        TrackedResource("arn:aws:s3:::null", A, R1),
        TrackedResource(f"arn:aws:svc::{A}:*", A, "global"),
    ]
    rows = {**ESTATE, "bucket": [*ESTATE["bucket"], bucket("null")]}
    found = judge(engine, PRIVATE, rows, [*covered(), gap("bucket", account=B)], tracked)
    assert found.outcomes == {
        ARN["one"]: "pass",
        ARN["two"]: "fail",
        "arn:aws:s3:::gone": None,
        "arn:aws:s3:::hidden": "unknown",
        "arn:aws:s3:::null": "unknown",
        f"arn:aws:svc::{A}:*": None,
    }
    again = judge(engine, PRIVATE, rows, [*covered(), gap("bucket")], tracked)
    assert again.outcomes[f"arn:aws:svc::{A}:*"] == "unknown"
    assert again.outcomes["arn:aws:s3:::gone"] == "unknown"


def test_what_was_not_looked_for_is_not_gone(engine: Engine) -> None:
    """A collection of one account says nothing of the others' findings."""
    elsewhere = TrackedResource("arn:aws:s3:::elsewhere", "999999999999", R1)
    tracked = [elsewhere, TrackedResource("arn:aws:s3:::gone", A, R1)]
    found = judge(engine, PRIVATE, ESTATE, covered(), tracked)
    assert found.outcomes == {"arn:aws:s3:::elsewhere": "unknown", "arn:aws:s3:::gone": None}


def test_a_failure_that_nobody_sees_counts_as_before(engine: Engine) -> None:
    tracked = [
        TrackedResource("arn:aws:s3:::elsewhere", "999999999999", R1, "fail"),
        TrackedResource("arn:aws:s3:::open", "999999999999", R1, "unknown"),
        TrackedResource("arn:aws:s3:::hidden", B, R1, "fail"),
        TrackedResource("arn:aws:s3:::gone", A, R1, "fail"),
        TrackedResource(ARN["two"], A, R1, "fail"),
    ]
    plain = judge(engine, PRIVATE, ESTATE, [*covered(), gap("bucket", account=B)])
    found = judge(engine, PRIVATE, ESTATE, [*covered(), gap("bucket", account=B)], tracked)
    passed, failed, unknown = plain.counts[B]
    assert found.counts == {
        **plain.counts,
        B: (passed, failed + 1, unknown),
        "999999999999": (0, 1, 0),
    }


def test_a_finding_of_a_row_that_was_left_out_is_not_gone(engine: Engine) -> None:
    lost = gap("bucket", "row", resource="bucket/?", status="failed")
    tracked = [TrackedResource("arn:aws:s3:::lost", A, R1), TrackedResource(ARN["one"], A, R1)]
    found = judge(engine, PRIVATE, ESTATE, [*covered(), lost], tracked)
    assert found.outcomes == {"arn:aws:s3:::lost": "unknown", ARN["one"]: "pass"}


@pytest.mark.parametrize(
    ("region", "partition"),
    [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("eu-west-1", "aws")],
)
def test_what_nobody_saw_is_named_in_its_partition(
    engine: Engine, region: str, partition: str
) -> None:
    found = judge(engine, LOGGED, ESTATE, [*covered(), gap("trail", region=region)])
    assert f"arn:{partition}:svc:{region}:{A}:*" in found.unknown


def test_an_account_says_in_which_partition_it_is(engine: Engine) -> None:
    account = Table(name="account_account", doc="", columns=())
    engine.create(account, [{"arn": "a", "account_id": A, "partition": "aws-cn"}])
    for table in TABLES.values():
        engine.create(table, ESTATE.get(table.name, ()))
    engine.create(COVERAGE, [*covered(("bucket", A, "global")), gap("bucket")])
    audit = Audit(engine, {**TABLES, "account_account": account}, [rule(PRIVATE)])
    assert f"arn:aws-cn:svc::{A}:*" in {verdict.resource for verdict in audit.verdicts()}


def test_counts_say_unknown_for_hidden_places(engine: Engine) -> None:
    found = judge(engine, LOGGED, ESTATE, [*covered(), gap("trail", account=B, region=R2)])
    assert found.counts == {A: (2, 0, 0), B: (1, 0, 2)}


def test_one_arn_in_two_accounts_is_one_verdict(engine: Engine) -> None:
    """AWS's own policies stand in every account; a failure outweighs an unknown, that a pass."""
    twice = [bucket("x", A, is_private=True), bucket("x", B, is_private=None)]
    assert judge(engine, PRIVATE, {"bucket": twice}, covered()).answers == {
        "arn:aws:s3:::x": "unknown"
    }
    thrice = [*twice, bucket("x", B, is_private=False)]
    found = judge(engine, PRIVATE, {"bucket": thrice}, covered())
    assert found.answers == {"arn:aws:s3:::x": "fail"}
    assert sum(sum(count) for count in found.counts.values()) == 1


def test_a_resource_that_two_read_tables_hold_is_judged_once(engine: Engine) -> None:
    """Where the SQL does not tell whose ARN it is, every table that is read may place it."""
    sql = (
        "select max(arn) as resource, false as ok, 'x' as reason from estate.statement group by arn"
    )
    both = {"statement": [{**role("app", B), "is_public": True}] * 3, "role": [role("app", B)]}
    found = judge(engine, sql, both, covered())
    assert found.counts == {B: (0, 1, 0)}


def test_a_resource_of_no_table_is_placed_by_its_arn(engine: Engine) -> None:
    sql = f"select 'arn:aws:x:{R2}:{B}:y' as resource, false as ok, 'x' as reason"
    found = judge(engine, sql, {}, covered())
    assert found.counts == {B: (0, 1, 0)}


BAD_SQL: dict[str, tuple[str, str]] = {
    "a wrong column": (
        "select arn as resource,\n  nosuch as ok,\n 'x' as reason\nfrom estate.bucket",
        r"r\.sql:10: ",
    ),
    "no SQL": ("selec\n(", r"r\.sql:\d+: "),
    "columns that are missing": (
        "select arn as resource from estate.bucket",
        r"r\.sql:9: a control returns",
    ),
    "a column twice": (
        "select arn as resource, true as ok, true as ok, 'x' as reason from estate.bucket",
        r"r\.sql:9: a control returns",
    ),
    "ok that is a text": (
        "select arn as resource, 'yes' as ok, 'x' as reason from estate.bucket",
        r"r\.sql:9: ok is true, false or NULL; here it is of type TEXT",
    ),
    "a resource that is NULL": (
        "select null as resource, true as ok, 'x' as reason from estate.bucket",
        r"r\.sql:9: resource is NULL",
    ),
    "an error on the way": (
        "select arn as resource, (region || 'x')::int = 1 as ok, 'x' as reason from estate.bucket",
        r"r\.sql:9: SQL failed",
    ),
    "a table that is not": (
        "select arn as resource, true as ok, 'x' as reason from estate.nosuch",
        r"r\.sql:9: SQL failed",
    ),
    "two statements": ("select 1; select 2", r"r\.sql:9: only a single select"),
    "a write": ("drop table estate.bucket", r"r\.sql:9: only a single select"),
    "a write in a CTE": (
        "with x as (delete from estate.bucket returning *) select arn as resource from x",
        r"r\.sql:9: only a select that writes nothing",
    ),
    "more rows than there can be resources": (
        "select i::text as resource, true as ok, '' as reason from range(5_000_001) t(i)",
        r"r\.sql:9: more than 5,000,000 rows",
    ),
    "a comment to other parsers": (
        "select arn as resource, true as ok, 'x' as reason from estate.bucket {# where x #}",
        r"r\.sql:9: cannot parse",
    ),
    "a file": (
        "select * from read_text('/etc/passwd')",
        r"r\.sql:9: .* a rule can only read tables",
    ),
    "a parenthesis too many": (
        "select 'a' as resource, true as ok, 'x' as reason) , y as (select 1",
        r"r\.sql:9: ",
    ),
    "nothing": ("", r"r\.sql:9: "),
}


@pytest.mark.parametrize(("sql", "said"), BAD_SQL.values(), ids=BAD_SQL.keys())
def test_a_rule_with_bad_sql_is_named_by_file_and_line(engine: Engine, sql: str, said: str) -> None:
    with pytest.raises(BadRule, match=said):
        judge(engine, sql, ESTATE, covered())
    assert len(engine.rows("select arn from estate.bucket")) == 4


def test_a_long_reason_is_cut_off(engine: Engine) -> None:
    sql = "select arn as resource, false as ok, repeat('x', 100_000) as reason from estate.bucket"
    for table in TABLES.values():
        engine.create(table, ESTATE.get(table.name, ()))
    engine.create(COVERAGE, covered())
    rule = Rule("svc.n", "", "data", "low", "", "", sql)
    assert {len(v.reason) for v in Audit(engine, TABLES, [rule]).verdicts()} == {2000}


def test_a_rule_that_takes_too_much_is_stopped_and_named() -> None:
    sql = (
        "select i::text as resource, true as ok, '' as reason "
        "from range({n}) t(i) where i % 7 = {x}"
    )
    rule = Rule("svc.n", "", "data", "low", "", "", "")
    slow = replace(rule, sql=sql.format(n=10**12, x=8))
    large = replace(rule, sql=sql.format(n=10**8, x=3))
    limits = StatementLimits("50MB", "1MB", 0.5)
    with EmbeddedEngine(threads=1, limits=limits) as engine:
        engine.create(COVERAGE, covered())
        with pytest.raises(BadRule, match="stopped after"):
            list(Audit(engine, {}, [slow]).verdicts())
    with EmbeddedEngine(threads=1, limits=replace(limits, seconds=60)) as engine:
        engine.create(COVERAGE, covered())
        with pytest.raises(StorageFailed, match=r"svc\.n: .* needs more memory"):
            list(Audit(engine, {}, [large]).verdicts())


@pytest.mark.parametrize("end", [";", " ;\n", "; -- the end", "\n-- the end", " /* the end */"])
def test_a_rule_may_end_as_it_likes(engine: Engine, end: str) -> None:
    assert judge(engine, PRIVATE + end, ESTATE, covered()).answers == {ARN["two"]: "fail"}


def test_many_rules_share_an_engine(engine: Engine) -> None:
    for table in TABLES.values():
        engine.create(table, ESTATE.get(table.name, ()))
    engine.create(COVERAGE, [*covered(), gap("bucket", account=B)])
    seen: list[str] = []
    rules = [
        Rule(f"svc.{n}", "", "data", "low", "", "", sql)
        for n, sql in enumerate((PRIVATE, LOGGED, POLICY))
    ]
    audit = Audit(engine, TABLES, rules, step=lambda rule: seen.append(rule.id))
    found = {(v.rule, v.resource) for v in audit.verdicts()}
    assert seen == ["svc.0", "svc.1", "svc.2"]
    hidden = f"arn:aws:svc::{B}:*"
    assert found == {
        ("svc.0", ARN["two"]),
        *((rule, resource) for rule in ("svc.0", "svc.2") for resource in (ARN["other"], hidden)),
    }
    assert audit.counts[:2] == [
        VerdictCount("svc.0", A, 2, 1, 0),
        VerdictCount("svc.0", B, 0, 0, 2, hidden=1),
    ]


Place = tuple[str, str]
PLACES: list[Place] = [(a, r) for a in (A, B) for r in (R1, R2)]


@dataclass(frozen=True)
class World:
    """A small random estate of trails, and what of it was not read."""

    trails: tuple[tuple[Place, bool | None, bool], ...]
    """Place, whether it logs, and whether the call that tells so failed."""
    trail_gaps: frozenset[Place]
    account_gaps: frozenset[str]
    silent: frozenset[Place]
    """Where the trails were never asked for: neither a row nor a gap."""

    @property
    def denied(self) -> frozenset[Place]:
        return self.trail_gaps | self.silent

    def arn(self, number: int) -> str:
        (account, region), _, _ = self.trails[number]
        return f"arn:aws:ct:{region}:{account}:t{number}"


WORLDS = st.builds(
    World,
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from([True, False, None]), st.booleans()),
        max_size=6,
    ).map(tuple),
    st.frozensets(st.sampled_from(PLACES), max_size=2),
    st.frozensets(st.sampled_from([A, B]), max_size=1),
    st.frozensets(st.sampled_from(PLACES), max_size=1),
)


def expect_logged(world: World) -> dict[str, Answer]:
    """The oracle of the row-wise rule, in plain Python."""
    found: dict[str, Answer] = {}
    for number, (place, on, failed) in enumerate(world.trails):
        value = None if failed or place in world.denied else on
        found[world.arn(number)] = "unknown" if value is None else "pass" if value else "fail"
    for account, region in world.denied:
        found[f"arn:aws:svc:{region}:{account}:*"] = "unknown"
    return found


def expect_has_trail(world: World) -> dict[str, Answer]:
    """The oracle of the aggregating rule: any gap of the account's trails leaves it open."""
    found: dict[str, Answer] = {}
    for account in (A, B):
        own = [(on, failed) for place, on, failed in world.trails if place[0] == account]
        is_denied = any(place[0] == account for place in world.denied)
        answer: Answer = "fail"
        if account in world.account_gaps or is_denied or any(failed for _, failed in own):
            answer = "unknown"
        elif any(on for on, _ in own):
            answer = "pass"
        elif any(on is None for on, _ in own):
            answer = "unknown"
        found[f"arn:aws:account::{account}"] = answer
        if account in world.account_gaps:
            found[f"arn:aws:svc::{account}:*"] = "unknown"
    return found


@pytest.mark.slow
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(world=WORLDS)
def test_an_audit_agrees_with_a_naive_one(engine: Engine, world: World) -> None:
    rows = {
        **ESTATE,
        "trail": [
            {**trail("t", *place, None if failed else on), "arn": world.arn(number)}
            for number, (place, on, failed) in enumerate(world.trails)
        ],
    }
    coverage = [
        *covered(*(("trail", *place) for place in world.denied)),
        *(gap("trail", "list", *place) for place in world.trail_gaps),
        *(gap("account", account=account) for account in world.account_gaps),
        *(
            gap("trail", "Status", *place, resource=world.arn(number))
            for number, (place, _, failed) in enumerate(world.trails)
            if failed
        ),
    ]
    for sql, expected in ((LOGGED, expect_logged(world)), (HAS_TRAIL, expect_has_trail(world))):
        tracked = [
            TrackedResource(resource, *(resource.split(":")[4], resource.split(":")[3] or "global"))
            for resource in expected
        ]
        found = judge(engine, sql, rows, coverage, tracked)
        assert found.answers == {r: a for r, a in expected.items() if a != "pass"}
        assert found.outcomes == expected
        for account in (A, B):
            own = [a for r, a in expected.items() if r.split(":")[4] == account]
            counted = tuple(own.count(answer) for answer in ("pass", "fail", "unknown"))
            assert found.counts.get(account, (0, 0, 0)) == counted


class Counted:
    """An engine that counts what is asked of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        return getattr(self.engine, name)


def test_a_rule_over_what_was_collected_costs_four_statements(engine: Engine) -> None:
    for table in TABLES.values():
        engine.create(table, ESTATE.get(table.name, ()))
    engine.create(COVERAGE, covered())
    marks: list[int] = []
    counted: Any = Counted(engine)
    rules = [rule(PRIVATE)] * 3
    audit = Audit(counted, TABLES, rules, step=lambda _: marks.append(len(counted.asked)))
    assert len(list(audit.verdicts())) == 3
    assert counted.asked[marks[1] : marks[2]] == ["column_types", "hold_query", "rows", "stream"]
