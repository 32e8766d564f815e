"""How the logging of a web ACL comes, changes and goes."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_WHICH = {"ResourceArn": "{resource_arn}"}
_PUT = {
    "LoggingConfiguration": {
        **_WHICH,
        "LogDestinationConfigs": "{log_destination_configs}",
        "RedactedFields": "{redacted_fields}",
        "LoggingFilter": "{logging_filter}",
    }
}
_ALSO = (
    "iam:CreateServiceLinkedRole",
    "logs:CreateLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:PutResourcePolicy",
)
"""https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html"""
_NOT_YET = (
    "WAFLogDestinationPermissionIssueException",
    "WAFOptimisticLockException",
    "WAFServiceLinkedRoleErrorException",
)
_COLUMNS = ("log_destination_configs", "redacted_fields", "logging_filter")
_STEP = Step("wafv2.put_logging_configuration", _PUT, retry=_NOT_YET, also=_ALSO)


configuration = Lifecycle(
    table="wafv2_logging_configuration",
    find=Find(
        "wafv2.get_logging_configuration",
        _WHICH,
        take="LoggingConfiguration",
        absent=("WAFNonexistentItemException",),
    ),
    identity=("resource_arn",),
    ids=(),
    create=_STEP,
    creates=("resource_arn", *_COLUMNS),
    updates=(Update(_COLUMNS, _STEP, whole=True),),
    erase=Step("wafv2.delete_logging_configuration", _WHICH, also=("logs:DeleteLogDelivery",)),
    normal={"redacted_fields": "json", "logging_filter": "json"},
)
