"""Logs who reads and writes a bucket where those of others of the Region are logged."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

READ = "s3.get_bucket_logging"
MOST = 300
"""Buckets that are looked at: each takes a call."""
WRITES = (
    WriteShape(
        "s3.put_bucket_logging",
        {
            "Bucket": r"[\w.-]{3,255}",
            "ExpectedBucketOwner": "{account_id}",
            "BucketLoggingStatus": {
                "LoggingEnabled?": {
                    "TargetBucket": r"[\w.-]{3,63}",
                    "TargetPrefix": r"[\w.-]{3,255}/",
                }
            },
        },
    ),
)


@answers("s3.bucket_access_is_logged", writes=WRITES)
def log_access(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Deliver access logs to the one bucket that has those of others, below the bucket's name."""
    name = finding.resource.rpartition(":")[2]
    bucket = {"Bucket": name, "ExpectedBucketOwner": finding.account_id}
    targets = _find_targets(finding, reader) - {name}
    if len(targets) != 1:
        raise NeedsHuman(
            f"{finding.resource}: {len(targets)} buckets of the Region have access logs of others: "
            "decide where its own should go; the section detection.access_logs of a blueprint "
            "makes a bucket for them"
        )

    def log(state: Row | None) -> Write:
        status = {"LoggingEnabled": state} if state else {}
        return Write("s3.put_bucket_logging", {**bucket, "BucketLoggingStatus": status})

    (target,) = targets
    yield from change_setting(
        finding,
        reader,
        Probe(
            READ, bucket, "LoggingEnabled.{TargetBucket: TargetBucket, TargetPrefix: TargetPrefix}"
        ),
        log,
        after={"TargetBucket": target, "TargetPrefix": f"{name}/"},
        why=f"who reads and writes is recorded in {target}, as for other buckets; the logs are "
        "paid for as objects",
        blast="none",
    )


def _find_targets(finding: Finding, reader: Reader) -> set[str]:
    """Return the buckets that have access logs of buckets of the Region."""
    found = list(reader.items("s3.list_buckets", "Buckets", BucketRegion=reader.region))
    if len(found) > MOST:
        raise NeedsHuman(
            f"{finding.resource}: the Region has {len(found)} buckets, too many to look where "
            "their access logs go: name a bucket for logs"
        )
    told = (
        reader.call(READ, Bucket=one["Name"], ExpectedBucketOwner=finding.account_id)
        for one in found
    )
    return {one["LoggingEnabled"]["TargetBucket"] for one in told if one.get("LoggingEnabled")}
