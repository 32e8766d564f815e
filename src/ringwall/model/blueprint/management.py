"""The language of a blueprint: what is set once, in the management account."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import AccountName, EmailAddress

ManagedPolicyType = Literal[
    "SERVICE_CONTROL_POLICY",
    "RESOURCE_CONTROL_POLICY",
    "TAG_POLICY",
    "BACKUP_POLICY",
    "AISERVICES_OPT_OUT_POLICY",
    "CHATBOT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "SECURITYHUB_POLICY",
    "INSPECTOR_POLICY",
    "UPGRADE_ROLLOUT_POLICY",
    "BEDROCK_POLICY",
    "S3_POLICY",
    "NETWORK_SECURITY_DIRECTOR_POLICY",
    "GUARDDUTY_POLICY",
]
"""https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnablePolicyType.html"""


class DelegationPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which policies of the organization a member account may manage."""

    account: Annotated[
        AccountName | None,
        Meta(description="The account that may; that of accounts.security if left out."),
    ] = None
    policy_types: Annotated[
        tuple[ManagedPolicyType, ...],
        Meta(
            description="The types of policies that it may make, change, attach and detach. "
            "Without any, there is no delegation policy."
        ),
    ] = ()


class CentralRootAccess(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How root users of member accounts are managed centrally, by IAM."""

    root_credentials_management: Annotated[
        bool,
        Meta(description="Members' root users need no credentials: they are deleted centrally."),
    ] = True
    root_sessions: Annotated[
        bool,
        Meta(description="What only a root user can do is done in short, central sessions."),
    ] = True
    delegated_administrator: Annotated[
        bool,
        Meta(description="Whether the account accounts.security does this, too."),
    ] = True


class ManagementBudget(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A budget of the management account, and who is told when it is used up."""

    enabled: Annotated[bool, Meta(description="Whether there is one.")] = True
    limit_amount: Annotated[
        float,
        Meta(description="What the management account itself may cost in a month.", gt=0),
    ] = 100.0
    limit_unit: Annotated[
        str,
        Meta(
            description="The currency: USD, or CNY in China.",
            pattern=r"^[A-Z]{3}$",
            extra_json_schema={"patternErrorMessage": "a currency is written as in USD"},
        ),
    ] = "USD"
    actual_threshold: Annotated[
        float, Meta(description="At how many percent of it, spent, an e-mail is sent.", gt=0)
    ] = 80.0
    forecasted_threshold: Annotated[
        float, Meta(description="At how many percent of it, forecast, an e-mail is sent.", gt=0)
    ] = 100.0
    email_addresses: Annotated[
        tuple[EmailAddress, ...],
        Meta(
            description="Who gets the e-mail; if left out, the security contact of the management "
            "account, else its root user.",
            max_length=10,
        ),
    ] = ()


class WorkloadAlert(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules that report workloads in the management account: no policy keeps them out."""

    enabled: Annotated[bool, Meta(description="Whether there are such rules.")] = True
    email_addresses: Annotated[
        tuple[EmailAddress, ...],
        Meta(
            description="Who gets an e-mail; if left out, the security contact of the management "
            "account, else its root user. Each has to confirm it, once a Region.",
            max_length=10,
        ),
    ] = ()
