"""The inline policies of roles, one by one."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, document, text


def _policies(reader: Reader) -> Iterator[Row]:
    """Yield each inline policy with its role."""
    roles = reader.items(
        "iam.get_account_authorization_details", "RoleDetailList", Filter=["Role"], MaxItems=1000
    )
    for role in roles:
        named = {"RoleName": role["RoleName"], "RoleArn": role["Arn"]}
        yield from ({**policy, **named} for policy in role["RolePolicyList"])


policy = Table(
    name="iam_role_policy",
    doc="An inline policy of a role.",
    cloudformation="AWS::IAM::RolePolicy",
    scope="account",
    fetch=_policies,
    arn="{RoleArn}/policy/{PolicyName}",
    columns=(
        text("role_name", "RoleName", "The role.", property="RoleName"),
        text("policy_name", "PolicyName", "The policy's name.", property="PolicyName"),
        document(
            "policy_document",
            "PolicyDocument",
            "What it allows.",
            property="PolicyDocument",
            required=True,
        ),
    ),
)
