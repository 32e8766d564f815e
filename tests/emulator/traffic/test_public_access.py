"""VPC Block Public Access: which connections it lets through, by mode, exclusion and gateway."""

from typing import Any

import pytest

OUTSIDE = "198.51.100.7"
NONE, OPEN = "unanswered", "open"
CASES = [
    # mode, exclusion, (from outside, out by the gateway, out by NAT)
    ("off", "", (OPEN, OPEN, OPEN)),
    ("block-ingress", "", (NONE, NONE, OPEN)),
    ("block-ingress", "allow-bidirectional", (OPEN, OPEN, OPEN)),
    ("block-ingress", "allow-egress", (NONE, NONE, OPEN)),
    ("block-bidirectional", "", (NONE, NONE, NONE)),
    ("block-bidirectional", "allow-egress", (NONE, OPEN, OPEN)),
    ("block-bidirectional", "allow-bidirectional", (OPEN, OPEN, OPEN)),
]


@pytest.mark.parametrize(("mode", "exclusion", "outcomes"), CASES)
@pytest.mark.parametrize("of", ["vpc", "subnet"])
def test_mode_and_exclusion_decide(
    net: Any, mode: str, exclusion: str, outcomes: tuple[str, ...], of: str
) -> None:
    net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0")), public=True)
    net.run("app", net.group("app"))
    net.add_nat()
    net.ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode=mode)
    if exclusion:
        place = {"VpcId": net.vpc} if of == "vpc" else {"SubnetId": net.public}
        net.ec2.create_vpc_block_public_access_exclusion(
            InternetGatewayExclusionMode=exclusion, **place
        )
    ends = ((OUTSIDE, "web"), ("web", OUTSIDE), ("app", OUTSIDE))
    assert tuple(net.outcome(*each) for each in ends) == outcomes
    assert net.outcome("app", "web") == OPEN, "what stays in the VPC is no matter to it"
