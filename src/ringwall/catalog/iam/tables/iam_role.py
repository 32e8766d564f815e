"""IAM roles: who can assume them, and their permissions."""

from collections.abc import Mapping

from ringwall.model.table import (
    Call,
    Reader,
    Row,
    Shared,
    Table,
    boolean,
    document,
    integer,
    moment,
    text,
    texts,
)


def _listed(reader: Reader) -> Mapping[str, Row]:
    # The authorization details lack these two members.
    return {role["Arn"]: role for role in reader.items("iam.list_roles", "Roles", MaxItems=1000)}


role = Table(
    name="iam_role",
    doc="An IAM role.",
    cloudformation="AWS::IAM::Role",
    scope="account",
    list=Call(
        "iam.get_account_authorization_details",
        "RoleDetailList",
        {"Filter": ["Role"], "MaxItems": 1000},
    ),
    arn="Arn",
    tags="Tags",
    shared=(Shared("Listed", _listed, "Arn"),),
    columns=(
        text("role_name", "RoleName", "The role's name.", required=True),
        text("role_id", "RoleId", "The role's unique ID: AROA..."),
        text("path", "Path", "The path of the name.", default="/", required=True),
        boolean(
            "is_service_linked",
            "starts_with(Path, '/aws-service-role/')",
            "It is a service-linked role, which only its service can change.",
            property="starts_with(Path || '/', '/aws-service-role/')",
        ),
        moment("create_date", "CreateDate", "When the role was created."),
        text(
            "description",
            "Listed.Description",
            "Its description.",
            property="Description",
            default="",
        ),
        integer(
            "max_session_duration",
            "Listed.MaxSessionDuration",
            "In seconds.",
            property="MaxSessionDuration",
            default=3600,
        ),
        document(
            "assume_role_policy_document",
            "AssumeRolePolicyDocument",
            "The trust policy.",
            required=True,
        ),
        texts(
            "managed_policy_arns",
            "AttachedManagedPolicies[].PolicyArn",
            "Managed policies attached to the role.",
            property="ManagedPolicyArns",
            required=True,
        ),
        texts(
            "inline_policies",
            "RolePolicyList[].PolicyName",
            "Names of the inline policies.",
            property="Policies[].PolicyName",
            required=True,
        ),
        document(
            "policies",
            "RolePolicyList",
            "The inline policies as AWS gives them.",
            [],
            property="Policies",
            required=True,
            items=("PolicyName", "PolicyDocument"),
        ),
        text(
            "permissions_boundary",
            "PermissionsBoundary.PermissionsBoundaryArn",
            "The role's permissions boundary.",
            property="PermissionsBoundary",
            default="",
            within=True,
        ),
        texts(
            "instance_profile_arns",
            "InstanceProfileList[].Arn",
            "Instance profiles that contain the role.",
            required=True,
        ),
        moment("last_used", "RoleLastUsed.LastUsedDate", "The last use within 400 days."),
        text("last_used_region", "RoleLastUsed.Region", "The region of that use."),
    ),
    policy="assume_role_policy_document",
    policy_type="trust",
    inline_policies="policies",
    must_allow="sts",
)
