"""IAM users: who has long-lived credentials, and what the credential report says of them."""

from ringwall.catalog.iam.report import REPORT
from ringwall.model.table import Call, Column, Table, boolean, document, moment, text, texts


def _key_columns(number: int) -> tuple[Column, ...]:
    key = f"access_key_{number}"
    path = f"Report.{key}"
    return (
        boolean(f"{key}_active", f"{path}_active", f"Access key {number} works."),
        moment(f"{key}_last_rotated", f"{path}_last_rotated", f"When key {number} was made."),
        moment(
            f"{key}_last_used_date", f"{path}_last_used_date", f"When key {number} was last used."
        ),
        text(f"{key}_last_used_region", f"{path}_last_used_region", "The region of that use."),
        text(f"{key}_last_used_service", f"{path}_last_used_service", "The service of that use."),
    )


def _certificate_columns(number: int) -> tuple[Column, ...]:
    certificate = f"cert_{number}"
    path = f"Report.{certificate}"
    return (
        boolean(f"{certificate}_active", f"{path}_active", f"Signing certificate {number} works."),
        moment(
            f"{certificate}_last_rotated",
            f"{path}_last_rotated",
            f"When signing certificate {number} was made.",
        ),
    )


user = Table(
    name="iam_user",
    doc="An IAM user, with its row of the credential report (up to four hours old).",
    cloudformation="AWS::IAM::User",
    scope="account",
    list=Call(
        "iam.get_account_authorization_details",
        "UserDetailList",
        {"Filter": ["User"], "MaxItems": 1000},
    ),
    arn="Arn",
    tags="Tags",
    shared=(REPORT,),
    columns=(
        text("user_name", "UserName", "The user's name.", required=True),
        text("user_id", "UserId", "The user's unique ID: AIDA..."),
        text("path", "Path", "The path of the name.", default="/", required=True),
        moment("create_date", "CreateDate", "When the user was created."),
        texts(
            "groups",
            "GroupList",
            "Names of the groups that the user is in.",
            property="Groups",
            required=True,
        ),
        texts(
            "managed_policy_arns",
            "AttachedManagedPolicies[].PolicyArn",
            "Managed policies attached directly to the user.",
            property="ManagedPolicyArns",
            required=True,
        ),
        texts(
            "inline_policies",
            "UserPolicyList[].PolicyName",
            "Names of the inline policies.",
            property="Policies[].PolicyName",
            within=True,
        ),
        document(
            "policies",
            "UserPolicyList",
            "The inline policies as AWS gives them.",
            [],
            property="Policies",
            items=("PolicyName", "PolicyDocument"),
        ),
        text(
            "permissions_boundary",
            "PermissionsBoundary.PermissionsBoundaryArn",
            "The user's permissions boundary.",
            property="PermissionsBoundary",
            default="",
            within=True,
        ),
        boolean(
            "password_enabled",
            "Report.password_enabled",
            "The user has a console password.",
            property="LoginProfile && `true`",
            default=False,
            required=True,
        ),
        moment(
            "password_last_used", "Report.password_last_used", "When the password was last used."
        ),
        moment(
            "password_last_changed",
            "Report.password_last_changed",
            "When the password was last changed.",
        ),
        moment(
            "password_next_rotation",
            "Report.password_next_rotation",
            "When the password must be changed.",
        ),
        boolean("mfa_active", "Report.mfa_active", "The user has MFA.", required=True),
        *_key_columns(1),
        *_key_columns(2),
        *_certificate_columns(1),
        *_certificate_columns(2),
    ),
    inline_policies="policies",
)
