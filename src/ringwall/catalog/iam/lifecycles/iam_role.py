"""How roles come, change and go. Their policies are rows of their own."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"RoleName": "{role_name}"}
_TAG = Step("iam.tag_role", {**_NAME, "Tags": "{tags|pairs}"}, blast="none")
_NOT_YET = ("MalformedPolicyDocument",)
"""A principal of its trust policy was made just now."""


role = Lifecycle(
    table="iam_role",
    find=Find(
        "iam.get_role",
        _NAME,
        take=(
            "Role.{Arn: Arn, RoleName: RoleName, RoleId: RoleId, Path: Path, Tags: Tags,"
            " AssumeRolePolicyDocument: AssumeRolePolicyDocument,"
            " Listed: {Description: Description, MaxSessionDuration: MaxSessionDuration}}"
        ),
        absent=("NoSuchEntity",),
    ),
    identity=("role_name",),
    named_by=("role_name",),
    ids=("arn", "role_name"),
    create=Step(
        "iam.create_role",
        {
            **_NAME,
            "Path": "{path}",
            "AssumeRolePolicyDocument": "{assume_role_policy_document|json}",
            "Description": "{description}",
            "MaxSessionDuration": "{max_session_duration}",
            "Tags": "{tags|pairs}",
        },
        retry=_NOT_YET,
        also=("iam:TagRole",),
    ),
    creates=(
        "role_name",
        "path",
        "assume_role_policy_document",
        "description",
        "max_session_duration",
        "tags",
    ),
    updates=(
        Update(
            ("assume_role_policy_document",),
            Step(
                "iam.update_assume_role_policy",
                {**_NAME, "PolicyDocument": "{assume_role_policy_document|json}"},
                retry=_NOT_YET,
                blast="availability",
            ),
        ),
        Update(
            ("description", "max_session_duration"),
            Step(
                "iam.update_role",
                {
                    **_NAME,
                    "Description": "{description}",
                    "MaxSessionDuration": "{max_session_duration}",
                },
            ),
            whole=True,
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("iam.delete_role", _NAME, retry=("DeleteConflict",), blast="availability"),
    parts={
        "iam_instance_profile_role": {"role_name": "role_name"},
        "iam_role_policy": {"role_name": "role_name"},
        "iam_role_policy_attachment": {"role_name": "role_name"},
    },
    replaced_by=("path",),
    normal={"assume_role_policy_document": "policy"},
    owner="tag",
    retag=_TAG,
)
