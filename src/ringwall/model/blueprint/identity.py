"""The language of a blueprint: the layer identity."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import AccountName, RegionName

PermissionSetName = Annotated[
    str,
    Meta(
        pattern=r"^[\w+=,.@-]{1,32}$",
        extra_json_schema={
            "patternErrorMessage": "a permission set is named by up to 32 letters, digits and "
            "+=,.@-_"
        },
    ),
]
GroupName = Annotated[str, Meta(min_length=1, max_length=1024)]
ManagedPolicyName = Annotated[
    str,
    Meta(
        pattern=r"^(arn:[\w:/+=,.@-]+|[\w+=,.@/-]{1,128})$",
        extra_json_schema={
            "patternErrorMessage": "a policy is written as in ReadOnlyAccess, job-function/Billing "
            "or by its ARN"
        },
    ),
]
SessionDuration = Annotated[
    str,
    Meta(
        pattern=r"^PT([1-9]|1[0-2])H$",
        extra_json_schema={
            "patternErrorMessage": "a session lasts from PT1H (one hour) to PT12H (twelve)"
        },
    ),
]
PasswordAge = Annotated[int, Meta(ge=1, le=1095)]
PasswordCount = Annotated[int, Meta(ge=1, le=24)]
ROOT = "root"
"""In place of a unit's path: the whole organization."""


class PasswordPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The passwords of IAM users, in each account."""

    enabled: Annotated[bool, Meta(description="Whether accounts get a password policy.")] = True
    minimum_password_length: Annotated[
        int,
        Meta(description="The shortest password.", ge=6, le=128, extra={"strict": 16}),
    ] = 14
    require_symbols: Annotated[bool, Meta(description="Passwords need a symbol.")] = True
    require_numbers: Annotated[bool, Meta(description="Passwords need a digit.")] = True
    require_uppercase_characters: Annotated[
        bool, Meta(description="Passwords need an uppercase letter.")
    ] = True
    require_lowercase_characters: Annotated[
        bool, Meta(description="Passwords need a lowercase letter.")
    ] = True
    allow_users_to_change_password: Annotated[
        bool, Meta(description="Users can change their own password.")
    ] = True
    max_password_age: Annotated[
        PasswordAge | None, Meta(description="In days; without it, passwords do not expire.")
    ] = 90
    password_reuse_prevention: Annotated[
        PasswordCount | None, Meta(description="How many old passwords cannot be used again.")
    ] = 24


class PermissionSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What people may do in the accounts that they get it in."""

    description: Annotated[str, Meta(description="What it is for.", max_length=700)] = ""
    session_duration: Annotated[
        SessionDuration, Meta(description="How long a session lasts: PT1H is one hour.")
    ] = "PT1H"
    managed_policies: Annotated[
        tuple[ManagedPolicyName, ...],
        Meta(description="Policies that AWS manages: ReadOnlyAccess.", max_length=20),
    ] = ()
    customer_managed_policies: Annotated[
        tuple[ManagedPolicyName, ...],
        Meta(
            description="Policies that each of the accounts has itself, by path and name.",
            max_length=20,
        ),
    ] = ()
    inline_policy: Annotated[
        dict[str, Any] | None, Meta(description="A policy of its own, as a document.")
    ] = None
    permissions_boundary: Annotated[
        ManagedPolicyName | None,
        Meta(description="The policy of AWS beyond which it never reaches: PowerUserAccess."),
    ] = None
    break_glass: Annotated[
        bool,
        Meta(
            description="Whether it is for emergencies, and may be an administrator: it gets the "
            "tag break-glass=true."
        ),
    ] = False


class PermissionAssignment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which group has which permission set, and where."""

    group: Annotated[GroupName, Meta(description="The group's name.")]
    permission_set: Annotated[PermissionSetName, Meta(description="The permission set.")]
    units: Annotated[
        tuple[str, ...],
        Meta(
            description="The units whose accounts it is for, by path, with those in them; root for "
            "the whole organization."
        ),
    ] = ()
    accounts: Annotated[
        tuple[AccountName, ...], Meta(description="Accounts that it is for, by name.")
    ] = ()


PERMISSION_SETS = {
    "Administrator": PermissionSet(
        description="Everything: for emergencies, for few people, and for an hour",
        managed_policies=("AdministratorAccess",),
        break_glass=True,
    ),
    "ReadOnly": PermissionSet(
        description="Reads everything",
        session_duration="PT8H",
        managed_policies=("ReadOnlyAccess",),
    ),
    "SecurityAudit": PermissionSet(
        description="Reads how everything is set up, and no data",
        session_duration="PT8H",
        managed_policies=("SecurityAudit", "job-function/ViewOnlyAccess"),
    ),
    "Billing": PermissionSet(
        description="Invoices, payments and budgets",
        session_duration="PT4H",
        managed_policies=("job-function/Billing",),
    ),
}
ASSIGNMENTS = (
    PermissionAssignment(group="Administrators", permission_set="Administrator", units=(ROOT,)),
    PermissionAssignment(group="Viewers", permission_set="ReadOnly", units=(ROOT,)),
    PermissionAssignment(group="SecurityAuditors", permission_set="SecurityAudit", units=(ROOT,)),
)


class IdentityCenter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Permission sets and assignments of the organization's IAM Identity Center."""

    enabled: Annotated[bool, Meta(description="Whether the blueprint has a say in it.")] = True
    region: Annotated[
        RegionName | None,
        Meta(description="The Region of the instance; the home Region if left out."),
    ] = None
    create_groups: Annotated[
        bool,
        Meta(description="Whether groups are made. Not, where a directory sends them (SCIM)."),
    ] = True
    permission_sets: Annotated[
        dict[PermissionSetName, PermissionSet], Meta(description="The permission sets, by name.")
    ] = msgspec.field(default_factory=lambda: dict(PERMISSION_SETS))
    assignments: Annotated[
        tuple[PermissionAssignment, ...],
        Meta(description="Which group has which permission set, and where."),
    ] = ASSIGNMENTS


class AccessAnalyzer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What IAM Access Analyzer looks for in the organization, from the account security."""

    external_access: Annotated[
        bool,
        Meta(description="Resources that others than the organization can reach, in each Region."),
    ] = True
    unused_access: Annotated[
        bool,
        Meta(
            description="Users, roles and permissions that nobody uses. AWS charges for each user "
            "and role.",
            extra={"strict": True},
        ),
    ] = False
    unused_access_age: Annotated[
        int,
        Meta(
            description="After how many days access counts as unused.",
            ge=1,
            le=365,
            extra={"strict": 45},
        ),
    ] = 90


class Identity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The layer identity of a blueprint."""

    password_policy: Annotated[
        PasswordPolicy, Meta(description="The passwords of IAM users, in each account.")
    ] = msgspec.field(default_factory=PasswordPolicy)
    identity_center: Annotated[
        IdentityCenter,
        Meta(
            description="Who may sign in, and as what. The instance itself is enabled by hand.",
            extra={"once": True, "services": ("sso-admin", "identitystore")},
        ),
    ] = msgspec.field(default_factory=IdentityCenter)
    access_analyzer: Annotated[
        AccessAnalyzer,
        Meta(
            description="What IAM Access Analyzer looks for.",
            extra={"once": True, "services": ("accessanalyzer",)},
        ),
    ] = msgspec.field(default_factory=AccessAnalyzer)
