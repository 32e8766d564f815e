"""How permission sets come, change and go, and reach the accounts that have them."""

from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Call

BUSY = ("ConflictException", "ThrottlingException")
FOUND = {"InstanceArn": "{instance_arn}", "PermissionSetArn": "{found.arn}"}
TAG = Step(
    "sso-admin.tag_resource",
    {"InstanceArn": "{instance_arn}", "ResourceArn": "{found.arn}", "Tags": "{tags|pairs}"},
    retry=BUSY,
    blast="none",
)

permission_set = Lifecycle(
    table="sso_permission_set",
    find=Find(
        "sso-admin.list_permission_sets",
        {"InstanceArn": "{instance_arn}"},
        items="PermissionSets[].{PermissionSetArn: @}",
        members={"InstanceArn": "{instance_arn}"},
        # AWS lists ARNs alone.
        each=(
            Call(
                "sso-admin.describe_permission_set",
                "PermissionSet",
                {"InstanceArn": "{InstanceArn}", "PermissionSetArn": "{PermissionSetArn}"},
                into="PermissionSet",
            ),
        ),
        match={"PermissionSet.Name": "{name}"},
    ),
    identity=("instance_arn", "name"),
    create=Step(
        "sso-admin.create_permission_set",
        {
            "InstanceArn": "{instance_arn}",
            "Name": "{name}",
            "Description": "{description}",
            "SessionDuration": "{session_duration}",
            "RelayState": "{relay_state}",
            "Tags": "{tags|pairs}",
        },
        retry=BUSY,
    ),
    creates=("instance_arn", "name", "description", "session_duration", "relay_state", "tags"),
    updates=(
        Update(
            ("description", "session_duration", "relay_state"),
            Step(
                "sso-admin.update_permission_set",
                {
                    **FOUND,
                    "Description": "{description}",
                    "SessionDuration": "{session_duration}",
                    "RelayState": "{relay_state}",
                },
                retry=BUSY,
            ),
        ),
        Update(
            ("inline_policy",),
            Step(
                "sso-admin.put_inline_policy_to_permission_set",
                {**FOUND, "InlinePolicy": "{inline_policy|json}"},
                retry=BUSY,
                blast="availability",
            ),
        ),
        Update(
            ("permissions_boundary",),
            Step(
                "sso-admin.put_permissions_boundary_to_permission_set",
                {**FOUND, "PermissionsBoundary": "{permissions_boundary}"},
                retry=BUSY,
                blast="availability",
            ),
        ),
        Update(("tags",), TAG),
        Update(
            ("is_provisioned",),
            choose={
                True: Step(
                    "sso-admin.provision_permission_set",
                    {**FOUND, "TargetType": "ALL_PROVISIONED_ACCOUNTS"},
                    retry=BUSY,
                    poll=Poll(
                        "sso-admin.describe_permission_set_provisioning_status",
                        {
                            "InstanceArn": "{instance_arn}",
                            "ProvisionPermissionSetRequestId": {
                                "$answer": "PermissionSetProvisioningStatus.RequestId"
                            },
                        },
                        take="PermissionSetProvisioningStatus.Status",
                        done=("SUCCEEDED",),
                        failed=("FAILED",),
                        why="PermissionSetProvisioningStatus.FailureReason",
                    ),
                    blast="availability",
                )
            },
        ),
    ),
    settles=("is_provisioned",),
    erase=Step("sso-admin.delete_permission_set", FOUND, retry=BUSY),
    normal={"inline_policy": "policy", "permissions_boundary": "json"},
    owner="tag",
    retag=TAG,
)
