"""The ways in which a call can go: one of them leaves nothing unknown."""

from ringwall.model.coverage import COVERAGE
from ringwall.model.status import STATUSES


def test_a_call_that_went_well_comes_first_and_all_are_different() -> None:
    assert STATUSES[0] == "ok"
    assert len(set(STATUSES)) == len(STATUSES)


def test_the_column_s_text_names_statuses_that_there_are() -> None:
    (column,) = (column for column in COVERAGE.columns if column.name == "status")
    named = {name.strip() for name in column.doc.rstrip(".").split(",")} - {""}
    assert named <= set(STATUSES)
