"""The key that evidence is encrypted with."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import kms_key
from ringwall.catalog.kms.named_keys import want_named_key
from ringwall.catalog.policy_statements import administer_key, write_policy
from ringwall.catalog.response_keys import RESPONDER, allow_role, allow_roles, evidence_account
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted

USE = ("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:ReEncrypt*")
"""What it takes to write objects in parts, and to copy a snapshot to another key."""


@wants("response.evidence")
def want_evidence_key(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key for evidence that responders use, also for copies of snapshots."""
    if not landscape.settings.response.evidence.enabled:
        return
    account = evidence_account(landscape)
    grant = allow_roles(landscape, "GrantToAws", (RESPONDER,), ("kms:CreateGrant",), "*")
    grant["Condition"]["Bool"] = {"kms:GrantIsForAWSResource": "true"}
    yield from want_named_key(
        landscape,
        kms_key(account, landscape, "evidence"),
        "response.evidence",
        "who may read the bucket still needs the key to read the evidence",
        write_policy(
            administer_key(landscape, account),
            allow_roles(landscape, "Responders", (RESPONDER,), USE, "*"),
            grant,
            allow_role(landscape, "Forensics", USE, "*"),
        ),
    )
