"""ECR repositories, with their policies."""

from ringwall.model.table import Call, Table, boolean, document, moment, text

repository = Table(
    name="ecr_repository",
    doc="A private repository of container images.",
    cloudformation="AWS::ECR::Repository",
    list=Call("ecr.describe_repositories", "repositories", {"maxResults": 1000}),
    arn="repositoryArn",
    tags="Tags",
    calls=(
        Call(
            "ecr.get_repository_policy",
            "policyText",
            {"repositoryName": "{repositoryName}"},
            into="PolicyText",
            absent=("RepositoryPolicyNotFoundException",),
        ),
        Call(
            "ecr.get_lifecycle_policy",
            "lifecyclePolicyText",
            {"repositoryName": "{repositoryName}"},
            into="LifecyclePolicyText",
            absent=("LifecyclePolicyNotFoundException",),
        ),
        Call("ecr.list_tags_for_resource", "tags", {"resourceArn": "{repositoryArn}"}, into="Tags"),
    ),
    gone=("RepositoryNotFoundException",),
    columns=(
        text(
            "repository_name", "repositoryName", "The repository's name.", property="RepositoryName"
        ),
        text(
            "repository_uri",
            "repositoryUri",
            "Where images are pulled from.",
            property="RepositoryUri",
        ),
        document(
            "repository_policy_text",
            "PolicyText",
            "The policy; {} where there is none.",
            property="RepositoryPolicyText",
            default={},
            required=True,
        ),
        document(
            "lifecycle_policy_text",
            "LifecyclePolicyText",
            "Which images expire; {} where none does.",
            property="LifecyclePolicy.LifecyclePolicyText",
            default={},
            required=True,
        ),
        boolean(
            "scan_on_push",
            "imageScanningConfiguration.scanOnPush",
            "Images are scanned when they are pushed; registry settings may scan them too.",
            property="ImageScanningConfiguration.ScanOnPush",
            default=False,
            required=True,
        ),
        text(
            "image_tag_mutability",
            "imageTagMutability",
            "MUTABLE, or IMMUTABLE where a tag cannot be moved; perhaps with exclusions.",
            property="ImageTagMutability",
            default="MUTABLE",
            required=True,
        ),
        text(
            "encryption_type",
            "encryptionConfiguration.encryptionType",
            "AES256, KMS, KMS_DSSE.",
            property="EncryptionConfiguration.EncryptionType",
            default="AES256",
        ),
        text(
            "kms_key",
            "encryptionConfiguration.kmsKey",
            "The KMS key; '' for none.",
            property="EncryptionConfiguration.KmsKey",
            default="",
            unless="starts_with(EncryptionConfiguration.EncryptionType || '', 'KMS')",
        ),
        moment("created_at", "createdAt", "When it was created."),
    ),
    policy="repository_policy_text",
)
