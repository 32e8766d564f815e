"""How trails come, change and go. A trail records only once it is started."""

from typing import Any

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Row

_NOT_YET = (
    "CloudTrailAccessNotEnabledException",
    "CloudWatchLogsDeliveryUnavailableException",
    "ConflictException",
    "InsufficientDependencyServiceAccessPermissionException",
    "InsufficientEncryptionPolicyException",
    "InsufficientS3BucketPolicyException",
    "InvalidCloudWatchLogsLogGroupArnException",
    "InvalidCloudWatchLogsRoleArnException",
    "ThrottlingException",
)
"""Policies of the bucket and the key, the role and trusted access take a while to be seen."""
_SETTINGS: dict[str, Any] = {
    "S3BucketName": "{s3_bucket_name}",
    "S3KeyPrefix": "{s3_key_prefix}",
    "IncludeGlobalServiceEvents": "{include_global_service_events}",
    "IsMultiRegionTrail": "{is_multi_region_trail}",
    "EnableLogFileValidation": "{enable_log_file_validation}",
    "IsOrganizationTrail": "{is_organization_trail}",
    "KmsKeyId": "{kms_key_id}",
    "CloudWatchLogsLogGroupArn": "{cloud_watch_logs_log_group_arn}",
    "CloudWatchLogsRoleArn": "{cloud_watch_logs_role_arn}",
}
_COLUMNS = (
    "s3_bucket_name",
    "s3_key_prefix",
    "include_global_service_events",
    "is_multi_region_trail",
    "enable_log_file_validation",
    "is_organization_trail",
    "kms_key_id",
    "cloud_watch_logs_log_group_arn",
    "cloud_watch_logs_role_arn",
)
_IN_ORGANIZATION = (
    "iam:CreateServiceLinkedRole",
    "organizations:DescribeOrganization",
    "organizations:ListAWSServiceAccessForOrganization",
)
_ARN = {"Name": "{found.trail_arn}"}
_TAG = Step("cloudtrail.add_tags", {"ResourceId": "{found.trail_arn}", "TagsList": "{tags|pairs}"})


def _select(names: Row) -> Row:
    """Return the parameters that choose events: a trail has selectors of one of the two kinds.

    Where it is to have none, it gets those that a trail begins with: AWS takes no empty list.
    """
    which = {"TrailName": names["found"]["trail_arn"]}
    if selectors := names.get("advanced_event_selectors"):
        return {**which, "AdvancedEventSelectors": selectors}
    first = {"ReadWriteType": "All", "IncludeManagementEvents": True}
    return {**which, "EventSelectors": names.get("event_selectors") or [first]}


trail = Lifecycle(
    table="cloudtrail_trail",
    find=Find(
        "cloudtrail.describe_trails",
        {"trailNameList": ["{trail_name}"], "includeShadowTrails": False},
        items="trailList",
        match={"Name": "{trail_name}"},
    ),
    identity=("trail_name",),
    named_by=("trail_name",),
    ids=("trail_arn",),
    create=Step(
        "cloudtrail.create_trail",
        {"Name": "{trail_name}", **_SETTINGS, "TagsList": "{tags|pairs}"},
        retry=_NOT_YET,
        also=("cloudtrail:AddTags", "iam:PassRole", *_IN_ORGANIZATION),
    ),
    creates=("trail_name", *_COLUMNS, "tags"),
    updates=(
        Update(
            _COLUMNS,
            Step(
                "cloudtrail.update_trail",
                {**_ARN, **_SETTINGS},
                retry=_NOT_YET,
                also=("iam:PassRole", *_IN_ORGANIZATION),
            ),
        ),
        Update(
            ("event_selectors", "advanced_event_selectors"),
            Step("cloudtrail.put_event_selectors", build=_select),
            whole=True,
        ),
        Update(
            ("is_logging",),
            choose={
                True: Step("cloudtrail.start_logging", _ARN),
                False: Step("cloudtrail.stop_logging", _ARN),
            },
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("cloudtrail.delete_trail", _ARN),
    normal={"event_selectors": "json", "advanced_event_selectors": "json"},
    owner="tag",
    retag=_TAG,
)
