"""Units: how deep, and how many."""

from collections.abc import Callable

import pytest

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.unit_quotas import unit_quotas
from ringwall.plan.landscape import make_landscape

Read = Callable[[str], BlueprintFile]


def nested(depth: int) -> str:
    return "units: {A: {" * depth + "}}" * depth


def test_five_levels_are_allowed_and_the_sixth_is_named(one: str, read: Read) -> None:
    assert list(unit_quotas(make_landscape(read(one % nested(5))))) == []
    (remark,) = unit_quotas(make_landscape(read(one % nested(7))))
    assert remark.message.startswith("the unit A/A/A/A/A/A is 6 levels deep; AWS allows 5 (https")
    assert remark.keys == ("accounts", *("units", "A") * 6)
    assert remark.kind == "error"


@pytest.mark.slow
def test_there_are_at_most_2000_units(one: str, read: Read) -> None:
    many = ", ".join(f"u{number}: {{}}" for number in range(2001))
    (remark,) = unit_quotas(make_landscape(read(one % f"units: {{{many}}}")))
    assert remark.message.startswith("2,001 units; AWS allows 2,000")
