"""CloudTrail trails, as each account sees them."""

from collections.abc import Iterator

from ringwall.model.table import (
    Call,
    Reader,
    Row,
    Table,
    boolean,
    document,
    moment,
    text,
)

_ADVANCED = "Selectors.AdvancedEventSelectors"


_IS_MANAGEMENT = "FieldSelectors[?Field=='eventCategory' && contains(Equals, 'Management')]"


# Fields that take events away, but for the calls to services that a selector names as excluded.
_NARROWS = "FieldSelectors[?Field!='eventCategory' && !(Field=='eventSource' && NotEquals)]"


def _trails(reader: Reader) -> Iterator[Row]:
    """Yield every trail that the account sees, each once.

    One region shows its own trails and the replicas of all multi-region and organization trails;
    `list_trails` names the trails of other regions that stay there.
    """
    found = _describe(reader)
    yield from found
    known = {trail["TrailARN"] for trail in found}
    elsewhere: dict[str, list[str]] = {}
    for trail in reader.items("cloudtrail.list_trails", "Trails"):
        if trail["TrailARN"] not in known:
            elsewhere.setdefault(trail["HomeRegion"], []).append(trail["TrailARN"])
    for region, arns in elsewhere.items():
        yield from _describe(reader.at(region), arns)


def _describe(reader: Reader, arns: list[str] | None = None) -> list[Row]:
    parameters = {"trailNameList": arns} if arns else {"includeShadowTrails": True}
    trails: list[Row] = reader.call("cloudtrail.describe_trails", **parameters)["trailList"]
    return trails


trail = Table(
    name="cloudtrail_trail",
    doc=(
        "A trail that an account sees: its own, or its replica of an organization trail (arn then "
        "holds the account that sees it, trail_arn the one that owns it)."
    ),
    cloudformation="AWS::CloudTrail::Trail",
    scope="account",
    fetch=_trails,
    arn="arn:{partition}:cloudtrail:{HomeRegion}:{account_id}:trail/{Name}",
    region="HomeRegion",
    calls=(
        Call("cloudtrail.get_trail_status", parameters={"Name": "{TrailARN}"}, into="Delivery"),
        Call(
            "cloudtrail.get_event_selectors",
            parameters={"TrailName": "{TrailARN}"},
            into="Selectors",
        ),
    ),
    columns=(
        text("trail_name", "Name", "The trail's name."),
        text("trail_arn", "TrailARN", "The ARN of the trail in the account that owns it."),
        boolean("is_logging", "Delivery.IsLogging", "It records now."),
        boolean("is_multi_region_trail", "IsMultiRegionTrail", "It records in all regions."),
        boolean("is_organization_trail", "IsOrganizationTrail", "It records in all accounts."),
        boolean(
            "include_global_service_events",
            "IncludeGlobalServiceEvents",
            "It records IAM, STS and the like.",
        ),
        boolean(
            "enable_log_file_validation",
            "LogFileValidationEnabled",
            "Digests show whether somebody changed its files.",
        ),
        text("s3_bucket_name", "S3BucketName", "The bucket that its files go to."),
        text("s3_key_prefix", "S3KeyPrefix", "The prefix of their keys."),
        text("kms_key_id", "KmsKeyId", "The KMS key of its files; '' for S3's own encryption."),
        text("sns_topic_arn", "SnsTopicARN", "The topic that hears of new files."),
        text(
            "cloud_watch_logs_log_group_arn",
            "CloudWatchLogsLogGroupArn",
            "The log group that gets its events; '' for none.",
        ),
        boolean(
            "records_all_management_events",
            "length((Selectors.EventSelectors || `[]`)"
            "[?IncludeManagementEvents && ReadWriteType=='All']) > `0`"
            f" || length(({_ADVANCED} || `[]`)[?{_IS_MANAGEMENT} && !({_NARROWS})]) > `0`",
            "It records reads and writes of the control plane.",
        ),
        document("event_selectors", "Selectors.EventSelectors", "Basic event selectors.", []),
        document("advanced_event_selectors", _ADVANCED, "Advanced event selectors.", []),
        moment("latest_delivery_time", "Delivery.LatestDeliveryTime", "When a file last arrived."),
        text("latest_delivery_error", "Delivery.LatestDeliveryError", "Why none arrives."),
        text(
            "latest_cloud_watch_logs_delivery_error",
            "Delivery.LatestCloudWatchLogsDeliveryError",
            "Why no event reaches the log group.",
        ),
        moment("stop_logging_time", "Delivery.StopLoggingTime", "When it was last stopped."),
    ),
)
