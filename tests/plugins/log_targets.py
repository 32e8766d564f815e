"""What services that write logs need: a bucket and a key that let them in, a recorder's role."""

from typing import Any

from policy_texts import write

WRITES = ("s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListBucket", "s3:PutObject")


def make_log_bucket(s3: Any, name: str, *services: str) -> str:
    """Create a bucket whose policy lets services write: `cloudtrail`; return its name."""
    s3.create_bucket(Bucket=name)
    let_write(s3, name, *services)
    return name


def let_write(s3: Any, name: str, *services: str) -> None:
    """Give a bucket the policy that lets services write."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": [f"{service}.amazonaws.com" for service in services]},
        "Action": list(WRITES),
        "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
    }
    s3.put_bucket_policy(Bucket=name, Policy=write(statement))


def make_log_key(kms: Any, account_id: str, *services: str) -> str:
    """Create a key with which services may encrypt; return its ARN."""
    owner = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    lets = {
        "Effect": "Allow",
        "Principal": {"Service": [f"{service}.amazonaws.com" for service in services]},
        "Action": ["kms:GenerateDataKey*", "kms:Encrypt"],
        "Resource": "*",
    }
    arn: str = kms.create_key(Policy=write(owner, *([lets] if services else [])))["KeyMetadata"][
        "Arn"
    ]
    return arn


def make_config_role(iam: Any) -> str:
    """Create Config's service-linked role in an account; return its ARN."""
    made = iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    arn: str = made["Role"]["Arn"]
    return arn


def start_recorder(config: Any, role_arn: str, bucket: str, **group: Any) -> None:
    """Record all types, or those of a group, in an account and Region."""
    chosen = group or {"allSupported": True, "includeGlobalResourceTypes": True}
    recorder = {"name": "default", "roleARN": role_arn, "recordingGroup": chosen}
    config.put_configuration_recorder(ConfigurationRecorder=recorder)
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": bucket})
    config.start_configuration_recorder(ConfigurationRecorderName="default")
