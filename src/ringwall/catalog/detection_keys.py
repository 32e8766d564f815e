"""What several service folders say of the layer detection: names, ARNs, and keys of its rows."""

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import GLOBAL, Join, Ref, RowKey

LONGEST = 20
"""Letters of a blueprint's name in a bucket's: the rest needs 43 of the 63 that S3 allows."""
Text = str | Ref | Join


def join(*parts: Text) -> str | Join:
    """Return texts put together; a `Join` where one of them is not known yet."""
    flat: list[str | Ref] = [""]
    for part in parts:
        for each in part.parts if isinstance(part, Join) else (part,):
            if isinstance(each, str) and isinstance(flat[-1], str):
                flat[-1] += each
            else:
                flat.append(each)
    first = flat[0]
    return first if isinstance(first, str) and len(flat) == 1 else Join(tuple(filter(None, flat)))


def bucket_key(landscape: Landscape, kind: str, region: str = "") -> RowKey:
    """Return the key of a bucket in the log archive: in the home Region without one."""
    name = f"{kind}-{region}" if region else kind
    return RowKey(landscape.logs.name, region or landscape.home_region, "s3_bucket", name)


def bucket_name(landscape: Landscape, kind: str, given: str = "", region: str = "") -> str | Join:
    """Return the name of such a bucket, with what makes it the only one in the world."""
    if given:
        return given
    start = landscape.name[:LONGEST].rstrip("-")
    place = region or landscape.home_region
    return join(f"{start}-{kind}-", landscape.logs.id, f"-{place}")


def bucket_arn(landscape: Landscape, name: str | Join) -> str | Join:
    """Return the ARN of a bucket."""
    return join(f"arn:{landscape.partition}:s3:::", name)


def kms_key(account: LandscapeAccount, landscape: Landscape, kind: str, region: str = "") -> RowKey:
    """Return the key of the row of a KMS key: in the home Region without one."""
    return RowKey(account.name, region or landscape.home_region, "kms_key", kind)


def trail_name(landscape: Landscape) -> str:
    """Return the name of the organization's trail."""
    return landscape.settings.detection.trail.trail_name or f"{landscape.name}-trail"


def trail_arn(landscape: Landscape) -> str | Join:
    """Return the ARN of the organization's trail, which the management account owns."""
    place = f"arn:{landscape.partition}:cloudtrail:{landscape.home_region}:"
    return join(place, landscape.management.id, f":trail/{trail_name(landscape)}")


def trail_log_group(landscape: Landscape) -> RowKey:
    """Return the key of the log group that the trail writes to, for alarms."""
    home = landscape.home_region
    return RowKey(landscape.management.name, home, "logs_log_group", "trail")


def trail_log_group_name(landscape: Landscape) -> str:
    """Return the name of that log group."""
    return f"/aws/cloudtrail/{trail_name(landscape)}"


def role_key(account: LandscapeAccount, name: str) -> RowKey:
    """Return the key of a role."""
    return RowKey(account.name, GLOBAL, "iam_role", name)


def linked_role_key(account: LandscapeAccount, principal: str) -> RowKey:
    """Return the key of a service-linked role."""
    return RowKey(account.name, GLOBAL, "iam_service_linked_role", principal)


def topic_key(account: LandscapeAccount, landscape: Landscape, kind: str) -> RowKey:
    """Return the key of a topic, in the home Region."""
    return RowKey(account.name, landscape.home_region, "sns_topic", kind)


def topic_arn(account: LandscapeAccount, landscape: Landscape, kind: str) -> str | Join:
    """Return the ARN of such a topic: <blueprint>-alarms."""
    place = f"arn:{landscape.partition}:sns:{landscape.home_region}:"
    return join(place, account.id, f":{landscape.name}-{kind}")


def has_trail(landscape: Landscape) -> bool:
    """Whether there is a trail: alarms need one."""
    return landscape.settings.detection.trail.enabled and landscape.is_at_home("cloudtrail")


def has_alarms(landscape: Landscape) -> bool:
    """Whether the trail writes to a log group, of which alarms are made."""
    return has_trail(landscape) and landscape.settings.detection.alarms.enabled


def has_config(landscape: Landscape) -> bool:
    """Whether AWS Config records anywhere."""
    accounts = landscape.accounts
    return any(account.settings.detection.config.enabled for account in accounts)


def exports_findings(landscape: Landscape) -> bool:
    """Whether GuardDuty writes its findings to a bucket."""
    wanted = landscape.settings.detection.guardduty
    return wanted.enabled and wanted.publishing_destination


def logs_vpcs(landscape: Landscape) -> bool:
    """Whether flow logs or query logs are kept."""
    wanted = landscape.settings.detection
    return wanted.flow_logs.enabled or wanted.resolver_logs.enabled
