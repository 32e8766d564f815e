"""Acme as its responders find it: an attacked instance that serves, and a place for evidence."""

import json
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.acme.actors import Actor, Credentials, Stage
from ringwall.emulator.acme.organization import Acme
from ringwall.emulator.app import Emulator

SUSPECT = "app-1"
ROLE = "shop-app"
GROUP = "shop-app"
EVIDENCE_BUCKET = "acme-evidence"
KEY_ALIAS = "alias/evidence"


def prepare_response(app: Emulator, acme: Acme) -> Credentials:
    """Put prod's app-1 into an Auto Scaling group, with a role, and make a bucket for evidence.

    Returns credentials of its role as its metadata service gives them: an attacker has them.
    """
    stage = Stage(app, acme)
    now = datetime.now(UTC)
    _, instance = stage.find_interfaces("prod")[SUSPECT]
    prod, archive = stage.platform("prod"), stage.platform("log-archive")
    _give_role(prod, now, instance)
    _let_serve(prod, now, instance)
    _make_vault(archive, now, [acme.accounts["log-archive"], acme.accounts["prod"]])
    if refused := (*prod.refused, *archive.refused):
        raise ValueError(f"Acme's administrators were refused: {', '.join(refused)}")
    return stage.take_role("prod", ROLE, instance, now)


def _give_role(prod: Actor, now: datetime, instance: str) -> None:
    prod.call(now, "iam", "create_instance_profile", InstanceProfileName=ROLE)
    prod.call(
        now, "iam", "add_role_to_instance_profile", InstanceProfileName=ROLE, RoleName=ROLE
    )  # fmt: skip
    found: Any = prod.call(
        now, "ec2", "describe_iam_instance_profile_associations",
        Filters=[{"Name": "instance-id", "Values": [instance]}],
    )  # fmt: skip
    for one in found["IamInstanceProfileAssociations"]:
        prod.call(
            now, "ec2", "replace_iam_instance_profile_association",
            AssociationId=one["AssociationId"], IamInstanceProfile={"Name": ROLE},
        )  # fmt: skip


def _let_serve(prod: Actor, now: datetime, instance: str) -> None:
    """Make the instance the one of a group that must have one."""
    found: Any = prod.call(now, "ec2", "describe_instances", InstanceIds=[instance])
    one = found["Reservations"][0]["Instances"][0]
    data = {"ImageId": one["ImageId"], "InstanceType": one["InstanceType"]}
    prod.call(
        now, "ec2", "create_launch_template", LaunchTemplateName=GROUP, LaunchTemplateData=data
    )  # fmt: skip
    prod.call(
        now, "autoscaling", "create_auto_scaling_group", AutoScalingGroupName=GROUP,
        LaunchTemplate={"LaunchTemplateName": GROUP, "Version": "$Latest"}, MinSize=0, MaxSize=3,
        DesiredCapacity=0, VPCZoneIdentifier=one["SubnetId"],
    )  # fmt: skip
    prod.call(
        now, "autoscaling", "attach_instances", AutoScalingGroupName=GROUP, InstanceIds=[instance]
    )  # fmt: skip
    prod.call(
        now, "autoscaling", "update_auto_scaling_group", AutoScalingGroupName=GROUP, MinSize=1
    )  # fmt: skip


def _make_vault(archive: Actor, now: datetime, accounts: list[str]) -> None:
    """Make a bucket whose objects nobody deletes, and a key that some accounts may use."""
    who = {"AWS": [f"arn:aws:iam::{account}:root" for account in accounts]}
    own = {"AWS": f"arn:aws:iam::{accounts[0]}:root"}
    uses = ["kms:DescribeKey", "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*"]
    uses += ["kms:GenerateDataKey*", "kms:CreateGrant"]
    statements = [
        {"Effect": "Allow", "Principal": own, "Action": "kms:*", "Resource": "*"},
        {"Effect": "Allow", "Principal": who, "Action": uses, "Resource": "*"},
    ]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    key = archive.call(now, "kms", "create_key", Policy=policy)["KeyMetadata"]["KeyId"]
    archive.call(now, "kms", "create_alias", AliasName=KEY_ALIAS, TargetKeyId=key)
    archive.call(
        now, "s3", "create_bucket", Bucket=EVIDENCE_BUCKET, ObjectLockEnabledForBucket=True
    )  # fmt: skip
