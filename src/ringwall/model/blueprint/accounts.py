"""The language of a blueprint: the organization, its units and its accounts."""

from collections.abc import Iterator, Mapping
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.control_tower import ControlTower
from ringwall.model.blueprint.management import (
    CentralRootAccess,
    DelegationPolicy,
    ManagementBudget,
    WorkloadAlert,
)
from ringwall.model.blueprint.names import (
    AccountId,
    AccountName,
    AccountTags,
    AwsAccountName,
    EmailAddress,
    EmailTemplate,
    RegionName,
    UnitName,
)
from ringwall.model.blueprint.overrides import Overrides
from ringwall.model.blueprint.policies import OrganizationPolicies


class AlternateContact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom AWS writes to, beside the owner of an account."""

    name: Annotated[str, Meta(description="The contact's name.", min_length=1, max_length=64)]
    title: Annotated[str, Meta(description="The contact's title.", min_length=1, max_length=50)]
    email_address: Annotated[EmailAddress, Meta(description="The contact's e-mail address.")]
    phone_number: Annotated[
        str,
        Meta(
            description='The contact\'s phone number, in quotes: "+1 555 0100".',
            pattern=r"^[ 0-9()+-]{1,25}$",
            extra_json_schema={"patternErrorMessage": "a phone number has digits, ( ) + - alone"},
        ),
    ]


class AlternateContacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The alternate contacts of an account, by what AWS writes about."""

    security: Annotated[
        AlternateContact | None, Meta(description="For abuse reports and security notices.")
    ] = None
    operations: Annotated[
        AlternateContact | None, Meta(description="For notices about the running of services.")
    ] = None
    billing: Annotated[AlternateContact | None, Meta(description="For invoices and payments.")] = (
        None
    )


class BlueprintAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said of one account. All of it may be left out."""

    id: Annotated[
        AccountId | None,
        Meta(
            description="The id of an account that is there: 12 digits, in quotes. Without it, the "
            "account is found by its e-mail address, else by its name."
        ),
    ] = None
    email: Annotated[
        EmailAddress | None,
        Meta(description="The address of its root user. accounts.email gives it where left out."),
    ] = None
    name: Annotated[
        AwsAccountName | None,
        Meta(description="Its name at AWS; the name that it has here if left out."),
    ] = None
    tags: Annotated[AccountTags, Meta(description="Its tags, beside those of accounts.tags.")] = (
        msgspec.field(default_factory=dict)
    )
    alternate_contacts: Annotated[
        AlternateContacts,
        Meta(description="Its alternate contacts, in place of those of accounts."),
    ] = msgspec.field(default_factory=AlternateContacts)
    regions: Annotated[
        tuple[RegionName, ...],
        Meta(
            description="The Regions that are governed there, of those of its unit; all of them if "
            "left out. The home Region is always one of them."
        ),
    ] = ()


class OrganizationUnit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organizational unit (OU): its accounts, and units in it."""

    accounts: Annotated[
        tuple[AccountName, ...], Meta(description="The names of the accounts that are in it.")
    ] = ()
    units: Annotated[
        dict[UnitName, "OrganizationUnit"], Meta(description="The units in it, by name.")
    ] = msgspec.field(default_factory=dict)
    overrides: Annotated[
        Overrides,
        Meta(description="What is otherwise for its accounts and those of the units in it."),
    ] = msgspec.field(default_factory=Overrides)


class Accounts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The organization, its units, and its accounts."""

    email: Annotated[
        EmailTemplate | None,
        Meta(
            description="The address of the root user of each account that has none of its own; "
            "{account} stands for the account's name: aws+{account}@example.com."
        ),
    ] = None
    management: Annotated[
        AccountName,
        Meta(description="The management account. It need not be listed in a unit."),
    ] = "management"
    security: Annotated[
        AccountName,
        Meta(description="The account that administers the security services for all others."),
    ] = "security"
    log_archive: Annotated[
        AccountName, Meta(description="The account that keeps the logs of all others.")
    ] = "log-archive"
    units: Annotated[
        dict[UnitName, OrganizationUnit],
        Meta(description="The units below the root, by name, each with its accounts."),
    ] = msgspec.field(default_factory=dict)
    root: Annotated[
        tuple[AccountName, ...],
        Meta(description="The names of the accounts that are in no unit, beside the management."),
    ] = ()
    accounts: Annotated[
        dict[AccountName, BlueprintAccount],
        Meta(description="What is to be said of single accounts, by name."),
    ] = msgspec.field(default_factory=dict)
    tags: Annotated[AccountTags, Meta(description="Tags of every account.")] = msgspec.field(
        default_factory=dict
    )
    alternate_contacts: Annotated[
        AlternateContacts, Meta(description="The alternate contacts of every account.")
    ] = msgspec.field(default_factory=AlternateContacts)
    policies: Annotated[
        OrganizationPolicies, Meta(description="The policies of the organization.")
    ] = msgspec.field(default_factory=OrganizationPolicies)
    role_name: Annotated[
        str,
        Meta(
            description="The role that AWS makes in each new account, for the management account "
            "to enter it.",
            pattern=r"^[\w+=,.@-]{1,64}$",
            extra_json_schema={
                "patternErrorMessage": "a role's name has letters and +=,.@-_ alone"
            },
        ),
    ] = "OrganizationAccountAccessRole"
    region_opt_in: Annotated[
        bool,
        Meta(description="Whether Regions that are governed are enabled where AWS has them off."),
    ] = True
    delegation_policy: Annotated[
        DelegationPolicy,
        Meta(description="Which policies of the organization a member account may manage."),
    ] = msgspec.field(default_factory=DelegationPolicy)
    central_root_access: Annotated[
        CentralRootAccess,
        Meta(
            description="Central management of the root users of member accounts.",
            extra={"services": ("iam",)},
        ),
    ] = msgspec.field(default_factory=CentralRootAccess)
    resource_sharing: Annotated[
        bool,
        Meta(
            description="Whether accounts share resources by AWS RAM without invitations.",
            extra={"services": ("ram",)},
        ),
    ] = True
    budget: Annotated[
        ManagementBudget,
        Meta(
            description="A budget of the management account, where few things should run.",
            extra={"services": ("budgets",)},
        ),
    ] = msgspec.field(default_factory=ManagementBudget)
    workload_alert: Annotated[
        WorkloadAlert,
        Meta(
            description="Rules that report workloads which are created in the management account.",
            extra={"services": ("events", "sns")},
        ),
    ] = msgspec.field(default_factory=WorkloadAlert)
    control_tower: Annotated[
        ControlTower,
        Meta(
            description="AWS Control Tower, beside or instead of what else is declared here.",
            extra={"services": ("controltower",)},
        ),
    ] = msgspec.field(default_factory=ControlTower)


class PlacedUnit(NamedTuple):
    """A unit with its place in the tree: the names from below the root down to its own."""

    path: tuple[str, ...]
    unit: OrganizationUnit

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that lead to it in a blueprint."""
        return ("accounts", *(key for name in self.path for key in ("units", name)))


def walk_units(
    units: Mapping[str, OrganizationUnit], above: tuple[str, ...] = ()
) -> Iterator[PlacedUnit]:
    """Yield every unit of a tree, each before those in it."""
    for name, unit in units.items():
        yield PlacedUnit((*above, name), unit)
        yield from walk_units(unit.units, (*above, name))


def place_accounts(accounts: Accounts) -> dict[str, tuple[str, ...]]:
    """Return the unit of each account by its name, the management account first; () is the root."""
    placed: dict[str, tuple[str, ...]] = dict.fromkeys((accounts.management, *accounts.root), ())
    for path, unit in walk_units(accounts.units):
        placed.update(dict.fromkeys(unit.accounts, path))
    return placed


def email_of(accounts: Accounts, name: str) -> str:
    """Return the address of an account's root user; '' where the blueprint does not say."""
    known = accounts.accounts.get(name)
    if known and known.email:
        return known.email
    return (accounts.email or "").replace("{account}", name)


def aws_name_of(accounts: Accounts, name: str) -> str:
    """Return the name that an account has at AWS."""
    known = accounts.accounts.get(name)
    return (known and known.name) or name
