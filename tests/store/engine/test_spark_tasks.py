"""Functions on the machines of Spark."""

import pytest

from ringwall.model.errors import StorageFailed
from ringwall.store.engine.spark_tasks import run_tasks


@pytest.mark.slow
@pytest.mark.needs("java")
def test_each_item_is_worked_on_in_its_place() -> None:
    assert run_tasks("local[2]", len, ["a", "bb", "ccc"]) == [1, 2, 3]
    with pytest.raises(StorageFailed, match="could not do its part"):
        run_tasks("local[2]", int, ["1", "no number"])
