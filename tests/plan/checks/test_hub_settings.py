"""What a hub is told that it cannot do."""

from collections.abc import Callable

import pytest

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.hub_settings import hub_settings
from ringwall.plan.landscape import make_landscape

BLOCKED = "{enabled: true, accounts: [prod], block_public_access: block-bidirectional}"
HUB = "{enabled: true, account: prod, production_units: [], egress: single}"
STOPPED = (
    "block-bidirectional in prod stops all that passes the firewall, whatever is excluded: "
    "choose block-ingress for it"
)
CASES = {
    "transit: {enabled: true, production_units: [Nowhere]}": [
        "the blueprint has no unit Nowhere: its accounts would not be production",
        "transit: does nothing without network",
    ],
    "network_firewall: {enabled: true}": [
        "network_firewall: no traffic reaches it without transit"
    ],
    f"network: {BLOCKED}, transit: {HUB}, network_firewall: {{enabled: true}}": [STOPPED],
    f"network: {BLOCKED}, transit: {HUB}": [],
}


@pytest.mark.parametrize(("text", "messages"), CASES.items(), ids=range(len(CASES)))
def test_what_does_nothing_or_is_not_there_is_said(
    acme: str, read: Callable[[str], BlueprintFile], text: str, messages: list[str]
) -> None:
    landscape = make_landscape(read(f"{acme}infrastructure: {{{text}}}\n"))
    assert [remark.message for remark in hub_settings(landscape)] == messages
