"""Gaps in the evidence: which rules they touch, and where."""

from collections.abc import Iterator

import pytest

from ringwall.audit.gaps import Gaps
from ringwall.model.coverage import COVERAGE
from ringwall.model.table import Shared, Table, boolean, text
from ringwall.store.engine import Engine

SNAPSHOT = Table(
    name="snapshot",
    doc="A snapshot.",
    shared=(Shared("Exposed", lambda _: {}, "Id", sparse=True),),
    columns=(text("id", "Id", "Its id."), boolean("is_public", "Exposed", "Is public.")),
)
TABLES = {"snapshot": SNAPSHOT}


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine(threads=1) as engine:
        engine.create(
            COVERAGE,
            [
                {
                    "account_id": "111111111111",
                    "region": "eu-west-1",
                    "table_name": "snapshot",
                    "aspect": "Exposed",
                    "status": "denied",
                    "resource": "",
                    "calls": 1,
                    "error": "no",
                }
            ],
        )
        yield engine


def test_a_failed_shared_read_leaves_its_own_rows_to_null(engine: Engine) -> None:
    """The column is NULL in every row: a verdict that another column decides stays known."""
    holes = Gaps(engine, TABLES).sort({"snapshot": frozenset({"id", "is_public"})}, "snapshot")
    assert holes.wide == ()


def test_a_failed_shared_read_leaves_other_resources_open(engine: Engine) -> None:
    holes = Gaps(engine, TABLES).sort({"snapshot": frozenset({"is_public"})}, "vpc")
    assert [(h.account_id, h.region, h.hides) for h in holes.wide] == [
        ("111111111111", "eu-west-1", False)
    ]
    assert Gaps(engine, TABLES).sort({"snapshot": frozenset({"id"})}, "vpc").wide == ()
