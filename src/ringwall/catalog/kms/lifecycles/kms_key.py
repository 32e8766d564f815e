"""How keys come, change and go. A key has no name: it is known by its tag.

It is never deleted at once: its deletion is scheduled, and can be canceled meanwhile.
"""

from ringwall.catalog.kms.rotation import write_rotation
from ringwall.catalog.kms.tables.kms_key import IS_OURS
from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Call

_ID = {"KeyId": "{found.key_id}"}
_ENDING = ("PendingDeletion", "PendingReplicaDeletion")
_IS_THERE = f"!contains(`{list(_ENDING)}`, Metadata.KeyState)".replace("'", '"')
_OWNER = f"Tags[?TagKey=='{OWNER_TAG}'].TagValue | [0]"
_TAG = Step("kms.tag_resource", {**_ID, "Tags": "{tags|kms_pairs}"}, blast="none")
_NOT_YET = ("MalformedPolicyDocumentException",)
"""A principal of its policy was made just now."""
WINDOW = 30
"""Days until a key is deleted: the most that AWS has."""


key = Lifecycle(
    table="kms_key",
    find=Find(
        "kms.list_keys",
        {"Limit": 1000},
        items="Keys",
        each=(
            Call("kms.describe_key", "KeyMetadata", {"KeyId": "{KeyId}"}, into="Metadata"),
            Call("kms.list_resource_tags", "Tags", {"KeyId": "{KeyId}"}, into="Tags", when=IS_OURS),
        ),
        match={f"({_IS_THERE}) && ({_OWNER})": "{owner}"},
        known={"KeyId": "{found.key_id}"},
        direct={"KeyId": "{found.key_id}"},
        there=_IS_THERE,
    ),
    ids=("arn", "key_id"),
    create=Step(
        "kms.create_key",
        {
            "Description": "{description}",
            "Policy": "{key_policy|json}",
            "KeySpec": "{key_spec}",
            "KeyUsage": "{key_usage}",
            "MultiRegion": "{multi_region}",
            "Tags": "{tags|kms_pairs}",
        },
        retry=_NOT_YET,
        also=("kms:PutKeyPolicy", "kms:TagResource"),
    ),
    creates=("description", "key_policy", "key_spec", "key_usage", "multi_region", "tags"),
    updates=(
        Update(
            ("key_policy",),
            Step(
                "kms.put_key_policy",
                {**_ID, "PolicyName": "default", "Policy": "{key_policy|json}"},
                retry=_NOT_YET,
                blast="availability",
            ),
        ),
        Update(
            ("description",),
            Step(
                "kms.update_key_description", {**_ID, "Description": "{description}"}, blast="none"
            ),
        ),
        Update(
            ("enable_key_rotation", "rotation_period_in_days"),
            Step("kms.enable_key_rotation", build=write_rotation),
            choose={False: Step("kms.disable_key_rotation", _ID)},
        ),
        Update(
            ("enabled",),
            choose={
                True: Step("kms.enable_key", _ID),
                False: Step("kms.disable_key", _ID, blast="availability"),
            },
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step(
        "kms.schedule_key_deletion",
        {**_ID, "PendingWindowInDays": WINDOW},
        blast="availability",
    ),
    replaced_by=("key_spec", "key_usage", "multi_region"),
    ending={"key_state": _ENDING},
    normal={"key_policy": "policy"},
    by_tag_alone=True,
    owner="tag",
    retag=_TAG,
)
