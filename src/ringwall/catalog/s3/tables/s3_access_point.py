"""Access points of S3: further addresses of a bucket, each with a policy of its own."""

from ringwall.model.share import S3Access
from ringwall.model.table import Call, Table, boolean, document, text

_NAMED = {"AccountId": "{account_id}", "Name": "{Name}"}


_BLOCK = "Described.PublicAccessBlockConfiguration"


access_point = Table(
    name="s3_access_point",
    doc="An access point of a bucket.",
    cloudformation="AWS::S3::AccessPoint",
    list=Call(
        "s3control.list_access_points",
        "AccessPointList",
        {"AccountId": "{account_id}", "MaxResults": 1000},
    ),
    arn="AccessPointArn",
    calls=(
        Call(
            "s3control.get_access_point_policy",
            "Policy",
            _NAMED,
            into="Policy",
            absent=("NoSuchAccessPointPolicy",),
        ),
        Call("s3control.get_access_point", "", _NAMED, into="Described"),
    ),
    gone=("NoSuchAccessPoint",),
    columns=(
        text("name", "Name", "The access point's name."),
        text("bucket", "Bucket", "The bucket that it belongs to."),
        text(
            "bucket_account_id",
            "BucketAccountId",
            "The bucket's account; '' where AWS does not say.",
        ),
        text("alias", "Alias", "Its alias, which can be used as a bucket name."),
        text(
            "network_origin",
            "NetworkOrigin",
            "Internet, or VPC where only one VPC can use it.",
            property="NetworkOrigin || (VpcConfiguration.VpcId && 'VPC') || 'Internet'",
            required=True,
        ),
        text(
            "vpc_id",
            "VpcConfiguration.VpcId",
            "The VPC that can use it; '' for any network.",
            default="",
        ),
        document(
            "policy",
            "Policy",
            "The policy; {} where there is none.",
            property="Policy",
            default={},
            required=True,
        ),
        boolean(
            "block_public_acls",
            f"{_BLOCK}.BlockPublicAcls",
            "New public ACLs are rejected.",
            property="PublicAccessBlockConfiguration.BlockPublicAcls",
            default=True,
            unless="PublicAccessBlockConfiguration",
            required=True,
        ),
        boolean(
            "ignore_public_acls",
            f"{_BLOCK}.IgnorePublicAcls",
            "Public ACLs are ignored.",
            property="PublicAccessBlockConfiguration.IgnorePublicAcls",
            default=True,
            unless="PublicAccessBlockConfiguration",
            required=True,
        ),
        boolean(
            "block_public_policy",
            f"{_BLOCK}.BlockPublicPolicy",
            "New public policies are rejected.",
            property="PublicAccessBlockConfiguration.BlockPublicPolicy",
            default=True,
            unless="PublicAccessBlockConfiguration",
            required=True,
        ),
        boolean(
            "restrict_public_buckets",
            f"{_BLOCK}.RestrictPublicBuckets",
            "A public policy gives access only to this account and AWS services.",
            property="PublicAccessBlockConfiguration.RestrictPublicBuckets",
            default=True,
            unless="PublicAccessBlockConfiguration",
            required=True,
        ),
    ),
    policy="policy",
    share=S3Access("access_point", flags=("restrict_public_buckets",), path=("vpc_id", "bucket")),
)
