"""The baselines and controls that are emulated, and what each control does.

https://docs.aws.amazon.com/controltower/latest/controlreference/mandatory-controls.html
https://docs.aws.amazon.com/controltower/latest/controlreference/strongly-recommended-controls.html
"""

from collections.abc import Mapping
from typing import Any

BASELINES: Mapping[str, str] = {
    "17BSJV3IGJ2QSGA2": "AWSControlTowerBaseline",
    "4T4HA1KMO10S6311": "AuditBaseline",
    "J8HX46AHS5MIKQPD": "LogArchiveBaseline",
    "LN25R72TTG6IGPTQ": "IdentityCenterBaseline",
}
"""Baselines by id."""
REGISTERED = "17BSJV3IGJ2QSGA2"
"""The baseline that registers an OU with Control Tower."""
_EXECUTION = {
    "ArnNotLike": {"aws:PrincipalARN": "arn:${Partition}:iam::*:role/AWSControlTowerExecution"}
}
_ROOT = {"StringLike": {"aws:PrincipalArn": ["arn:${Partition}:iam::*:root"]}}


def _deny(sid: str, actions: list[str], condition: Any, resource: str = "*") -> dict[str, Any]:
    statement = {
        "Sid": sid,
        "Effect": "Deny",
        "Action": actions,
        "Resource": [resource],
        "Condition": condition,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


PREVENTIVE: Mapping[str, Mapping[str, Any]] = {
    "AWS-GR_CLOUDTRAIL_CHANGE_PROHIBITED": _deny(
        "GRCLOUDTRAILENABLED",
        [
            "cloudtrail:DeleteTrail",
            "cloudtrail:PutEventSelectors",
            "cloudtrail:StopLogging",
            "cloudtrail:UpdateTrail",
        ],
        _EXECUTION,
        "arn:${Partition}:cloudtrail:*:*:trail/aws-controltower-*",
    ),
    "AWS-GR_CONFIG_CHANGE_PROHIBITED": _deny(
        "GRCONFIGENABLED",
        [
            "config:DeleteConfigurationRecorder",
            "config:DeleteDeliveryChannel",
            "config:DeleteRetentionConfiguration",
            "config:PutConfigurationRecorder",
            "config:PutDeliveryChannel",
            "config:PutRetentionConfiguration",
            "config:StopConfigurationRecorder",
        ],
        _EXECUTION,
    ),
    "AWS-GR_RESTRICT_ROOT_USER": _deny("GRRESTRICTROOTUSER", ["*"], _ROOT),
    "AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS": _deny(
        "GRRESTRICTROOTUSERACCESSKEYS", ["iam:CreateAccessKey"], _ROOT
    ),
}
"""Controls that are an SCP at the OU, by name."""
DETECTIVE: Mapping[str, str] = {
    "AWS-GR_EBS_OPTIMIZED_INSTANCE": "EBS_OPTIMIZED_INSTANCE",
    "AWS-GR_EC2_VOLUME_INUSE_CHECK": "EC2_VOLUME_INUSE_CHECK",
    "AWS-GR_ENCRYPTED_VOLUMES": "ENCRYPTED_VOLUMES",
    "AWS-GR_IAM_USER_MFA_ENABLED": "IAM_USER_MFA_ENABLED",
    "AWS-GR_MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS": "MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS",
    "AWS-GR_RDS_INSTANCE_PUBLIC_ACCESS_CHECK": "RDS_INSTANCE_PUBLIC_ACCESS_CHECK",
    "AWS-GR_RDS_SNAPSHOTS_PUBLIC_PROHIBITED": "RDS_SNAPSHOTS_PUBLIC_PROHIBITED",
    "AWS-GR_RDS_STORAGE_ENCRYPTED": "RDS_STORAGE_ENCRYPTED",
    "AWS-GR_RESTRICTED_COMMON_PORTS": "RESTRICTED_INCOMING_TRAFFIC",
    "AWS-GR_RESTRICTED_SSH": "INCOMING_SSH_DISABLED",
    "AWS-GR_ROOT_ACCOUNT_MFA_ENABLED": "ROOT_ACCOUNT_MFA_ENABLED",
    "AWS-GR_S3_BUCKET_PUBLIC_READ_PROHIBITED": "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    "AWS-GR_S3_BUCKET_PUBLIC_WRITE_PROHIBITED": "S3_BUCKET_PUBLIC_WRITE_PROHIBITED",
    "AWS-GR_S3_VERSIONING_ENABLED": "S3_BUCKET_VERSIONING_ENABLED",
}
"""Controls that are a rule of Config in each account of the OU, by name: the managed rule."""
