"""The managed policies of roles, one by one."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, text


def _attachments(reader: Reader) -> Iterator[Row]:
    """Yield each managed policy with its role."""
    roles = reader.items(
        "iam.get_account_authorization_details", "RoleDetailList", Filter=["Role"], MaxItems=1000
    )
    for role in roles:
        named = {"RoleName": role["RoleName"], "RoleArn": role["Arn"]}
        yield from ({**policy, **named} for policy in role["AttachedManagedPolicies"])


attachment = Table(
    name="iam_role_policy_attachment",
    doc="A managed policy that a role has.",
    scope="account",
    fetch=_attachments,
    arn="{RoleArn}/managed-policy/{PolicyName}",
    columns=(
        text("role_name", "RoleName", "The role."),
        text("policy_arn", "PolicyArn", "The ARN of the policy.", required=True),
        text("policy_name", "PolicyName", "The policy's name."),
    ),
)
