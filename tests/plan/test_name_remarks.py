from collections.abc import Callable

import pytest

Refusals = Callable[[str], list[str]]
CENTER = "identity: {identity_center: {assignments: [{group: g, permission_set: ReadOnly, %s}]}}"
MORE = "  %s\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CENTER % "units: [Workload]", "no unit Workload; there are Security, Workloads,"),
        (CENTER % "accounts: [prd]", "did you mean prod?"),
        (
            CENTER.replace("ReadOnly", "ReadOnli") % "units: [root]",
            "no permission set ReadOnli; there are Administrator, ",
        ),
        (MORE % "delegation_policy: {account: securit}", "no account securit; there are dev, "),
        (
            MORE % "control_tower: {registered_units: [Workloads/Pro]}",
            "did you mean Workloads/Prod?",
        ),
        (MORE % "control_tower: {controls: {Prod: [AWS-GR_X]}}", "no unit Prod"),
    ],
)
def test_names_that_the_blueprint_lacks(
    text: str, said: str, acme: str, refusals: Refusals
) -> None:
    (line,) = refusals(acme + text)
    assert said in line


def test_names_that_it_has(acme: str, read: Callable[[str], object]) -> None:
    assert read(acme + CENTER % "units: [root, Workloads/Prod], accounts: [dev]")
