"""Steps for a person are done where the estate shows it; what was not read is unknown."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.catalog.loader import load_manual_parts, load_tables
from ringwall.model.blueprint.manual_step import Evidence, ManualStep
from ringwall.model.table import Table
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.landscape import make_landscape
from ringwall.plan.manual_steps import JudgedStep, judge_steps, needed_evidence
from ringwall.plan.organization_rows import OrganizationRows
from ringwall.plan.reconciliation.estate import EstateTable

MANAGEMENT = "111111111111"
TEXT = b"""
blueprint: acme
home_region: eu-west-1
accounts: {email: "aws+{account}@example.com", root: [security, log-archive]}
"""
LANDSCAPE = make_landscape(
    parse_blueprint(TEXT, "r.yaml"),
    OrganizationRows(regions=({"account_id": MANAGEMENT, "region": "eu-west-1"},)),
)
STEPS = [step for part in load_manual_parts() for step in part.steps(LANDSCAPE)]
TABLES = load_tables()


def judge(**tables: EstateTable) -> dict[str, JudgedStep]:
    judged = judge_steps(STEPS, LANDSCAPE, tables, TABLES)
    return {found.step.name: found for found in judged}


def at(region: str, *rows: dict[str, Any]) -> EstateTable:
    return EstateTable({(MANAGEMENT, region): tuple(rows)})


def test_every_step_says_how_and_where_it_is_described() -> None:
    assert {step.name for step in STEPS} == {
        *("iam.root_multi_factor_authentication", "sns.subscription"),
        *("sso.instance", "sso.multi_factor_authentication"),
    }
    for step in STEPS:
        assert step.how
        assert step.why
        assert step.source.startswith("https://docs.aws.amazon.com/")
    for table, columns in needed_evidence(STEPS).items():
        assert columns <= {column.name for column in TABLES[table].all_columns}


def test_without_rows_all_that_can_be_seen_is_to_do() -> None:
    assert {name: found.state for name, found in judge().items()} == {
        "iam.root_multi_factor_authentication": "to do",
        "sns.subscription": "to do",
        "sso.instance": "to do",
        "sso.multi_factor_authentication": "unknown",
    }


INSTANCE = {"arn": "arn:i", "region": "eu-west-1", "status": "ACTIVE"}


@pytest.mark.parametrize(
    ("name", "table", "rows", "state"),
    [
        ("sso.instance", "sso_instance", EstateTable({("2", "eu-west-1"): (INSTANCE,)}), "done"),
        ("sso.instance", "sso_instance", at("x", {**INSTANCE, "region": "us-east-1"}), "to do"),
        ("sso.instance", "sso_instance", at("x", {**INSTANCE, "status": "CREATING"}), "to do"),
        ("sso.instance", "sso_instance", EstateTable(gaps={("", "global"): "denied"}), "unknown"),
        (
            "iam.root_multi_factor_authentication",
            "iam_account",
            at("global", {"arn": "a", "account_mfa_enabled": True}),
            "done",
        ),
        (
            "iam.root_multi_factor_authentication",
            "iam_account",
            EstateTable({("2", "global"): ({"arn": "a", "account_mfa_enabled": True},)}),
            "to do",
        ),
        (
            "iam.root_multi_factor_authentication",
            "iam_account",
            at("global", {"arn": "a", "account_mfa_enabled": None}),
            "unknown",
        ),
    ],
)
def test_the_estate_decides(name: str, table: str, rows: EstateTable, state: str) -> None:
    assert judge(**{table: rows})[name].state == state


def test_of_an_account_that_is_not_there_everything_is_to_do() -> None:
    landscape = make_landscape(parse_blueprint(TEXT, "r.yaml"))
    judged = {j.step.name: j for j in judge_steps(STEPS, landscape, {}, TABLES)}
    assert judged["sso.instance"].reason == "the account is not there yet"


def test_what_is_to_do_is_told_with_how_and_what_is_done_in_a_line() -> None:
    found = judge(sso_instance=at("x", INSTANCE))
    (line,) = found["sso.instance"].lines()
    assert line == (
        "by hand  done  management sso.instance: enable IAM Identity Center for the organization"
        " in eu-west-1"
    )
    lines = list(found["sso.multi_factor_authentication"].lines())
    assert lines[0].endswith("at every sign-in: no call of AWS shows it")
    assert lines[1].startswith("    1. Open IAM Identity Center in eu-west-1")
    assert found["sso.instance"].describe()["state"] == "done"


DERIVED = {"t": Table("t", "A table.", (), arn="a", fetch=lambda _: ())}
WAITING = ManualStep(
    name="x.wait",
    account="management",
    section="data.certificates",
    title="wait",
    how=("Wait.",),
    why="it takes time",
    source="https://docs.aws.amazon.com/",
    evidence=Evidence("t", {"status": "ISSUED"}, "r", owned="a", tells=("status", "why", "lines")),
)
OURS = {"arn": "arn:1", "tags": {"ringwall:blueprint": "acme/a"}, "why": "", "lines": ["x", "y"]}


@pytest.mark.parametrize(
    ("row", "state", "reason"),
    [
        ({**OURS, "status": "ISSUED"}, "done", ""),
        ({**OURS, "status": "FAILED"}, "to do", "status is FAILED, lines is x, y"),
        ({**OURS, "status": None}, "unknown", "status of arn:1 was not read"),
        ({**OURS, "status": "ISSUED", "tags": {}}, "to do", ""),
        ({**OURS, "status": "ISSUED", "tags": None}, "unknown", "tags of arn:1 was not read"),
    ],
)
def test_a_step_about_a_row_of_ours_says_how_it_is(
    row: dict[str, Any], state: str, reason: str
) -> None:
    (found,) = judge_steps([WAITING], LANDSCAPE, {"t": at("r", row)}, DERIVED)
    assert (found.state, found.reason) == (state, reason)


def test_without_the_row_there_may_be_no_step() -> None:
    step = replace(WAITING, if_there=True)
    assert list(judge_steps([step], LANDSCAPE, {"t": at("r")}, DERIVED)) == []
    unread = EstateTable(gaps={(MANAGEMENT, "r"): "denied"})
    (found,) = judge_steps([step], LANDSCAPE, {"t": unread}, DERIVED)
    assert found.state == "unknown"
