"""The AWS Config recorder of each Region: whether it runs, and where it delivers."""

from collections.abc import Mapping
from typing import Any

from ringwall.model.table import Call, Reader, Row, Shared, Table, boolean, moment, text, texts


def _status(reader: Reader) -> Mapping[str, Row]:
    answer = reader.call("config.describe_configuration_recorder_status")
    return {str(item["name"]): item for item in answer["ConfigurationRecordersStatus"]}


def _channel(reader: Reader) -> Mapping[str, Any]:
    # There is at most one in a region.
    answer = reader.call("config.describe_delivery_channels")
    return next(iter(answer["DeliveryChannels"]), {})


recorder = Table(
    name="config_configuration_recorder",
    doc="A configuration recorder: customer managed, or linked to an AWS service.",
    cloudformation="AWS::Config::ConfigurationRecorder",
    list=Call("config.describe_configuration_recorders", "ConfigurationRecorders"),
    arn="arn:{partition}:config:{region}:{account_id}:configuration-recorder/{name}",
    shared=(Shared("Recording", _status, "name"), Shared("Channel", _channel)),
    columns=(
        text("name", "name", "The recorder's name.", property="Name"),
        text(
            "role_arn", "roleARN", "The role that it reads configurations with.", property="RoleARN"
        ),
        boolean("is_recording", "Recording.recording", "It is recording.", required=True),
        text(
            "last_status",
            "Recording.lastStatus",
            "The status of the last delivery: Success, Failure or Pending.",
        ),
        text("last_error_message", "Recording.lastErrorMessage", "Why the last delivery failed."),
        moment("last_start_time", "Recording.lastStartTime", "When it was last started."),
        moment("last_stop_time", "Recording.lastStopTime", "When it was last stopped."),
        text(
            "recording_scope",
            "recordingScope",
            "INTERNAL for a service-linked recorder, whose records the account cannot see.",
        ),
        text(
            "service_principal",
            "servicePrincipal",
            "The service that it is linked to; '' for none.",
        ),
        text(
            "recording_strategy",
            "recordingGroup.recordingStrategy.useOnly",
            "ALL_SUPPORTED_RESOURCE_TYPES, or INCLUSION_ or EXCLUSION_BY_RESOURCE_TYPES.",
            property="RecordingGroup.RecordingStrategy.UseOnly",
        ),
        boolean(
            "all_supported",
            "recordingGroup.allSupported",
            "It records all supported resource types.",
            property="!RecordingGroup || RecordingGroup.AllSupported",
            default=False,
            unless="RecordingGroup.RecordingStrategy",
        ),
        boolean(
            "include_global_resource_types",
            "recordingGroup.includeGlobalResourceTypes",
            "It records resources of IAM, which belong to no Region.",
            property="RecordingGroup.IncludeGlobalResourceTypes",
            default=False,
        ),
        texts(
            "resource_types",
            "recordingGroup.resourceTypes",
            "The resource types that it is limited to.",
            property="RecordingGroup.ResourceTypes",
            default=[],
        ),
        texts(
            "excluded_resource_types",
            "recordingGroup.exclusionByResourceTypes.resourceTypes",
            "The resource types that it leaves out.",
            property="RecordingGroup.ExclusionByResourceTypes.ResourceTypes",
            default=[],
        ),
        text(
            "recording_frequency",
            "recordingMode.recordingFrequency",
            "CONTINUOUS or DAILY.",
            property="RecordingMode.RecordingFrequency",
            default="CONTINUOUS",
        ),
        text(
            "s3_bucket_name", "Channel.s3BucketName", "The bucket that it delivers to; '' for none."
        ),
        text("sns_topic_arn", "Channel.snsTopicARN", "The topic that it notifies; '' for none."),
    ),
)
