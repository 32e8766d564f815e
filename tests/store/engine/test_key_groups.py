"""Rows by key: each key's rows in one table, however the batches are cut."""

import pyarrow as pa
import pytest

from ringwall.model.errors import BadInput
from ringwall.store.engine import key_groups
from ringwall.store.engine.key_groups import read_rows, split_groups


def batch(*rows: tuple[str | None, int]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(
        [{"k": key, "n": number} for key, number in rows],
        schema=pa.schema([("k", pa.string()), ("n", pa.int64())]),
    )


def test_a_key_is_one_table_over_the_ends_of_batches() -> None:
    batches = [batch(("a", 1), ("b", 2)), batch(("b", 3)), batch(), batch(("b", 4), ("c", 5))]
    groups = [group.to_pydict() for group in split_groups(batches, "k")]
    assert groups == [
        {"k": ["a"], "n": [1]},
        {"k": ["b", "b", "b"], "n": [2, 3, 4]},
        {"k": ["c"], "n": [5]},
    ]


def test_rows_without_a_key_are_left_out() -> None:
    groups = list(split_groups([batch((None, 1), ("a", 2)), batch((None, 3))], "k"))
    assert [group.num_rows for group in groups] == [1]
    assert list(split_groups([], "k")) == []


def test_a_key_with_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_groups, "MOST_ROWS", 2)
    batches = [batch(("a", 1), ("a", 2)), batch(("a", 3))]
    with pytest.raises(BadInput, match="one k has more than 2 rows"):
        list(split_groups(batches, "k"))


def test_the_types_of_rows_are_named_as_an_engine_does() -> None:
    schema = pa.schema(
        [
            ("at", pa.timestamp("us")),
            ("act", pa.large_string()),
            ("events", pa.list_(pa.string())),
            ("count", pa.int32()),
            ("none", pa.null()),
            ("zoned", pa.timestamp("us", tz="UTC")),
        ]
    )
    types, rows = read_rows(schema.empty_table())
    assert (list(types.values())[:5], rows) == (
        ["TIMESTAMP", "TEXT", "TEXT[]", "BIGINT", "NULL"],
        [],
    )
    assert types["zoned"] == "timestamp[us, tz=UTC]"
    with pytest.raises(BadInput, match="returned a list"):
        read_rows([])
