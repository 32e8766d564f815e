"""What is said of a VPC for evidence that cannot be made, or that nobody could use."""

from collections.abc import Callable

import pytest

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.forensics_network import forensics_network
from ringwall.plan.landscape import make_landscape

CASES = {
    "": [],
    "cidr: 192.168.0.0/28": ["192.168.0.0/28 is too small: at most /24"],
    "cidr: 10.0.0.0/8": ["10.0.0.0/8 is too large for a VPC: AWS takes /16 and smaller"],
    "regions: [eu-west-3]": ["eu-west-3 is not a Region of the blueprint"],
    "regions: [us-west-1], zones: 4": [
        "us-west-1 is not a Region of the blueprint",
        "us-west-1 has 2 known zones, not 4; want fewer",
    ],
}
OFF = "nobody could use it: turn response.forensics on, which has the role of instances"


@pytest.mark.parametrize(("text", "messages"), CASES.items(), ids=range(len(CASES)))
def test_what_cannot_be_made_is_said(
    acme: str, read: Callable[[str], BlueprintFile], text: str, messages: list[str]
) -> None:
    network = f"network: {{enabled: true, {text}}}"
    for forensics, said in (("true", messages), ("false", [OFF, *messages])):
        file = read(f"{acme}response: {{forensics: {{enabled: {forensics}, {network}}}}}\n")
        assert [each.message for each in forensics_network(make_landscape(file))] == said


def test_nothing_is_said_of_a_network_that_is_not_wanted(
    acme: str, read: Callable[[str], BlueprintFile]
) -> None:
    file = read(f"{acme}response: {{forensics: {{network: {{cidr: 10.0.0.0/8}}}}}}\n")
    assert not list(forensics_network(make_landscape(file)))
