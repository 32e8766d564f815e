"""How policies of Firewall Manager come, change and go."""

from ringwall.catalog.fms.writes import SCOPE, change_policy, create_policy
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step("fms.tag_resource", {"ResourceArn": "{found.arn}", "TagList": "{tags|pairs}"})
_SCOPE = (*SCOPE, "exclude_resource_tags")
"""What it is about. The call replaces all of a policy, and one that says nothing is about all."""
_SETTINGS = ("policy_description", "managed_service_data", "remediation_enabled", *_SCOPE)
_FIXED = ("security_service_type", "resource_type")


policy = Lifecycle(
    table="fms_policy",
    find=Find(
        "fms.list_policies",
        items="PolicyList",
        match={"PolicyName": "{policy_name}"},
        known={"PolicyId": "{found.policy_id}"},
        now={"token": "Policy.PolicyUpdateToken"},
    ),
    identity=("policy_name",),
    ids=("arn", "policy_id", "policy_name", *_FIXED),
    create=Step(
        "fms.put_policy",
        build=create_policy,
        # The administrator's role was just made.
        retry=("InvalidOperationException",),
        also=("fms:TagResource",),
    ),
    creates=("policy_name", *_SETTINGS, *_FIXED, "tags"),
    updates=(
        Update(
            _SETTINGS,
            Step(
                "fms.put_policy",
                build=change_policy,
                blast="availability",
            ),
            whole=True,
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("fms.delete_policy", {"PolicyId": "{found.policy_id}"}),
    normal={
        "managed_service_data": "json",
        "resource_tags": "json",
        "include_map": "json",
        "exclude_map": "json",
        "resource_set_ids": "set",
    },
    owner="tag",
    retag=_TAG,
    wait=120.0,
)
