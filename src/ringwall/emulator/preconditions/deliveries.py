"""What writes logs checks first that it may: CloudTrail, Config, GuardDuty, Macie.

Whether a bucket or a key lets the service in, the authority says; without one it does.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.authorization.acting_service import ActingService, may_role, may_service
from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.needs.stored import find_bucket, find_key, find_key_arn
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.security.detectors import require_detector
from ringwall.emulator.security.macie import require_macie
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.trail.delivery import find_trails

TRAIL, CONFIG, GUARDDUTY, MACIE = (
    f"{name}.amazonaws.com" for name in ("cloudtrail", "config", "guardduty", "macie")
)
OWNER_CONTROLS = {"s3:x-amz-acl": "bucket-owner-full-control"}
MOST_TRAILS = 5
"""Trails of an account in a Region; this cannot be raised."""
LINKED_CONFIG = "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"


@refuses("cloudtrail", "CreateTrail")
def check_trail(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a trail whose name is taken, that is one too many, or that could not write."""
    name, asked = call.parameters["Name"], call.parameters
    own = [
        trail
        for account, trail in find_trails()
        if account == call.account_id and trail.region_name == call.region
    ]
    if any(trail.trail_name == name for trail in own):
        message = f"Trail {name} already exists for customer: {call.account_id}"
        raise Fault("TrailAlreadyExistsException", message)
    if len(own) >= MOST_TRAILS:
        message = f"User: {call.account_id} already has {MOST_TRAILS} trails in {call.region}."
        raise Fault("MaximumNumberOfTrailsExceededException", message)
    organization = find_organization(call.account_id)
    if asked.get("IsOrganizationTrail"):
        _check_organization(call, organization)
    arn = f"arn:{call.partition}:cloudtrail:{call.region}:{call.account_id}:trail/{name}"
    _check_destinations(state, call, arn, organization)


@refuses("cloudtrail", "UpdateTrail")
def check_trail_change(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a change after which a trail could not write."""
    name = call.parameters["Name"].rpartition("/")[2]
    arn = f"arn:{call.partition}:cloudtrail:{call.region}:{call.account_id}:trail/{name}"
    organization = find_organization(call.account_id)
    if call.parameters.get("IsOrganizationTrail"):
        _check_organization(call, organization)
    _check_destinations(state, call, arn, organization)


def _check_organization(call: EmulatedCall, organization: Any) -> None:
    if organization is None:
        message = (
            "The request could not be processed because your account is not in an organization."
        )
        raise Fault("OrganizationsNotInUseException", message)
    delegated = any(
        admin.account.id == call.account_id and TRAIL in admin.services
        for admin in organization.admins
    )
    if call.account_id != organization.org.master_account_id and not delegated:
        message = "Only the management account can have an organization trail."
        raise Fault("NotOrganizationMasterAccountException", message)
    if TRAIL not in {service["ServicePrincipal"] for service in organization.services}:
        message = "Trusted access of CloudTrail is not enabled in the organization."
        raise Fault("CloudTrailAccessNotEnabledException", message)


def _check_destinations(
    state: EmulatorState, call: EmulatedCall, arn: str, organization: Any
) -> None:
    name, account = call.parameters.get("S3BucketName"), call.account_id
    trail = ActingService(TRAIL, account, arn)
    if name and find_bucket(name) is not None:
        prefix = call.parameters.get("S3KeyPrefix") or ""
        root = f"arn:{call.partition}:s3:::{name}/{f'{prefix}/' if prefix else ''}AWSLogs"
        paths = [f"{root}/{account}/CloudTrail"]
        if call.parameters.get("IsOrganizationTrail"):
            paths.append(f"{root}/{organization.org.id}/{account}/CloudTrail")
        bucket = f"arn:{call.partition}:s3:::{name}"
        needs = [Need("s3:GetBucketAcl", bucket)]
        needs += [Need("s3:PutObject", path, OWNER_CONTROLS) for path in paths]
        if not all(may_service(state, trail, need) for need in needs):
            message = f"Incorrect S3 bucket policy is detected for bucket: {name}"
            raise Fault("InsufficientS3BucketPolicyException", message)
    key = call.parameters.get("KmsKeyId")
    if key:
        found = find_key_arn(call, key)
        if find_key(found) is None:
            raise Fault("KmsNotFoundException", f"KMS key {key} does not exist.")
        context = {"kms:EncryptionContext:aws:cloudtrail:arn": arn}
        if not may_service(state, trail, Need("kms:GenerateDataKey", found, context)):
            message = "Insufficient permissions to access S3 bucket or KMS key."
            raise Fault("InsufficientEncryptionPolicyException", message)
    topic = call.parameters.get("SnsTopicName") or ""
    if topic and not topic.startswith("arn:"):
        topic = f"arn:{call.partition}:sns:{call.region}:{account}:{topic}"
    if topic and not may_service(state, trail, Need("sns:Publish", topic)):
        message = "SNS Topic does not exist or the topic policy is incorrect!"
        raise Fault("InsufficientSnsTopicPolicyException", message)
    _check_log_group(state, call, trail)


def _check_log_group(state: EmulatorState, call: EmulatedCall, trail: ActingService) -> None:
    """Refuse a role that does not trust CloudTrail, or that may not write to the log group.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    """
    group = (call.parameters.get("CloudWatchLogsLogGroupArn") or "").removesuffix(":*")
    role = call.parameters.get("CloudWatchLogsRoleArn") or ""
    if not group or not role:
        return
    if not may_service(state, trail, Need("sts:AssumeRole", role)):
        message = "Access denied. Check the trust relationships for your role."
        raise Fault("InvalidCloudWatchLogsRoleArnException", message)
    stream = f"{group}:log-stream:{call.account_id}_CloudTrail_{call.region}"
    needs = tuple(Need(f"logs:{action}", stream) for action in ("CreateLogStream", "PutLogEvents"))
    if not may_role(state, role, needs, "CloudTrail"):
        message = "Access denied. Verify in IAM that the role has adequate permissions."
        raise Fault("InvalidCloudWatchLogsLogGroupArnException", message)


@refuses("config", "PutConfigurationRecorder")
def check_recorder(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a recorder whose role is not there."""
    recorder = call.parameters.get("ConfigurationRecorder") or {}
    arn = recorder.get("roleARN", "")
    roles = moto_backend("iam", call.account_id).roles.values()
    if arn and arn not in {role.arn for role in roles}:
        message = "You have provided an invalid Amazon Resource Name (ARN) of an IAM role."
        raise Fault("InvalidRoleException", message)


@refuses("config", "PutDeliveryChannel")
def check_channel(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a bucket that is not there, that locks what is written, or that lets nobody write."""
    channel = call.parameters.get("DeliveryChannel") or {}
    name = channel.get("s3BucketName", "")
    recorders = moto_backend("config", call.account_id, call.region).recorders
    if not name or not recorders:
        return
    bucket = find_bucket(name)
    if bucket is None:
        message = f"Cannot find a S3 bucket with an empty bucket name. {name} does not exist."
        raise Fault("NoSuchBucketException", message)
    keeps = bucket.default_lock_mode and (bucket.default_lock_days or bucket.default_lock_years)
    if keeps:
        # https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
        message = (
            f"{name} has Object Lock with default retention, which AWS Config cannot write to."
        )
        raise Fault("InsufficientDeliveryPolicyException", message)
    if not any(_may_config_write(state, call, name, channel, role) for role in _roles(recorders)):
        message = (
            f"Insufficient delivery policy to s3 bucket: {name}, unable to write to bucket, "
            f"provided s3 key prefix is '{channel.get('s3KeyPrefix', 'null')}'."
        )
        raise Fault("InsufficientDeliveryPolicyException", message)


def _roles(recorders: Any) -> Iterator[str]:
    for recorder in recorders.values():
        yield str(recorder.role_arn)


def _may_config_write(
    state: EmulatorState, call: EmulatedCall, bucket: str, channel: Any, role: str
) -> bool:
    prefix = channel.get("s3KeyPrefix") or ""
    folder = f"{f'{prefix}/' if prefix else ''}AWSLogs/{call.account_id}/Config"
    target = f"arn:{call.partition}:s3:::{bucket}/{folder}/ConfigWritabilityCheckFile"
    need = Need("s3:PutObject", target, OWNER_CONTROLS)
    return may_service(state, ActingService(CONFIG, call.account_id, ""), need) or (
        not role.endswith(LINKED_CONFIG) and may_role(state, role, (need,), "AWSConfig")
    )


@refuses("guardduty", "CreatePublishingDestination", "UpdatePublishingDestination")
def check_publishing(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a bucket or key that does not let GuardDuty in.

    https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
    """
    detector = require_detector(state, call)
    kept = detector.destinations.get(call.parameters.get("DestinationId", ""), {})
    given = call.parameters.get("DestinationProperties") or {}
    properties = {**kept.get("DestinationProperties", {}), **given}
    target, key = (properties.get(name) or "" for name in ("DestinationArn", "KmsKeyArn"))
    if not key:
        message = "The request is rejected because the parameter kmsKeyArn is missing."
        raise Fault("BadRequestException", message)
    guardduty = ActingService(GUARDDUTY, call.account_id, detector.arn)
    folder = f"{target.rstrip('/')}/AWSLogs/{call.account_id}/GuardDuty"
    export = FindingExport(guardduty, folder, key)
    if export.find_obstacle(state):
        message = (
            "The request failed because the GuardDuty service principal does not have permission "
            "to the KMS key or the resource specified by the destinationArn parameter."
        )
        raise Fault("BadRequestException", message)


@refuses("macie2", "PutClassificationExportConfiguration")
def check_results(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a bucket or key that does not let Macie in.

    https://docs.aws.amazon.com/macie/latest/user/discovery-results-repository-s3.html
    """
    require_macie(state, call)
    given = call.parameters["configuration"].get("s3Destination") or {}
    source = f"arn:{call.partition}:macie2:{call.region}:{call.account_id}:export-configuration:*"
    bucket = f"arn:{call.partition}:s3:::{given.get('bucketName', '')}"
    folder = f"{bucket}/{given.get('keyPrefix') or ''}AWSLogs/{call.account_id}/Macie"
    macie = ActingService(MACIE, call.account_id, source)
    export = FindingExport(macie, folder, given.get("kmsKeyArn", ""))
    if missing := export.find_obstacle(state):
        message = f"Macie does not have access to the {missing}: check that its policy is correct."
        raise Fault("AccessDeniedException", message, 403)


@refuses("logs", "CreateExportTask")
def check_export(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a bucket that does not let CloudWatch Logs in.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html
    """
    name = call.parameters["destination"]
    if find_bucket(name) is None:
        return  # moto says so
    source = f"arn:{call.partition}:logs:{call.region}:{call.account_id}:log-group"
    group = f"{source}:{call.parameters['logGroupName']}:*"
    logs = ActingService(f"logs.{call.region}.amazonaws.com", call.account_id, group)
    bucket = f"arn:{call.partition}:s3:::{name}"
    prefix = call.parameters.get("destinationPrefix") or "exportedlogs"
    for need in (
        Need("s3:GetBucketAcl", bucket),
        Need("s3:PutObject", f"{bucket}/aws-logs-write-test", OWNER_CONTROLS),
        Need("s3:PutObject", f"{bucket}/{prefix}/*", OWNER_CONTROLS),
    ):
        if not may_service(state, logs, need):
            message = (
                f"{need.action.removeprefix('s3:')} call on the given bucket failed. Please "
                "check if CloudWatch Logs has been granted permission to perform this operation."
            )
            raise Fault("InvalidParameterException", message)


@dataclass(frozen=True)
class FindingExport:
    """Where a security service is told to write to, with a key of the customer."""

    service: ActingService
    folder: str
    """The ARN of what it writes, up to the Region."""
    key_arn: str

    def find_obstacle(self, state: EmulatorState) -> str:
        """Return what does not let the service in, or is not there; '' where nothing stops it."""
        bucket = self.folder.partition("/")[0]
        headers = {
            "s3:x-amz-server-side-encryption": "aws:kms",
            "s3:x-amz-server-side-encryption-aws-kms-key-id": self.key_arn,
        }
        needs = (
            Need("s3:GetBucketLocation", bucket),
            Need("s3:PutObject", self.folder, headers),
        )
        if find_bucket(bucket.rpartition(":::")[2]) is None or not self._has(state, *needs):
            return "S3 bucket"
        is_there = self.key_arn.startswith("arn:") and find_key(self.key_arn) is not None
        if not is_there or not self._has(state, Need("kms:GenerateDataKey", self.key_arn)):
            return "KMS key"
        return ""

    def _has(self, state: EmulatorState, *needs: Need) -> bool:
        return all(may_service(state, self.service, need) for need in needs)
