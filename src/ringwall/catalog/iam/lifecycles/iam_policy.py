"""How managed policies come, change and go: a change is a new version, and AWS keeps five.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
"""

from typing import Any

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.reference import JSON, TEXT, find_references, write_json
from ringwall.model.table import Call, Row

ARN = "arn:{partition}:iam::{account_id}:policy/{policy_name}"
_WHICH = {"PolicyArn": ARN}
"""By its name, so that whoever applies may change no other."""
_TAG = Step("iam.tag_policy", {**_WHICH, "Tags": "{tags|pairs}"}, blast="none")
_LOST = "AWS keeps five versions of a policy: the oldest one goes for good, to make room"


def write_creation(names: Row) -> Row:
    """Return the parameters of `create_policy`: a new policy has one version, and none to spare."""
    document = names["policy_document"]
    is_open = any(find_references(document))
    given = {
        "PolicyName": names["policy_name"],
        "Description": names.get("description"),
        "PolicyDocument": {JSON: document} if is_open else write_json(document),
        "Tags": [{"Key": key, "Value": text} for key, text in sorted(names["tags"].items())],
    }
    return {name: value for name, value in given.items() if value is not None}


def write_deletion(names: Row) -> Row:
    """Return the parameters of `delete_policy_version`; what is not known yet is left out."""
    given = {
        "PolicyArn": _name_arn(names),
        "VersionId": names.get("before", {}).get("surplus_version_id"),
    }
    return {name: value for name, value in given.items() if value is not None}


def _name_arn(names: Row) -> Any:
    place = ["arn:", names["partition"], ":iam::", names["account_id"], ":policy/"]
    parts = [*place, names["policy_name"]]
    return {TEXT: parts} if any(find_references(parts)) else "".join(parts)


policy = Lifecycle(
    table="iam_policy",
    find=Find(
        "iam.get_policy",
        {"PolicyArn": ARN},
        take="Policy",
        absent=("NoSuchEntity",),
        then=(
            Call(
                "iam.get_policy_version",
                "PolicyVersion.Document",
                {"PolicyArn": "{Arn}", "VersionId": "{DefaultVersionId}"},
                into="Document",
            ),
            Call(
                "iam.list_policy_versions",
                "Versions[?!IsDefaultVersion]",
                {"PolicyArn": "{Arn}"},
                into="OtherVersions",
            ),
        ),
    ),
    identity=("policy_name",),
    named_by=("policy_name",),
    create=Step(
        "iam.create_policy",
        build=write_creation,
        also=("iam:TagPolicy",),
    ),
    creates=("policy_name", "description", "policy_document", "surplus_version_id", "tags"),
    updates=(
        Update(
            ("surplus_version_id",),
            Step(
                "iam.delete_policy_version",
                build=write_deletion,
                irreversible=_LOST,
            ),
        ),
        Update(
            ("policy_document",),
            Step(
                "iam.create_policy_version",
                {**_WHICH, "PolicyDocument": "{policy_document|json}", "SetAsDefault": True},
                retry=("LimitExceeded",),
                blast="availability",
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("iam.delete_policy", _WHICH, retry=("DeleteConflict",), blast="availability"),
    parts={"iam_role_policy_attachment": {"policy_arn": "arn"}},
    replaced_by=("description",),
    normal={"policy_document": "policy"},
    owner="tag",
    retag=_TAG,
)
