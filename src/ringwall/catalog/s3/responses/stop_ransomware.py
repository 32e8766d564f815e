"""Stops ransomware in a bucket: who does it is shut out, and what is left is kept."""

from collections.abc import Iterator

from ringwall.catalog.s3.bucket_keeping import (
    KEEPING_WRITES,
    keep_key,
    keep_versions,
    stop_expiry,
)
from ringwall.catalog.s3.denied_principal import POLICY_WRITES, deny_principal
from ringwall.catalog.s3.object_rescue import (
    RESCUE_WRITES,
    find_locked_copies,
    hold_versions,
    read_history,
    remove_markers,
)
from ringwall.catalog.s3.threatened_bucket import open_bucket
from ringwall.model.change import Change
from ringwall.model.errors import AccessDenied
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.threat import Scene, Threat


@responds(
    "Stop ransomware in an S3 bucket",
    "bucket",
    writes=(*POLICY_WRITES, *KEEPING_WRITES, *RESCUE_WRITES),
    reads=(
        "kms.describe_key",
        "s3.get_bucket_encryption",
        "s3.get_bucket_lifecycle_configuration",
        "s3.get_bucket_location",
        "s3.get_bucket_policy",
        "s3.get_bucket_versioning",
        "s3.get_object_legal_hold",
        "s3.get_object_lock_configuration",
        "s3.head_object",
        "s3.list_object_versions",
        "sts.get_caller_identity",
    ),
    risks=(
        "If who acted is a role of an application, the application loses the bucket.",
        "Nothing expires until it is undone: the bucket grows, and so does what it costs.",
        "Objects that were deleted on purpose since then come back with the others.",
        "Whoever acts as another principal, or has pre-signed URLs of one, is not stopped.",
        "What was encrypted with a key that AWS does not have stays encrypted.",
    ),
    rollback="The policy, the lifecycle rules and the legal holds are as they were, and versioning "
    "that was suspended. Objects that are back stay, and so does a key whose deletion was "
    "cancelled.",
    answers=(
        "cloudtrail.log_bucket_loses_files",
        "s3.bucket_encryption_uses_foreign_key",
        "s3.bucket_versioning_is_weakened",
        "s3.deleting_is_unusual",
        "s3.lifecycle_expires_a_bucket",
        "s3.many_objects_are_deleted",
        "s3.listed_address_changes_data",
        "s3.object_lock_is_weakened",
        "s3.object_versions_are_deleted_for_good",
        "s3.objects_are_encrypted_with_customer_key",
        "s3.objects_are_encrypted_with_foreign_key",
        "s3.ransom_note_is_written",
        "guardduty.Impact:S3/*",
    ),
    options=(
        ResponseOption(
            "most",
            "How many objects are brought back, held and looked at, of each at most.",
            "200",
            r"[1-9]\d{0,3}",
        ),
    ),
)
def stop_ransomware(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Deny who acted the bucket, stop expiry, keep versions and the key, and bring objects back."""
    bucket = open_bucket(threat, scene)
    yield from deny_principal(bucket, threat)
    yield from stop_expiry(bucket)
    yield from keep_versions(bucket)
    yield from keep_key(bucket)
    most, since = int(scene.options["most"]), threat.first_at
    try:
        history = read_history(bucket)
        yield from hold_versions(bucket, history, since, most)
        if since:
            yield from remove_markers(bucket, history, since, most)
        else:
            what = "Look for delete markers, and remove those that the attacker made"
            yield HumanStep(bucket.arn, what, "it is not known when it began")
        yield from find_locked_copies(bucket, history, since, most)
    except AccessDenied as error:
        what = "Look at the versions of the bucket's objects, and bring back what was deleted"
        yield HumanStep(bucket.arn, what, str(error))
