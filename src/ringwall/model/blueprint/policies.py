"""The language of a blueprint: the policies of the organization."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import AccountId, UnitPath

RoleName = Annotated[
    str,
    Meta(
        pattern=r"^[\w+=,.@/*?-]{1,128}$",
        extra_json_schema={
            "patternErrorMessage": "a role is named without its ARN, with its path if it has one; "
            "* and ? stand for other characters"
        },
    ),
]
ExemptAction = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9-]+:[A-Za-z0-9*?]+$",
        extra_json_schema={"patternErrorMessage": "an action is written as in s3:GetObject"},
    ),
]
ProviderHost = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9.-]+(/[A-Za-z0-9._/-]*)?$",
        extra_json_schema={"patternErrorMessage": "a provider is named without https://"},
    ),
]
PolicyName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
OwnPolicyType = Literal[
    "SERVICE_CONTROL_POLICY",
    "RESOURCE_CONTROL_POLICY",
    "TAG_POLICY",
    "BACKUP_POLICY",
    "AISERVICES_OPT_OUT_POLICY",
    "CHATBOT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "SECURITYHUB_POLICY",
    "SECURITYHUB_CSPM_POLICY",
    "INSPECTOR_POLICY",
    "GUARDDUTY_POLICY",
    "S3_POLICY",
    "BEDROCK_POLICY",
    "NETWORK_SECURITY_DIRECTOR_POLICY",
    "UPGRADE_ROLLOUT_POLICY",
]


class PolicySetting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a policy of the library is attached, and where."""

    enabled: Annotated[
        bool | None,
        Meta(description="Whether it is attached; if left out, its level and the blueprint's say."),
    ] = None
    targets: Annotated[
        tuple[UnitPath, ...],
        Meta(description="Where it is attached in place of its usual targets: root, or units."),
    ] = ()
    also: Annotated[
        tuple[UnitPath, ...], Meta(description="Where it is attached besides: root, or units.")
    ] = ()
    excluded: Annotated[
        tuple[UnitPath, ...],
        Meta(
            description="Units that it does not reach: it is attached to all around them instead "
            "of what is above them. Accounts that are new there have to be planned."
        ),
    ] = ()


class OwnPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A policy of your own: a document, and where it is attached."""

    name: Annotated[
        str,
        Meta(
            description="Its name at AWS; the name that it has here if left out.",
            max_length=128,
            pattern=r"^[^\x00-\x1f\x7f]*$",
        ),
    ] = ""

    type: Annotated[OwnPolicyType, Meta(description="The type of the policy, as AWS calls it.")]
    targets: Annotated[
        tuple[UnitPath, ...], Meta(description="Where it is attached: root, or units.")
    ]
    file: Annotated[
        str,
        Meta(
            description="The file of the document, JSON, in the folder of the blueprint or below.",
            max_length=255,
        ),
    ] = ""
    document: Annotated[
        dict[str, Any] | None, Meta(description="The document itself, in place of a file.")
    ] = None
    description: Annotated[str, Meta(description="Its description at AWS.", max_length=512)] = ""


class UnitRoles(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which units have a part to play. Those that the blueprint does not have are left out."""

    workloads: Annotated[tuple[UnitPath, ...], Meta(description="Units of what is in use.")] = (
        "Workloads",
    )
    isolated: Annotated[
        tuple[UnitPath, ...], Meta(description="Units without a way to the internet.")
    ] = ("Isolated",)
    sandbox: Annotated[tuple[UnitPath, ...], Meta(description="Units to try things out.")] = (
        "Sandbox",
    )
    quarantine: Annotated[
        tuple[UnitPath, ...], Meta(description="Units of accounts that were broken into.")
    ] = ("Quarantine",)
    suspended: Annotated[
        tuple[UnitPath, ...], Meta(description="Units of accounts that wait to be closed.")
    ] = ("Suspended",)


class OrganizationPolicies(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The policies of the organization: a library, what fills it in, and your own."""

    enabled: Annotated[
        bool, Meta(description="Whether policies are written at all; none is detached if not.")
    ] = True
    units: Annotated[
        UnitRoles, Meta(description="The units that policies are attached to by their part.")
    ] = msgspec.field(default_factory=UnitRoles)
    library: Annotated[
        dict[PolicyName, PolicySetting],
        Meta(description="Policies of the library that are otherwise than their level says."),
    ] = msgspec.field(default_factory=dict)
    own: Annotated[
        dict[PolicyName, OwnPolicy], Meta(description="Policies of your own, by name.")
    ] = msgspec.field(default_factory=dict)
    platform_roles: Annotated[
        tuple[RoleName, ...],
        Meta(
            description="Roles that the organization is run with: policies do not bind them, and "
            "protect_platform_roles lets nobody else make or change them."
        ),
    ] = (
        "OrganizationAccountAccessRole",
        "AWSControlTowerExecution",
        "aws-controltower-*",
        "stacksets-exec-*",
        "ringwall-*",
    )
    exempt_roles: Annotated[
        tuple[RoleName, ...],
        Meta(
            description="Further roles that policies do not bind, but for suspended and "
            "protect_platform_roles. Whoever may make a role of such a name is not bound either."
        ),
    ] = ()
    responder_roles: Annotated[
        tuple[RoleName, ...], Meta(description="Roles that work in accounts in quarantine.")
    ] = ("ringwall-responder*",)
    trusted_accounts: Annotated[
        tuple[AccountId, ...],
        Meta(description="Accounts outside the organization that may use its resources."),
    ] = ()
    oidc_subjects: Annotated[
        dict[ProviderHost, tuple[str, ...]],
        Meta(
            description="Identities that may assume roles, by OIDC provider: "
            "token.actions.githubusercontent.com: [repo:acme/*]."
        ),
    ] = msgspec.field(default_factory=dict)
    region_exempt_actions: Annotated[
        tuple[ExemptAction, ...],
        Meta(description="Actions that restrict_regions allows in every Region."),
    ] = ()
    sandbox_instance_types: Annotated[
        tuple[str, ...], Meta(description="Types of instances that sandboxes may start.")
    ] = ("*.nano", "*.micro", "*.small", "*.medium", "*.large")
