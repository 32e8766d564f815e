from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior


@pytest.fixture
def slow(emulator: Emulator) -> Any:
    emulator.behavior = Behavior(delay=2)
    yield emulator
    emulator.behavior = Behavior()


@pytest.mark.usefixtures("slow")
def test_validation_is_on_its_way_before_it_is_so(client: Any) -> None:
    resolver = client("route53resolver")
    vpc = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    seen = []
    for asked in ("ENABLE", "DISABLE"):
        answer = resolver.update_resolver_dnssec_config(ResourceId=vpc, Validation=asked)
        seen.append(answer["ResolverDNSSECConfig"]["ValidationStatus"])
        for _ in range(4):
            answer = resolver.get_resolver_dnssec_config(ResourceId=vpc)
            seen.append(answer["ResolverDNSSECConfig"]["ValidationStatus"])
    assert list(dict.fromkeys(seen)) == ["ENABLING", "ENABLED", "DISABLING", "DISABLED"]
