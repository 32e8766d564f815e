"""Secrets and databases that are nowhere, and names that two secrets have."""

from collections.abc import Callable

import pytest

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.secret_places import secret_places
from ringwall.plan.landscape import make_landscape

ONE = "one: {account: prod, name: a%s}"
ABROAD = "region: eu-south-1"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (f"secrets: {{{ONE % ''}}}", []),
        (f"secrets: {{{ONE % f', {ABROAD}'}}}", ["eu-south-1 is not governed in the account prod"]),
        (
            f"databases: [{{account: prod, identifier: a, {ABROAD}}}]",
            ["eu-south-1 is not governed in the account prod"],
        ),
        (
            f"secrets: {{{ONE % ''}, two: {{account: prod, name: a}}}}",
            ["two: a is one already, in the same account and Region"],
        ),
    ],
)
def test_each_is_somewhere_and_has_a_name_of_its_own(
    acme: str, read: Callable[[str], BlueprintFile], settings: str, said: list[str]
) -> None:
    landscape = make_landscape(read(f"{acme}data: {{secrets: {{{settings}}}}}\n"))
    assert [remark.message for remark in secret_places(landscape)] == said
