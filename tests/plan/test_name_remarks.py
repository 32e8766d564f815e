from collections.abc import Callable

import pytest

Refusals = Callable[[str], list[str]]
CENTER = "identity: {identity_center: {assignments: [{group: g, permission_set: ReadOnly, %s}]}}"
MORE = "  %s\n"
VPC = "{account: prood, region: us-east-1, vpc_id: vpc-01234567}"


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
        ("data: {backup: {account: prood}}", "did you mean prod?"),
        ("response: {evidence: {account: prood}}", "did you mean prod?"),
        ("response: {forensics: {account: prood}}", "did you mean prod?"),
        ("infrastructure: {transit: {account: prood}}", "did you mean prod?"),
        ("infrastructure: {network: {accounts: [dev, prood]}}", "no account prood"),
        (
            f"detection: {{flow_logs: {{vpcs: [{VPC}]}}}}",
            "did you mean prod?",
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
