"""Acme's trails: an old one of the organization, one for each account, and the gaps."""

from typing import Any

from ringwall.emulator.acme.storage import TRAIL_BUCKET
from ringwall.emulator.acme.team import HOME, Team, make_tags

LOG_GROUP = "acme-cloudtrail"


def build_organization_trail(management: Team, key: str) -> None:
    """Make the organization's trail, which covers only one region."""
    _make(
        management, key, "acme-organization", HOME,
        IsOrganizationTrail=True, IsMultiRegionTrail=False,
    )  # fmt: skip


def build_account_trail(team: Team, key: str) -> None:
    """Make the account's own trail. Dev's covers only one region and is not encrypted."""
    if team.name == "dev":
        _make(team, key, "dev-events", HOME, IsMultiRegionTrail=False, KmsKeyId=None)
    else:
        _make(team, key, f"{team.name}-events", HOME)
    if team.name == "network":
        _make(team, key, "network-changes", "eu-west-1", EnableLogFileValidation=False)
    if team.name == "security":
        _make(team, key, "forensics", "eu-central-1", CloudWatchLogsLogGroupArn=None)
    if team.name == "staging":
        _make(team, key, "staging-load-test", "eu-west-1", started=False)


def _make(
    team: Team, key: str, name: str, region: str, *, started: bool = True, **other: Any
) -> None:
    logs = team.client("logs", region)
    known = logs.describe_log_groups(logGroupNamePrefix=LOG_GROUP)["logGroups"]
    if not known:
        logs.create_log_group(logGroupName=LOG_GROUP)
        logs.put_retention_policy(logGroupName=LOG_GROUP, retentionInDays=365)
    settings = {
        "IsMultiRegionTrail": True,
        "IncludeGlobalServiceEvents": True,
        "EnableLogFileValidation": True,
        "KmsKeyId": key,
        "CloudWatchLogsLogGroupArn": team.arn("logs", region, f"log-group:{LOG_GROUP}:*"),
        "CloudWatchLogsRoleArn": team.arn("iam", "", "role/acme-cloudtrail-to-logs"),
    }
    chosen = {key: value for key, value in (settings | other).items() if value is not None}
    trail = team.client("cloudtrail", region)
    trail.create_trail(
        Name=name, S3BucketName=TRAIL_BUCKET, TagsList=make_tags(name, team), **chosen
    )
    if started:
        trail.start_logging(Name=name)
