"""How policies of Firewall Manager come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step("fms.tag_resource", {"ResourceArn": "{found.arn}", "TagList": "{tags|pairs}"})
_POLICY = {
    "PolicyName": "{policy_name}",
    "PolicyDescription": "{policy_description}",
    "SecurityServicePolicyData": {
        "Type": "{security_service_type}",
        "ManagedServiceData": "{managed_service_data|json}",
    },
    "ResourceType": "{resource_type}",
    "ExcludeResourceTags": False,
    "RemediationEnabled": "{remediation_enabled}",
}
_SETTINGS = ("policy_description", "managed_service_data", "remediation_enabled")
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
        {"Policy": _POLICY, "TagList": "{tags|pairs}"},
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
                {
                    "Policy": {
                        **_POLICY,
                        "PolicyName": "{found.policy_name}",
                        "SecurityServicePolicyData": {
                            "Type": "{found.security_service_type}",
                            "ManagedServiceData": "{managed_service_data|json}",
                        },
                        "ResourceType": "{found.resource_type}",
                        "PolicyId": "{found.policy_id}",
                        "PolicyUpdateToken": "{now.token}",
                    }
                },
                blast="availability",
            ),
            whole=True,
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("fms.delete_policy", {"PolicyId": "{found.policy_id}"}),
    normal={"managed_service_data": "json"},
    owner="tag",
    retag=_TAG,
    wait=120.0,
)
