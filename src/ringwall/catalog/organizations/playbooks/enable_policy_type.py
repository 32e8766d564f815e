"""Enables a type of policies in the root of the organization."""

from collections.abc import Iterator

from ringwall.catalog.organizations.organization import BUSY
from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

TYPES = {
    "organizations.rcps_are_enabled": "RESOURCE_CONTROL_POLICY",
    "organizations.scps_are_enabled": "SERVICE_CONTROL_POLICY",
}
ROOT = {"RootId": "r-[0-9a-z]{4,32}", "PolicyType": "|".join(TYPES.values())}
WRITES = (
    WriteShape("organizations.enable_policy_type", ROOT),
    WriteShape("organizations.disable_policy_type", ROOT),
)


@answers(*TYPES, writes=WRITES)
def enable_policy_type(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable the type; the policy that AWS attaches everywhere then allows all as before."""
    organization = reader.call("organizations.describe_organization")["Organization"]
    if organization["FeatureSet"] != "ALL":
        raise NeedsHuman(
            f"{finding.resource}: first enable all features: aws organizations enable-all-features"
        )
    root, kind = reader.call("organizations.list_roots")["Roots"][0]["Id"], TYPES[finding.rule]

    def enable(state: str | None) -> Write:
        operation = f"organizations.{'enable' if state else 'disable'}_policy_type"
        retry = (*BUSY, "PolicyChangesInProgressException")
        return Write(operation, {"RootId": root, "PolicyType": kind}, retry=retry)

    yield from change_setting(
        finding,
        reader,
        Probe(
            "organizations.list_roots",
            {},
            f"Roots[0].PolicyTypes[?Type=='{kind}' && Status=='ENABLED'] | [0].Type",
            wait=120.0,
        ),
        enable,
        after=kind,
        why="policies of the organization can limit what its accounts do; undo detaches those that "
        "were attached meanwhile",
    )
