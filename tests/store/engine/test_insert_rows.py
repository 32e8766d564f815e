"""Many rows are inserted as columns, with the same outcome as one by one."""

from typing import Any

from ringwall.model.errors import BadInput
from ringwall.model.table import Column, Table
from ringwall.store.engine.insert_rows import MANY, insert_rows

THING = Table("thing", "A thing.", (Column("name", "TEXT", "Its name."),), enveloped=False)


def run_all(count: int, *, refuses: bool = False) -> list[tuple[str, Any]]:
    ran: list[tuple[str, Any]] = []

    def run(sql: str, values: Any) -> None:
        if refuses and "unnest" in sql:
            raise BadInput("does not fit")
        ran.append((sql, values))

    insert_rows(run, THING, ({"name": str(number)} for number in range(count)))
    return ran


def test_few_rows_are_inserted_one_by_one() -> None:
    assert [values for _, values in run_all(2)] == [["0"], ["1"]]


def test_many_rows_are_one_statement() -> None:
    ((sql, values),) = run_all(MANY)
    assert "unnest($1::TEXT[])" in sql
    assert values == [[str(number) for number in range(MANY)]]


def test_what_does_not_fit_at_once_is_tried_one_by_one() -> None:
    assert len(run_all(MANY, refuses=True)) == MANY
