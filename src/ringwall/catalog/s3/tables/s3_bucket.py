"""S3 buckets: their policies, settings and what blocks public access to them."""

from ringwall.model.share import S3Access
from ringwall.model.table import Call, Table, boolean, document, integer, text

ACL = (
    "Acl.Grants[].{grantee: Grantee.ID || Grantee.URI || Grantee.EmailAddress, "
    "permission: Permission, on: 'bucket'}"
)


_OWN = {"Bucket": "{Name}", "ExpectedBucketOwner": "{account_id}"}
"""A bucket that is deleted meanwhile may be somebody else's a moment later."""
_RULE = "BucketEncryption.ServerSideEncryptionConfiguration[0]"
_RETENTION = "Rule.DefaultRetention"
_DEFAULT = f"{_RULE}.ServerSideEncryptionByDefault"


bucket = Table(
    name="s3_bucket",
    doc="A general purpose bucket.",
    cloudformation="AWS::S3::Bucket",
    scope="account",
    # Only a call with a parameter is answered with each bucket's region.
    list=Call("s3.list_buckets", "Buckets", {"MaxBuckets": 1000}),
    arn="arn:{partition}:s3:::{Name}",
    region="BucketRegion",
    tags="TagSet",
    calls=(
        Call(
            "s3.get_public_access_block",
            "PublicAccessBlockConfiguration",
            _OWN,
            into="PublicAccessBlock",
            absent=("NoSuchPublicAccessBlockConfiguration",),
        ),
        Call(
            "s3.get_bucket_policy",
            "Policy",
            _OWN,
            into="Policy",
            absent=("NoSuchBucketPolicy",),
        ),
        Call(
            "s3.get_bucket_encryption",
            "ServerSideEncryptionConfiguration.Rules[0]",
            _OWN,
            into="Encryption",
            absent=("ServerSideEncryptionConfigurationNotFoundError",),
        ),
        Call(
            "s3.get_bucket_versioning",
            # Where it never was on, AWS says nothing at all.
            "[@][?Status || keys(@) == `[]`] | [0]",
            _OWN,
            into="Versioning",
        ),
        Call(
            "s3.get_bucket_logging",
            # Of a bucket without logging AWS says nothing at all.
            "not_null(LoggingEnabled, [@][?keys(@) == `[]`] | [0])",
            _OWN,
            into="Logging",
        ),
        Call(
            "s3.get_bucket_ownership_controls",
            "OwnershipControls.Rules[0]",
            _OWN,
            into="Ownership",
            absent=("OwnershipControlsNotFoundError",),
        ),
        Call("s3.get_bucket_acl", "", _OWN, into="Acl"),
        Call(
            "s3.get_bucket_tagging",
            "TagSet",
            _OWN,
            into="TagSet",
            absent=("NoSuchTagSet",),
        ),
        Call(
            "s3.get_object_lock_configuration",
            "ObjectLockConfiguration",
            _OWN,
            into="ObjectLock",
            absent=("ObjectLockConfigurationNotFoundError",),
        ),
        Call(
            "s3.get_bucket_lifecycle_configuration",
            "Rules",
            _OWN,
            into="Lifecycle",
            absent=("NoSuchLifecycleConfiguration",),
        ),
    ),
    gone=("NoSuchBucket",),
    columns=(
        text("name", "Name", "The bucket's name.", property="BucketName"),
        # Without a configuration, the flags are on for buckets created since April 2023.
        boolean(
            "block_public_acls",
            "PublicAccessBlock.BlockPublicAcls",
            "New public ACLs are rejected.",
            property="PublicAccessBlockConfiguration.BlockPublicAcls",
            default=False,
            unless="!PublicAccessBlockConfiguration",
        ),
        boolean(
            "ignore_public_acls",
            "PublicAccessBlock.IgnorePublicAcls",
            "Public ACLs are ignored.",
            property="PublicAccessBlockConfiguration.IgnorePublicAcls",
            default=False,
            unless="!PublicAccessBlockConfiguration",
        ),
        boolean(
            "block_public_policy",
            "PublicAccessBlock.BlockPublicPolicy",
            "New public policies are rejected.",
            property="PublicAccessBlockConfiguration.BlockPublicPolicy",
            default=False,
            unless="!PublicAccessBlockConfiguration",
        ),
        boolean(
            "restrict_public_buckets",
            "PublicAccessBlock.RestrictPublicBuckets",
            "A public policy gives access only to this account and AWS services.",
            property="PublicAccessBlockConfiguration.RestrictPublicBuckets",
            default=False,
            unless="!PublicAccessBlockConfiguration",
        ),
        document("policy", "Policy", "The bucket policy; {} where there is none.", required=True),
        text(
            "sse_algorithm",
            "Encryption.ApplyServerSideEncryptionByDefault.SSEAlgorithm",
            "AES256, aws:kms or aws:kms:dsse.",
            property=f"{_DEFAULT}.SSEAlgorithm",
            default="AES256",
            required=True,
        ),
        text(
            "kms_master_key_id",
            "Encryption.ApplyServerSideEncryptionByDefault.KMSMasterKeyID",
            "The key of the default encryption.",
            property=f"{_DEFAULT}.KMSMasterKeyID",
            default="",
            unless=f"starts_with({_DEFAULT}.SSEAlgorithm || '', 'aws:kms')",
        ),
        boolean(
            "bucket_key_enabled",
            "Encryption.BucketKeyEnabled",
            "An S3 Bucket Key is used, which needs fewer calls to KMS.",
            property=f"{_RULE}.BucketKeyEnabled",
            default=False,
        ),
        text(
            "versioning_status",
            "Versioning.Status",
            "Enabled, Suspended, or '' for never.",
            property="VersioningConfiguration.Status",
            default="",
        ),
        text(
            "mfa_delete", "Versioning.MFADelete", "Enabled where deleting a version requires MFA."
        ),
        text(
            "log_bucket",
            "Logging.TargetBucket",
            "The bucket that receives access logs; '' for none.",
            property="LoggingConfiguration.DestinationBucketName",
            default="",
            unless="type(LoggingConfiguration) == 'object'",
        ),
        text(
            "log_prefix",
            "Logging.TargetPrefix",
            "The prefix of the access logs' keys.",
            property="LoggingConfiguration.LogFilePrefix",
            default="",
        ),
        boolean(
            "object_lock_enabled",
            "ObjectLock.ObjectLockEnabled == 'Enabled'",
            "Versions can be locked: a locked one is neither deleted nor overwritten.",
            property="ObjectLockEnabled",
            default=False,
        ),
        text(
            "object_lock_mode",
            f"ObjectLock.{_RETENTION}.Mode",
            "The mode of new versions' locks: COMPLIANCE, GOVERNANCE, or '' for no lock.",
            property=f"ObjectLockConfiguration.{_RETENTION}.Mode",
            default="",
        ),
        integer(
            "object_lock_days",
            f"ObjectLock.{_RETENTION}.Days",
            "For how many days new versions are locked; 0 where it is said in years.",
            property=f"ObjectLockConfiguration.{_RETENTION}.Days",
            default=0,
        ),
        integer(
            "object_lock_years",
            f"ObjectLock.{_RETENTION}.Years",
            "For how many years new versions are locked; 0 where it is said in days.",
            property=f"ObjectLockConfiguration.{_RETENTION}.Years",
            default=0,
        ),
        document(
            "lifecycle_rules",
            "Lifecycle",
            "When objects and versions expire or move to another storage class.",
            absent=[],
        ),
        text(
            "object_ownership",
            "Ownership.ObjectOwnership",
            "BucketOwnerEnforced (ACLs are disabled), BucketOwnerPreferred or ObjectWriter.",
            property="OwnershipControls.Rules[0].ObjectOwnership",
            required=True,
        ),
        document(
            "acl",
            ACL,
            "The bucket's ACL: [{grantee, permission, on}]; a grantee is a canonical user ID or "
            "the URI of a group. Without effect where object_ownership is BucketOwnerEnforced.",
            absent=[],
            required=True,
            items=("grantee", "permission"),
        ),
        text(
            "owner_canonical_id",
            "Acl.Owner.ID",
            "The canonical user ID of its owner.",
            required=True,
        ),
    ),
    policy="policy",
    share=S3Access(
        "bucket",
        flags=("ignore_public_acls", "restrict_public_buckets"),
        acl="acl",
        ownership="object_ownership",
        owner="owner_canonical_id",
    ),
)
