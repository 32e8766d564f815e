"""What writes logs checks first that it may: CloudTrail, Config, VPC flow logs, GuardDuty.

Whether a bucket or a key lets the service in, the authority says; without one it does.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
"""

from collections.abc import Iterator
from typing import Any

from ringwall.emulator.authorization.acting_service import ActingService, may_role, may_service
from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.moto_client import moto_backend
from ringwall.emulator.preconditions.s3 import find_bucket
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.trail.delivery import find_trails

TRAIL, CONFIG, GUARDDUTY = (
    f"{name}.amazonaws.com" for name in ("cloudtrail", "config", "guardduty")
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
    if key and (found := _find_key(call, key)):
        context = {"kms:EncryptionContext:aws:cloudtrail:arn": arn}
        if not may_service(state, trail, Need("kms:GenerateDataKey", found, context)):
            message = "Insufficient permissions to access S3 bucket or KMS key."
            raise Fault("InsufficientEncryptionPolicyException", message)


def _find_key(call: EmulatedCall, name: str) -> str:
    """Return the ARN of the key that a call names by id, alias or ARN; '' for an unknown one."""
    parts = name.split(":")
    place = parts[4:5] or [call.account_id]
    region = parts[3] if len(parts) > 4 else call.region  # noqa: PLR2004  # the fields of an ARN
    backend = moto_backend("kms", place[0], region)
    key_id = parts[-1].removeprefix("key/")
    if key_id.startswith("alias/"):
        owners = (key for key in backend.keys.values() if key_id in key.aliases)
        return next((str(key.arn) for key in owners), "")
    return str(backend.keys[key_id].arn) if key_id in backend.keys else ""


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


@refuses("guardduty", "CreatePublishingDestination")
def check_publishing(state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a bucket or key that does not let GuardDuty in.

    https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
    """
    properties = call.parameters.get("DestinationProperties") or {}
    target, key = properties.get("DestinationArn", ""), properties.get("KmsKeyArn", "")
    if not key:
        message = "The request is rejected because the parameter kmsKeyArn is missing."
        raise Fault("BadRequestException", message)
    detector = call.parameters["DetectorId"]
    source = f"arn:{call.partition}:guardduty:{call.region}:{call.account_id}:detector/{detector}"
    bucket = find_bucket(target.rpartition(":::")[2].partition("/")[0])
    account = call.account_id
    needs = (
        ("s3:GetBucketLocation", target.partition("/")[0]),
        ("s3:PutObject", f"{target.rstrip('/')}/AWSLogs/{account}/GuardDuty"),
        ("kms:GenerateDataKey", key),
    )
    if bucket is None or not all(
        may_service(state, ActingService(GUARDDUTY, account, source), Need(action, resource))
        for action, resource in needs
    ):
        message = (
            "The request failed because the GuardDuty service principal does not have permission "
            "to the KMS key or the resource specified by the destinationArn parameter."
        )
        raise Fault("BadRequestException", message)
