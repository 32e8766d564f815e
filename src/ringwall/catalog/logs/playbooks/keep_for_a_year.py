"""Keeps the events of a log group for a year, where none would be lost by that."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

DAYS = 365
MARGIN = timedelta(days=60)
"""Events may be older than their group by 14 days; the rest is time to change one's mind."""
NAME = {"logGroupName": r"[\w./#-]{1,512}"}
WRITES = (
    WriteShape("logs.put_retention_policy", {**NAME, "retentionInDays": range(DAYS, DAYS + 1)}),
    WriteShape("logs.delete_retention_policy", NAME),
)


@answers("logs.log_group_has_retention", writes=WRITES)
def keep_for_a_year(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Set the retention of a young log group; of an old one, events would be deleted."""
    name = finding.resource.partition(":log-group:")[2]
    prefix = {"logGroupNamePrefix": name}
    group = next(
        one
        for one in reader.items("logs.describe_log_groups", "logGroups", **prefix)
        if one["logGroupName"] == name
    )
    age = datetime.now(UTC) - datetime.fromtimestamp(group["creationTime"] / 1000, UTC)
    if not group.get("retentionInDays") and age > timedelta(days=DAYS) - MARGIN:
        raise NeedsHuman(
            f"{finding.resource}: it has events that are {age.days} days old, perhaps: those that "
            "are older than its retention are deleted for good; export them, or decide"
        )

    def keep(days: int | None) -> Write:
        if days is None:
            return Write("logs.delete_retention_policy", {"logGroupName": name})
        return Write("logs.put_retention_policy", {"logGroupName": name, "retentionInDays": days})

    take = f"logGroups[?logGroupName=='{name}'] | [0].retentionInDays"
    yield from change_setting(
        finding,
        reader,
        Probe("logs.describe_log_groups", prefix, take),
        keep,
        after=DAYS,
        why=f"events are deleted after {DAYS} days, and no longer paid for; none is that old yet",
    )
