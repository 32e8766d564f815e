"""CloudTrail trails, as each account sees them."""

from collections.abc import Iterator

from ringwall.model.table import Call, Reader, Row, Table, boolean, document, moment, text

_IS_MANAGEMENT = "FieldSelectors[?Field=='eventCategory' && contains(Equals, 'Management')]"


# Fields that exclude events, except for the services that a selector excludes by name.
_NARROWS = (
    "FieldSelectors[?Field!='eventCategory' && Field!='readOnly'"
    " && !(Field=='eventSource' && NotEquals)]"
)


def _records(basic: str, advanced: str, read_only: str, without: str) -> str:
    """Return the JMESPath of whether some selector records the reads, or the writes.

    `without` is the ReadWriteType that leaves them out. A selector takes all management events
    where it does not say otherwise; several selectors add up.
    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
    """
    other = f"FieldSelectors[?Field=='readOnly' && !contains(Equals || `[]`, '{read_only}')]"
    return (
        f"length(({basic} || `[]`)[?!contains([`false`, 'false'], IncludeManagementEvents)"
        f" && ReadWriteType != '{without}']) > `0`"
        f" || length(({advanced} || `[]`)[?{_IS_MANAGEMENT} && !({_NARROWS}) && !({other})]) > `0`"
    )


_BASIC, _ADVANCED = "Selectors.EventSelectors", "Selectors.AdvancedEventSelectors"
_TEMPLATE = ("EventSelectors", "AdvancedEventSelectors")
_READS, _WRITES = ("true", "WriteOnly"), ("false", "ReadOnly")
# AWS always sends one of the two.
_ANSWERED = f"({_BASIC} || {_ADVANCED})"
# In a template, a trail without selectors records all management events.
_SILENT = "!EventSelectors && !AdvancedEventSelectors"


def _trails(reader: Reader) -> Iterator[Row]:
    """Yield every trail that the account can see, each once.

    One region shows its own trails and the replicas of all multi-region and organization trails;
    `list_trails` names the trails of other regions that stay there.
    """
    found = _describe(reader)
    yield from (_mark(trail, reader) for trail in found)
    known = {trail["TrailARN"] for trail in found}
    elsewhere: dict[str, list[str]] = {}
    for trail in reader.items("cloudtrail.list_trails", "Trails"):
        if trail["TrailARN"] not in known:
            elsewhere.setdefault(trail["HomeRegion"], []).append(trail["TrailARN"])
    for region, arns in elsewhere.items():
        yield from (_mark(trail, reader) for trail in _describe(reader.at(region), arns))


def _mark(trail: Row, reader: Reader) -> Row:
    """Return a trail, and whether it is another account's, which shows no tags of it."""
    owner = trail["TrailARN"].split(":")[4]
    return {**trail, "IsForeign": owner != reader.account_id}


def _describe(reader: Reader, arns: list[str] | None = None) -> list[Row]:
    parameters = {"trailNameList": arns} if arns else {"includeShadowTrails": True}
    trails: list[Row] = reader.call("cloudtrail.describe_trails", **parameters)["trailList"]
    return trails


trail = Table(
    name="cloudtrail_trail",
    doc=(
        "A trail that an account can see: its own, or its replica of an organization trail (arn "
        "then has the account that sees it, trail_arn the account that owns it)."
    ),
    cloudformation="AWS::CloudTrail::Trail",
    scope="account",
    fetch=_trails,
    arn="arn:{partition}:cloudtrail:{HomeRegion}:{account_id}:trail/{Name}",
    region="HomeRegion",
    tags="Tags",
    calls=(
        Call("cloudtrail.get_trail_status", parameters={"Name": "{TrailARN}"}, into="Delivery"),
        Call(
            "cloudtrail.get_event_selectors",
            parameters={"TrailName": "{TrailARN}"},
            into="Selectors",
        ),
        Call(
            "cloudtrail.list_tags",
            "ResourceTagList[0].TagsList",
            {"ResourceIdList": ["{TrailARN}"]},
            into="Tags",
            when="!IsForeign",
        ),
    ),
    gone=("TrailNotFoundException",),
    columns=(
        text("trail_name", "Name", "The trail's name.", property="TrailName"),
        text(
            "trail_arn",
            "TrailARN",
            "The ARN of the trail in the account that owns it.",
            property="Arn",
            required=True,
        ),
        boolean(
            "is_logging",
            "Delivery.IsLogging",
            "It is logging now.",
            property="IsLogging",
            required=True,
        ),
        boolean(
            "is_multi_region_trail",
            "IsMultiRegionTrail",
            "It records all Regions.",
            default=False,
            required=True,
        ),
        boolean(
            "is_organization_trail",
            "IsOrganizationTrail",
            "It records all accounts of the organization.",
            default=False,
        ),
        boolean(
            "include_global_service_events",
            "IncludeGlobalServiceEvents",
            "It records events of global services, such as IAM and STS.",
        ),
        boolean(
            "enable_log_file_validation",
            "LogFileValidationEnabled",
            "Digest files show whether log files were changed.",
            property="EnableLogFileValidation",
            default=False,
            required=True,
        ),
        text("s3_bucket_name", "S3BucketName", "The bucket that log files are delivered to."),
        text("s3_key_prefix", "S3KeyPrefix", "The prefix of the log files' keys.", default=""),
        text(
            "kms_key_id",
            "KmsKeyId",
            "The KMS key of its log files; '' for encryption by S3.",
            property="KMSKeyId",
            default="",
        ),
        text(
            "sns_topic_arn",
            "SnsTopicARN",
            "The topic that is notified of new log files.",
            property="SnsTopicArn",
            default="",
            unless="SnsTopicName",
        ),
        text(
            "cloud_watch_logs_log_group_arn",
            "CloudWatchLogsLogGroupArn",
            "The log group that receives its events; '' for none.",
            default="",
        ),
        text(
            "cloud_watch_logs_role_arn",
            "CloudWatchLogsRoleArn",
            "The role that it writes to the log group with; '' for none.",
            default="",
        ),
        *(
            boolean(
                f"records_management_{name}",
                f"{_ANSWERED} && ({_records(_BASIC, _ADVANCED, *kind)})",
                f"It records all management events that {say}.",
                property=f"{_SILENT} || {_records(*_TEMPLATE, *kind)}",
                required=True,
            )
            for name, kind, say in (
                ("reads", _READS, "only read"),
                ("writes", _WRITES, "write"),
            )
        ),
        document(
            "event_selectors",
            "Selectors.EventSelectors",
            "Basic event selectors.",
            [],
            property="EventSelectors",
        ),
        document(
            "advanced_event_selectors",
            _ADVANCED,
            "Advanced event selectors.",
            [],
            property="AdvancedEventSelectors",
            default=[],
        ),
        moment(
            "latest_delivery_time",
            "Delivery.LatestDeliveryTime",
            "When a log file was last delivered.",
        ),
        text(
            "latest_delivery_error",
            "Delivery.LatestDeliveryError",
            "Why delivery fails; '' where it does not.",
        ),
        text(
            "latest_cloud_watch_logs_delivery_error",
            "Delivery.LatestCloudWatchLogsDeliveryError",
            "Why delivery to the log group fails.",
        ),
        moment("stop_logging_time", "Delivery.StopLoggingTime", "When it was last stopped."),
    ),
)
