"""Permission sets: what people may do in the accounts that they are assigned to."""

from collections.abc import Iterator

from ringwall.catalog.iam.statements import explode_policy
from ringwall.catalog.sso.instance import GONE, read_permission_sets
from ringwall.model.table import Call, Derived, Row, Table, boolean, document, moment, text, texts

NAMED = {"InstanceArn": "{InstanceArn}", "PermissionSetArn": "{PermissionSetArn}"}
"""How the calls about a permission set name it."""


def _statements(held: Row, _: Row) -> Iterator[Row]:
    yield from explode_policy(held["InlinePolicy"], "sso_permission_set", "inline", "inline")


def _attachments(held: Row, row: Row) -> Iterator[Row]:
    for policy in held["Managed"]:
        yield {
            "arn": f"{row['arn']}/{policy['Name']}",
            "instance_arn": held["InstanceArn"],
            "permission_set_arn": held["PermissionSetArn"],
            "managed_policy_arn": policy["Arn"],
            "managed_policy_name": policy["Name"],
        }


def _customer_policies(held: Row, row: Row) -> Iterator[Row]:
    for policy in held["Customer"]:
        path = policy.get("Path") or "/"
        yield {
            "arn": f"{row['arn']}{path}{policy['Name']}",
            "instance_arn": held["InstanceArn"],
            "permission_set_arn": held["PermissionSetArn"],
            "name": policy["Name"],
            "path": path,
        }


permission_set = Table(
    name="sso_permission_set",
    doc="A permission set of IAM Identity Center: it becomes a role in each account that has it.",
    cloudformation="AWS::SSO::PermissionSet",
    scope="organization",
    fetch=read_permission_sets,
    arn="PermissionSetArn",
    account="OwnerAccountId",
    region="Region",
    tags="Tags",
    calls=(
        Call("sso-admin.describe_permission_set", "PermissionSet", NAMED, into="PermissionSet"),
        Call(
            "sso-admin.get_inline_policy_for_permission_set",
            "InlinePolicy || ''",
            NAMED,
            into="InlinePolicy",
        ),
        Call(
            "sso-admin.get_permissions_boundary_for_permission_set",
            "PermissionsBoundary",
            NAMED,
            into="Boundary",
            absent=GONE,
        ),
        Call(
            "sso-admin.list_managed_policies_in_permission_set",
            "AttachedManagedPolicies",
            NAMED,
            into="Managed",
        ),
        Call(
            "sso-admin.list_customer_managed_policy_references_in_permission_set",
            "CustomerManagedPolicyReferences",
            NAMED,
            into="Customer",
        ),
        Call(
            "sso-admin.list_accounts_for_provisioned_permission_set",
            "AccountIds",
            {**NAMED, "ProvisioningStatus": "LATEST_PERMISSION_SET_NOT_PROVISIONED"},
            into="Outdated",
        ),
        Call(
            "sso-admin.list_tags_for_resource",
            "Tags",
            {"InstanceArn": "{InstanceArn}", "ResourceArn": "{PermissionSetArn}"},
            into="Tags",
        ),
    ),
    gone=GONE,
    columns=(
        text("instance_arn", "InstanceArn", "The instance that it is of."),
        text("name", "PermissionSet.Name", "The permission set's name.", required=True),
        text("description", "PermissionSet.Description", "Its description."),
        text(
            "session_duration",
            "PermissionSet.SessionDuration",
            "How long a session lasts: PT1H is one hour.",
            required=True,
        ),
        text("relay_state", "PermissionSet.RelayState", "The page that a session starts with."),
        document("inline_policy", "InlinePolicy || `{}`", "Its inline policy; {} for none."),
        texts("managed_policy_arns", "Managed[].Arn", "The AWS managed policies that it has."),
        document(
            "customer_managed_policies",
            "Customer",
            "The policies of the accounts that it names: Name and Path of each.",
            absent=[],
        ),
        document(
            "permissions_boundary",
            "Boundary",
            "The boundary of its roles: ManagedPolicyArn, or CustomerManagedPolicyReference.",
        ),
        boolean(
            "is_provisioned",
            "length(Outdated) == `0`",
            "Every account that has it has it as it is now.",
            required=True,
        ),
        moment("created_date", "PermissionSet.CreatedDate", "When it was made."),
    ),
    derived=(
        Derived("policy_statement", _statements, needs="InlinePolicy"),
        Derived("sso_permission_set_attachment", _attachments, needs="Managed"),
        Derived("sso_permission_set_customer_policy", _customer_policies, needs="Customer"),
    ),
)
