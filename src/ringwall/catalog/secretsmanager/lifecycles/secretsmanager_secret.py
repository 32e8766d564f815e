"""How secrets come, change and go. None gets a value here, and none is deleted at once.

A secret whose deletion is scheduled keeps its name until that day: AWS refuses another one of that
name, and says so. Restored, it has its value again.
"""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ID = {"SecretId": "{name}"}
_TAG = Step("secretsmanager.tag_resource", {**_ID, "Tags": "{tags|pairs}"}, blast="none")
_NOT_YET = ("MalformedPolicyDocumentException",)
"""A principal of its policy was made just now."""
WINDOW = 30
"""Days until a secret is deleted: the most that AWS has."""


secret = Lifecycle(
    table="secretsmanager_secret",
    find=Find(
        "secretsmanager.describe_secret",
        {"SecretId": "{name}"},
        take="(!DeletedDate && @) || `null`",
        absent=("ResourceNotFoundException",),
        direct={"ARN": "{found.arn}"},
    ),
    identity=("name",),
    create=Step(
        "secretsmanager.create_secret",
        {
            "Name": "{name}",
            "Description": "{description}",
            "KmsKeyId": "{kms_key_id}",
            "Tags": "{tags|pairs}",
        },
        also=("kms:Decrypt", "kms:GenerateDataKey", "secretsmanager:TagResource"),
    ),
    creates=("name", "description", "kms_key_id", "tags"),
    updates=(
        Update(
            ("resource_policy",),
            Step(
                "secretsmanager.put_resource_policy",
                {**_ID, "ResourcePolicy": "{resource_policy|json}", "BlockPublicPolicy": True},
                retry=_NOT_YET,
                blast="availability",
            ),
            clear=Step("secretsmanager.delete_resource_policy", _ID, blast="availability"),
        ),
        Update(
            ("description",),
            Step(
                "secretsmanager.update_secret",
                {**_ID, "Description": "{description}"},
                also=("kms:Decrypt", "kms:GenerateDataKey"),
                blast="none",
            ),
        ),
        Update(
            ("kms_key_id",),
            Step(
                "secretsmanager.update_secret",
                {**_ID, "KmsKeyId": "{kms_key_id}"},
                also=("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"),
                blast="availability",
            ),
            clear=Step(
                "secretsmanager.update_secret",
                {**_ID, "KmsKeyId": "alias/aws/secretsmanager"},
                also=("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"),
                blast="availability",
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step(
        "secretsmanager.delete_secret",
        {**_ID, "RecoveryWindowInDays": WINDOW},
        blast="availability",
    ),
    restore=Step("secretsmanager.restore_secret", _ID),
    normal={"resource_policy": "policy"},
    owner="tag",
    retag=_TAG,
)
