"""The language of a blueprint: the layer data, a struct for each of its sections."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.backup import Backup
from ringwall.model.blueprint.certificates import Certificates
from ringwall.model.blueprint.encryption import EbsEncryption, PurposeKeys, S3BlockPublicAccess
from ringwall.model.blueprint.macie import Macie
from ringwall.model.blueprint.secrets import Secrets


class Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What protects the data itself."""

    ebs_encryption: Annotated[
        EbsEncryption,
        Meta(description="Whether new volumes are encrypted.", extra={"services": ("ec2",)}),
    ] = msgspec.field(default_factory=EbsEncryption)
    s3_block_public_access: Annotated[
        S3BlockPublicAccess,
        Meta(description="Whether buckets can be public.", extra={"services": ("s3control",)}),
    ] = msgspec.field(default_factory=S3BlockPublicAccess)
    keys: Annotated[
        PurposeKeys, Meta(description="Keys for each purpose.", extra={"services": ("kms",)})
    ] = msgspec.field(default_factory=PurposeKeys)
    macie: Annotated[
        Macie, Meta(description="What Macie does.", extra={"services": ("macie2",), "once": True})
    ] = msgspec.field(default_factory=Macie)
    backup: Annotated[
        Backup,
        Meta(description="What is backed up, and where to.", extra={"services": ("backup",)}),
    ] = msgspec.field(default_factory=Backup)
    certificates: Annotated[
        Certificates,
        Meta(
            description="Certificates of ACM, and who is told before one expires.",
            extra={"services": ("acm",)},
        ),
    ] = msgspec.field(default_factory=Certificates)
    secrets: Annotated[
        Secrets,
        Meta(
            description="Secrets, and databases whose master password RDS manages.",
            extra={"services": ("rds", "secretsmanager")},
        ),
    ] = msgspec.field(default_factory=Secrets)
