"""How permission sets name policies of the accounts: each account has it beforehand."""

from ringwall.catalog.sso.instance import GONE
from ringwall.model.lifecycle import Find, Lifecycle, Step

BUSY = ("ConflictException", "ThrottlingException")
SET = {"InstanceArn": "{instance_arn}", "PermissionSetArn": "{permission_set_arn}"}
POLICY = {**SET, "CustomerManagedPolicyReference": {"Name": "{name}", "Path": "{path}"}}

attachment = Lifecycle(
    table="sso_permission_set_customer_policy",
    find=Find(
        "sso-admin.list_customer_managed_policy_references_in_permission_set",
        SET,
        items="CustomerManagedPolicyReferences",
        match={"Name": "{name}", "Path": "{path}"},
        absent=GONE,
    ),
    identity=("instance_arn", "permission_set_arn", "name", "path"),
    ids=(),
    create=Step(
        "sso-admin.attach_customer_managed_policy_reference_to_permission_set", POLICY, retry=BUSY
    ),
    creates=("instance_arn", "permission_set_arn", "name", "path"),
    erase=Step(
        "sso-admin.detach_customer_managed_policy_reference_from_permission_set", POLICY, retry=BUSY
    ),
)
