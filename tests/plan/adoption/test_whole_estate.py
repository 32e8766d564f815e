"""The estate as adoption sees it: any table, read when it is asked for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ringwall.model.coverage import COVERAGE
from ringwall.plan.adoption.whole_estate import WholeEstate
from ringwall.plan.reconciliation.estate import UNCOLLECTED
from ringwall.store.engine.embedded import EmbeddedEngine

PLACE = ("111111111111", "eu-west-1")


@pytest.fixture
def estate(shelf: Any, tmp_path: Path) -> Iterator[WholeEstate]:
    """Return an estate with two boxes; nobody asked for notes."""
    tables = shelf.catalog.tables
    account_id, region = PLACE
    asked = {"account_id": account_id, "region": region, "table_name": "shelf_box",
             "aspect": "list", "status": "ok", "resource": "", "error": ""}  # fmt: skip
    with EmbeddedEngine(tmp_path) as engine:
        for table in tables.values():
            boxes = [shelf.box("x", "acme/x", rules={"a": [1]}), shelf.box("y")]
            engine.create(table, boxes if table.name == "shelf_box" else [])
        engine.create(COVERAGE, [asked])
        yield WholeEstate(engine, tables)


def test_a_table_is_read_with_all_its_columns(shelf: Any, estate: WholeEstate) -> None:
    assert estate["shelf_box"].at(*PLACE) == (
        shelf.box("x", "acme/x", rules={"a": [1]}),
        shelf.box("y"),
    )
    assert estate["shelf_box"].gap(*PLACE) == ""
    assert estate["shelf_note"].at(*PLACE) == ()
    assert estate["shelf_note"].gap(*PLACE) == UNCOLLECTED


def test_a_table_is_read_once_and_only_when_it_is_asked_for(estate: WholeEstate) -> None:
    assert estate.read == {}
    first = estate["shelf_box"]
    assert set(estate.read) == {"shelf_box"}
    estate.engine.close()
    assert estate["shelf_box"] is first


def test_it_has_the_tables_that_there_are(estate: WholeEstate) -> None:
    assert set(estate) == {"shelf_box", "shelf_note", "shelf_setting"}
    assert len(estate) == 3
    assert estate.get("no_such_table") is None
    with pytest.raises(KeyError, match="no_such_table"):
        estate["no_such_table"]
