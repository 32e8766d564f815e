"""Data lakes of Amazon Security Lake."""

from ringwall.catalog.securitylake.lakes import read_lakes
from ringwall.model.table import Call, Table, integer, text, texts

_DELIVERY = "ReplicationConfiguration"


lake = Table(
    name="securitylake_data_lake",
    doc="Where Amazon Security Lake keeps the logs of a Region.",
    cloudformation="AWS::SecurityLake::DataLake",
    scope="account",
    region="region",
    fetch=read_lakes,
    arn="dataLakeArn",
    tags="Tags",
    calls=(
        Call(
            "securitylake.list_tags_for_resource",
            "tags",
            {"resourceArn": "{dataLakeArn}"},
            into="Tags",
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("data_lake_arn", "dataLakeArn", "Its ARN."),
        text("create_status", "createStatus", "COMPLETED, INITIALIZED, PENDING or FAILED."),
        text("s3_bucket_arn", "s3BucketArn", "The bucket of its files."),
        text(
            "kms_key_id",
            "encryptionConfiguration.kmsKeyId",
            "The KMS key of its files, or S3_MANAGED_KEY.",
            property="EncryptionConfiguration.KmsKeyId",
            default="",
        ),
        integer(
            "expiration_days",
            "lifecycleConfiguration.expiration.days",
            "After how many days files are deleted; 0 for never.",
            property="LifecycleConfiguration.Expiration.Days",
            default=0,
        ),
        texts(
            "replication_regions",
            "replicationConfiguration.regions",
            "The Regions that files are copied to.",
            property=f"{_DELIVERY}.Regions",
            default=[],
        ),
    ),
)
