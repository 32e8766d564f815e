"""Plain functions on the machines of Spark, each for one item."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from ringwall.model.errors import StorageFailed
from ringwall.store.engine.spark import FAILURES, open_session

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def run_tasks(
    master: str, task: Callable[[_Item], _Result], items: Sequence[_Item]
) -> list[_Result]:
    """Return what a function makes of each item, in their order.

    The function and the items go to other processes: the function stands in a module, and both are
    such as pickle takes. StorageFailed where one fails.
    """
    context = open_session(master).sparkContext
    try:
        found: list[_Result] = context.parallelize(items, len(items)).map(task).collect()
    except FAILURES as error:
        raise StorageFailed(f"a machine of Spark could not do its part: {error}") from error
    return found
