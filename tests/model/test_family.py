"""A family's parameters."""

import pytest

from ringwall.model.family import PARAMETER_KINDS, Parameter


def test_kinds_say_how_a_value_is_written() -> None:
    assert PARAMETER_KINDS == ("table", "column", "value", "condition")


@pytest.mark.parametrize(
    ("parameter", "is_list"),
    [
        (Parameter("ports", "value", "The ports.", sample=[22]), True),
        (Parameter("protocols", "value", "The protocols.", default=["tcp"]), True),
        (Parameter("value", "value", "The value.", default=True), False),
        (Parameter("table", "table", "The table."), False),
    ],
)
def test_a_parameter_is_a_list_where_its_default_or_sample_is(
    parameter: Parameter,
    is_list: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert parameter.is_list is is_list
