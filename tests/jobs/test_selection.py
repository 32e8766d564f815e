"""Names that somebody typed, and filters that intersect."""

import pytest

from ringwall.jobs.selection import NamedFilter, check_name, select
from ringwall.model.errors import BadInput

EVEN = NamedFilter[int]("--even", lambda number: number % 2 == 0)
BIG = NamedFilter[int]("--big", lambda number: number > 5)
ODD = NamedFilter[int]("--odd", lambda number: number % 2 == 1)
ANY = NamedFilter[int]("--any", lambda _: True)


def test_every_filter_must_take_an_item() -> None:
    assert select("number", range(10), []) == list(range(10))
    assert select("number", range(10), [EVEN, ANY, BIG]) == [6, 8]


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (
            [EVEN, BIG, ODD],
            "no number is left: --even takes 5, --big takes 2, --odd takes none of ",
        ),
        ([ANY, EVEN, ODD, BIG], "no number is left: --even takes 5, --odd takes none of them"),
        ([NamedFilter[int]("--no", lambda _: False)], "no number is left: --no takes none"),
    ],
)
def test_the_filter_that_leaves_none_is_named(filters: list[NamedFilter[int]], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        select("number", range(10), filters)


def test_of_nothing_nothing_is_selected() -> None:
    assert select("number", [], [EVEN]) == []


def test_a_name_that_is_not_known_is_answered_with_one_that_is() -> None:
    check_name("region", "eu-west-1", {"eu-west-1"})
    with pytest.raises(BadInput, match="no region eu-wst-1 here; there are eu-west-1, us-east-2; "):
        check_name("region", "eu-wst-1", {"us-east-2", "eu-west-1"}, " here")
