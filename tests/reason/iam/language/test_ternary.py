from itertools import product

import pytest

from ringwall.reason.iam.language.ternary import Ternary, all_of, any_of, both, either, negate

VALUES: tuple[Ternary, ...] = (True, False, None)
PAIRS = list(product(VALUES, VALUES))


def worlds(value: Ternary) -> set[bool]:
    return {True, False} if value is None else {value}


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_an_answer_is_unknown_only_where_it_depends_on_the_unknown(
    first: Ternary, second: Ternary
) -> None:
    for found, combine in ((either(first, second), any), (both(first, second), all)):
        possible = {combine(pair) for pair in product(worlds(first), worlds(second))}
        assert worlds(found) == possible


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_many_values_combine_as_two_do(first: Ternary, second: Ternary) -> None:
    assert any_of((first, second)) is either(first, second)
    assert all_of((first, second)) is both(first, second)
    assert negate(negate(first)) is first


def test_of_nothing_all_holds_and_any_does_not() -> None:
    assert all_of(()) is True
    assert any_of(()) is False
