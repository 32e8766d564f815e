"""How keys come, change and go: a key is scheduled for deletion, and is gone after some days.

A key has no name of its own, and its alias comes after it: it is found by its owner's tag.
"""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Call

_TAG = Step("kms.tag_resource", {"KeyId": "{found.key_id}", "Tags": "{tags|kms_pairs}"})
_KEY = {"KeyId": "{found.key_id}"}


key = Lifecycle(
    table="kms_key",
    find=Find(
        "resourcegroupstaggingapi.get_resources",
        {
            "ResourceTypeFilters": ["kms:key"],
            "TagFilters": [{"Key": "ringwall:blueprint", "Values": ["{owner}"]}],
        },
        items="ResourceTagMappingList[].{KeyArn: ResourceARN, KeyId: ResourceARN}",
        each=(Call("kms.describe_key", "KeyMetadata", {"KeyId": "{KeyId}"}, into="Metadata"),),
        match={"Metadata.KeyState": "Enabled"},
    ),
    given=("owner",),
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
        # A principal of the policy that was just made is not known yet.
        retry=("MalformedPolicyDocumentException", "KMSInternalException"),
        also=("kms:TagResource",),
    ),
    creates=("description", "key_policy", "key_spec", "key_usage", "multi_region", "tags"),
    updates=(
        Update(
            ("enable_key_rotation",),
            choose={
                True: Step("kms.enable_key_rotation", _KEY),
                False: Step("kms.disable_key_rotation", _KEY),
            },
        ),
        Update(
            ("key_policy",),
            Step(
                "kms.put_key_policy",
                {**_KEY, "PolicyName": "default", "Policy": "{key_policy|json}"},
                retry=("MalformedPolicyDocumentException",),
                blast="availability",
            ),
        ),
        Update(
            ("description",),
            Step("kms.update_key_description", {**_KEY, "Description": "{description}"}),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step(
        "kms.schedule_key_deletion", {**_KEY, "PendingWindowInDays": 30}, blast="availability"
    ),
    replaced_by=("key_spec", "key_usage", "multi_region"),
    normal={"key_policy": "policy"},
    owner="tag",
    retag=_TAG,
    wait=120.0,
)
