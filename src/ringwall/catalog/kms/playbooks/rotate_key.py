"""Enables yearly rotation of a KMS key."""

from collections.abc import Iterator

from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

KEY = {"KeyId": r"arn:aws[a-z-]*:kms:{region}:{account_id}:key/[\w-]+"}
WRITES = (
    WriteShape("kms.enable_key_rotation", KEY),
    WriteShape("kms.disable_key_rotation", KEY),
)


@answers("kms.key_rotates", writes=WRITES)
def rotate_key(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable automatic rotation; data that was encrypted before can still be decrypted."""
    key = {"KeyId": finding.resource}
    _refuse_unfit(reader.call("kms.describe_key", **key)["KeyMetadata"], finding)
    probe = Probe("kms.get_key_rotation_status", key, "KeyRotationEnabled")
    before = read_state(probe, reader)
    if before is True:
        return
    yield Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write("kms.enable_key_rotation", key),
        probe=probe,
        before=before,
        after=True,
        why="leaked key material then gives access to one year of data, not to all of it",
        layer="data",
        blast="none",
        undo=Write("kms.disable_key_rotation", key),
    )


def _refuse_unfit(key: Row, finding: Finding) -> None:
    replica = key.get("MultiRegionConfiguration", {}).get("MultiRegionKeyType") == "REPLICA"
    for unfit, reason in (
        (key["KeyManager"] != "CUSTOMER", "it is an AWS managed key, which AWS rotates"),
        (key["KeyState"] != "Enabled", f"the key is {key['KeyState']}"),
        (
            key.get("KeySpec", "SYMMETRIC_DEFAULT") != "SYMMETRIC_DEFAULT",
            "AWS cannot rotate keys of this type",
        ),
        (key.get("Origin") != "AWS_KMS", "its key material was imported: rotate it manually"),
        (replica, "it is a replica: fix the primary key, in its Region"),
    ):
        if unfit:
            raise NeedsHuman(f"{finding.resource}: {reason}")
