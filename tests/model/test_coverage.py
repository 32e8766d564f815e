"""A row of coverage is a row of `estate.coverage`."""

from dataclasses import asdict, fields

import pytest

from ringwall.model.coverage import COVERAGE, Coverage
from ringwall.store.engine.embedded import EmbeddedEngine


def test_the_table_has_the_members_in_their_order() -> None:
    names = [column.name for column in COVERAGE.all_columns]
    assert names == [member.name for member in fields(Coverage)]


def test_the_table_is_the_organization_s_and_has_no_envelope() -> None:
    assert (COVERAGE.scope, COVERAGE.enveloped, COVERAGE.schema) == (
        "organization",
        False,
        "estate",
    )
    assert COVERAGE.full_name == "estate.coverage"


@pytest.mark.parametrize(
    "row",
    [
        Coverage("111111111111", "eu-west-1", "s3_bucket", "list", "ok"),
        Coverage("", "global", "iam_user", "Login", "denied", "arn:ann", 0, "no"),
    ],
)
def test_a_row_comes_back_from_the_engine(row: Coverage) -> None:
    with EmbeddedEngine(threads=1) as engine:
        engine.create(COVERAGE, [asdict(row)])
        assert [Coverage(**found) for found in engine.rows("select * from estate.coverage")] == [
            row
        ]


def test_one_call_of_a_whole_table_is_what_is_said_unless_more_is() -> None:
    row = Coverage("111111111111", "eu-west-1", "s3_bucket", "list", "ok")
    assert (row.resource, row.calls, row.error) == ("", 1, "")
