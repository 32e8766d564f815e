"""Options that commands of responses share."""

import pytest

from ringwall.cli.respond.options import read_pairs
from ringwall.model.errors import BadInput


def test_pairs_are_read_by_name() -> None:
    assert read_pairs(("a=1", "b=x=y", "c=")) == {"a": "1", "b": "x=y", "c": ""}
    assert read_pairs(()) == {}


@pytest.mark.parametrize("pairs", [("a",), ("=1",), ("a=1", "a=2")])
def test_what_is_no_pair_or_twice_is_refused(pairs: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match="--option"):
        read_pairs(pairs)
