"""The interface of engines is whole: it has what others call, and the embedded engine has it."""

import inspect
from pathlib import Path
from typing import Any

import pytest

from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine

SRC = Path(__file__).parents[3] / "src" / "ringwall"
OFFERED = {
    name: member
    for name, member in vars(Engine).items()
    if inspect.isfunction(member)
    and (not name.startswith("_") or name in {"__enter__", "__exit__"})
}
DUCKDB = ("read_parquet(", "temp table", "::text[]", "::boolean[]", "create schema")
"""What a statement says in DuckDB's words alone, where a query is more than a select."""


def names(function: Any) -> list[tuple[str, Any, Any]]:
    parameters = inspect.signature(function).parameters.values()
    return [(p.name, p.kind, p.default) for p in parameters]


@pytest.mark.parametrize("name", sorted(OFFERED))
def test_the_embedded_engine_offers_what_an_engine_must(name: str) -> None:
    assert names(getattr(EmbeddedEngine, name)) == names(OFFERED[name])


def test_the_embedded_engine_offers_nothing_else_but_its_own_statements() -> None:
    public = {name for name in vars(EmbeddedEngine) if not name.startswith("_")}
    assert public - OFFERED.keys() == {"execute"}


def test_an_embedded_engine_is_an_engine() -> None:
    with EmbeddedEngine(threads=1) as opened:
        engine: Engine = opened
        assert engine.columns("select 1 as one") == ("one",)


@pytest.mark.parametrize("package", ["audit", "collect", "hub", "apply", "respond", "reason"])
def test_what_is_duckdb_s_own_is_not_written_elsewhere(package: str) -> None:
    for path in (SRC / package).rglob("*.py"):
        text = path.read_text(encoding="utf-8").lower()
        assert not [word for word in DUCKDB if word in text], path
        assert ".execute(" not in text, path
