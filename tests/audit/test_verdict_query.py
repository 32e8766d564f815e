"""Rules that look in other accounts: what was not read there leaves only a pass certain."""

from collections.abc import Iterator

import pytest

from ringwall.audit.evaluate import Audit
from ringwall.audit.verdict_query import looks_into_other_accounts
from ringwall.model.coverage import COVERAGE, Coverage
from ringwall.model.errors import BadInput
from ringwall.model.finding import Answer
from ringwall.model.rule import Rule
from ringwall.model.table import Call, Row, Table, boolean, text
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine

A, B, C = "111111111111", "222222222222", "333333333333"
R1, R2 = "eu-west-1", "us-east-1"
LIST = Call("s.x", "X")
PLACE = Table(name="place", doc="", list=LIST, columns=(text("name", "Name", ""),))
ACCOUNT = Table(name="account", doc="", scope="account", list=LIST, columns=())
TRAIL = Table(name="trail", doc="", list=LIST, columns=(boolean("is_on", "On", ""),))
MEMBERS = Table(
    name="organizations_account",
    doc="",
    scope="organization",
    account="Id",
    list=LIST,
    columns=(),
)
TABLES = {table.name: table for table in (ACCOUNT, MEMBERS, PLACE, TRAIL)}
OF_ACCOUNTS = """
    select a.arn as resource, count(t.arn) > 0 as ok, 'x' as reason, {} as accounts
    from estate.account a left join estate.trail t on t.account_id = a.account_id group by a.arn
"""
OF_REGIONS = """
    select p.arn as resource, count(t.arn) > 0 as ok, 'x' as reason, ['*'] as accounts
    from estate.place p left join estate.trail t on t.arn = p.name group by p.arn
"""
ROWS: dict[str, list[Row]] = {
    "account": [{"arn": a, "account_id": a, "region": "global"} for a in (A, B, C)],
    "place": [{"arn": r, "account_id": A, "region": r} for r in (R1, R2)],
    "trail": [{"arn": "t", "account_id": C, "region": R1}],
}
READ = (
    Coverage(A, "global", "organizations_account", "list", "ok"),
    *(Coverage(a, "global", "account", "list", "ok") for a in (A, B, C)),
    *(
        Coverage(a, r, table, "list", "ok")
        for a in (A, B, C)
        for r in (R1, R2)
        for table in ("place", "trail")
    ),
)
DENIED = Coverage(B, R2, "trail", "list", "denied")
UNLISTED = Coverage(A, "global", "organizations_account", "list", "denied")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with EmbeddedEngine(threads=1) as engine:
        yield engine


def rule(sql: str) -> Rule:
    return Rule("svc.claim", "", "data", "low", "", "", sql)


def judge(engine: Engine, sql: str, *gaps: Coverage) -> dict[str, Answer]:
    places = {(gap.table_name, gap.account_id, gap.region) for gap in gaps}
    whole = [one for one in READ if (one.table_name, one.account_id, one.region) not in places]
    for table in TABLES.values():
        engine.create(table, ROWS.get(table.name, ()))
    engine.create(COVERAGE, map(vars, [*whole, *gaps]))
    return {
        verdict.resource: verdict.answer
        for verdict in Audit(engine, TABLES, [rule(sql)]).verdicts()
    }


def test_what_was_read_is_judged(engine: Engine) -> None:
    assert judge(engine, OF_ACCOUNTS.format("['*']")) == {A: "fail", B: "fail"}


@pytest.mark.parametrize(
    ("accounts", "first"),
    [("['*']", "unknown"), (f"['{B}']", "unknown"), (f"['{C}']", "fail"), ("null", "fail")],
)
def test_a_gap_there_leaves_a_pass_alone_certain(
    engine: Engine, accounts: str, first: Answer
) -> None:
    found = judge(engine, OF_ACCOUNTS.format(f"{accounts}::text[]"), DENIED)
    assert found == {A: first, B: "unknown"}


def test_what_is_in_a_region_needs_that_region_of_others(engine: Engine) -> None:
    assert judge(engine, OF_REGIONS, DENIED) == {R1: "fail", R2: "unknown"}


@pytest.mark.parametrize(("accounts", "answer"), [("['*']", "unknown"), (f"['{C}']", "fail")])
def test_there_may_be_accounts_where_they_could_not_be_listed(
    engine: Engine, accounts: str, answer: Answer
) -> None:
    assert judge(engine, OF_ACCOUNTS.format(accounts), UNLISTED) == {A: answer, B: answer}


def test_an_account_that_was_left_out_may_have_it(engine: Engine) -> None:
    left_out = Coverage("444444444444", "global", "*", "region", "not_collected")
    assert judge(engine, OF_REGIONS, left_out) == {R1: "unknown", R2: "unknown"}


def test_accounts_are_a_list_of_texts(engine: Engine) -> None:
    with pytest.raises(BadInput, match="accounts is a list of texts; here it is of type TEXT"):
        looks_into_other_accounts(
            engine, rule("select '' resource, true ok, '' reason, '' accounts")
        )
