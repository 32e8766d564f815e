"""How AWS managed policies are attached to permission sets."""

from ringwall.catalog.sso.instance import GONE
from ringwall.model.lifecycle import Find, Lifecycle, Step

BUSY = ("ConflictException", "ThrottlingException")
SET = {"InstanceArn": "{instance_arn}", "PermissionSetArn": "{permission_set_arn}"}
POLICY = {**SET, "ManagedPolicyArn": "{managed_policy_arn}"}

attachment = Lifecycle(
    table="sso_permission_set_attachment",
    find=Find(
        "sso-admin.list_managed_policies_in_permission_set",
        SET,
        items="AttachedManagedPolicies",
        match={"Arn": "{managed_policy_arn}"},
        absent=GONE,
    ),
    identity=("instance_arn", "permission_set_arn", "managed_policy_arn"),
    ids=(),
    create=Step("sso-admin.attach_managed_policy_to_permission_set", POLICY, retry=BUSY),
    creates=("instance_arn", "permission_set_arn", "managed_policy_arn"),
    erase=Step("sso-admin.detach_managed_policy_from_permission_set", POLICY, retry=BUSY),
)
