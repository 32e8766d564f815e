"""The language of a blueprint: what the layer data has of encryption, buckets and keys."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.policies import RoleName

KeyPurpose = Literal[
    "dynamodb", "ebs", "efs", "lambda", "logs", "rds", "s3", "secrets", "sns", "sqs", "ssm"
]
"""What a key is for. `data.backup` makes the keys of its vaults itself."""


class EbsEncryption(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """EBS encryption by default: new volumes and copies of snapshots are encrypted."""

    enabled: Annotated[
        bool, Meta(description="Whether it is on, in each account and Region. It costs nothing.")
    ] = True
    customer_key: Annotated[
        bool,
        Meta(
            description="Whether new volumes are encrypted with the key that data.keys makes for "
            "ebs, in place of the key that AWS manages: that one cannot be shared with other "
            "accounts. Where data.keys makes none for ebs, nothing is chosen."
        ),
    ] = False


class S3BlockPublicAccess(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Block Public Access of an account: no bucket of it is public, whatever the bucket says.

    Where a policy of the organization of type S3 does it, the account's own setting is left alone.
    """

    enabled: Annotated[
        bool,
        Meta(
            description="Whether all four settings are on, in each account that no policy reaches. "
            "Buckets that are public on purpose stop being so.",
            extra={"strict": True},
        ),
    ] = False


class PurposeKeys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """KMS keys, one for each purpose, in each account and Region; each is paid by the month.

    Who manages a key does not use it, and who uses it does so through the service that it is for.
    A key that is no longer wanted is deleted 30 days later, the most that AWS has; that can be
    canceled meanwhile.
    """

    purposes: Annotated[
        tuple[KeyPurpose, ...],
        Meta(
            description="What there are keys for. None costs nothing; a key costs 1 USD a month, "
            "and its first two rotations as much again each."
        ),
    ] = ()
    rotation_period_in_days: Annotated[
        int, Meta(description="After how many days AWS rotates them.", ge=90, le=2560)
    ] = 365
    administrators: Annotated[
        tuple[RoleName, ...],
        Meta(
            description="Roles of the account that alone manage its keys and do not use them, "
            "beside its root user. Those that Ringwall works with have to be among them. If left "
            "out, whoever IAM allows it."
        ),
    ] = ()
    users: Annotated[
        tuple[RoleName, ...],
        Meta(
            description="Roles of the account that alone use its keys, through the service. If "
            "left out, all that may use the service, as with the keys that AWS manages."
        ),
    ] = ()
