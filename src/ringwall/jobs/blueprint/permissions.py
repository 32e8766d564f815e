"""The roles that a blueprint is planned and applied with: least privilege, account by account."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ringwall.aws.discover import DISCOVERY
from ringwall.catalog.loader import load_lifecycles, load_tables
from ringwall.catalog.managed_policies import USUAL_MOST, split_policies
from ringwall.catalog.operations import find_operations
from ringwall.catalog.permissions import ANY, CallUse, keep_encrypted, permit
from ringwall.catalog.role_template import write_role_template
from ringwall.jobs.blueprint.plan import want_all
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.errors import BadInput
from ringwall.model.spelling import name_likely
from ringwall.model.table import Row
from ringwall.plan.blueprint_file import read_blueprint
from ringwall.plan.landscape import make_landscape
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.required_calls import list_required_calls

RoleKind = Literal["plan", "apply"]
KINDS: tuple[RoleKind, ...] = ("plan", "apply")
ROLE_NAMES: Mapping[RoleKind, str] = {"plan": "ringwall-plan", "apply": "ringwall-apply"}
"""What the roles are called: as the blueprint's platform roles are, which policies do not bind."""


@dataclass(frozen=True)
class NeededRole:
    """A role in one account, as statements."""

    kind: RoleKind
    account: str
    account_id: str
    """'' while the account is not there."""
    statements: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The name of the role."""
        return ROLE_NAMES[self.kind]

    @property
    def documents(self) -> tuple[Row, ...]:
        """Managed policies that have the statements together."""
        return split_policies(self.statements)

    def describe(self) -> Row:
        """Return the role as a JSON-able document."""
        return {
            "role": self.name,
            "account": self.account,
            "account_id": self.account_id,
            "policies": [
                {"name": f"{self.name}-{number}", "document": document}
                for number, document in enumerate(self.documents, 1)
            ],
        }


@dataclass(frozen=True)
class NeededRoles:
    """The roles of a blueprint, and the same as one template for the accounts that are meant."""

    roles: tuple[NeededRole, ...]
    shared: tuple[NeededRole, ...]
    """What the template makes in every account: the roles of one account, or what any needs."""

    def describe(self) -> Row:
        """Return the roles as a JSON-able document."""
        return {"roles": [role.describe() for role in self.roles]}

    @property
    def template(self) -> Row:
        """A CloudFormation template."""
        return write_role_template({role.name: role.documents for role in self.shared})

    @property
    def notes(self) -> Iterator[str]:
        """What is to be known before they are made."""
        for role in self.roles:
            if (count := len(role.documents)) > USUAL_MOST:
                yield (
                    f"{role.name} in {role.account} needs {count} managed policies; a role has at "
                    f"most {USUAL_MOST} unless the account's quota is raised"
                )


def find_needed_roles(
    path: Path, kinds: Iterable[RoleKind] = KINDS, account: str = ""
) -> NeededRoles:
    """Return the roles that planning and applying a blueprint take.

    BadInput for an account that the blueprint does not have.
    """
    landscape = make_landscape(read_blueprint(path))
    known = {each.name: each for each in landscape.accounts}
    if account and account not in known:
        raise BadInput(f"no account {account} in the blueprint{name_likely(account, known)}")
    chosen = (known[account],) if account else landscape.accounts
    calls = {kind: list_role_calls(landscape, kind) for kind in kinds}
    roles = tuple(
        _make_role(landscape, kind, each, of_kind[each.name])
        for each in chosen
        for kind, of_kind in calls.items()
    )
    if account:
        return NeededRoles(roles, roles)
    shared = tuple(
        NeededRole(kind, "", "", _permit_all(landscape, of_kind)) for kind, of_kind in calls.items()
    )
    return NeededRoles(roles, shared)


def list_role_calls(landscape: Landscape, kind: RoleKind) -> Mapping[str, tuple[CallUse, ...]]:
    """Return the calls of the role in each account, by the account's name."""
    names = [account.name for account in landscape.accounts]
    if kind == "plan":
        asked = {landscape.management.name, landscape.security.name}
        everywhere, once = tuple(_list_reads()), tuple(_list_reads(is_organization=True))
        return {name: (*everywhere, *(once if name in asked else ())) for name in names}
    catalog = Catalog(load_tables(), load_lifecycles())
    found = list_required_calls(landscape, want_all(landscape), catalog)
    return {name: found.get(name, ()) for name in names}


def _list_reads(*, is_organization: bool = False) -> Iterator[CallUse]:
    """Yield the reads of `collect`: of each account, or of the organization, asked for once."""
    for operation in DISCOVERY:
        if operation.startswith("organizations.") == is_organization:
            yield CallUse(operation)
    for table in load_tables().values():
        if (table.scope == "organization") == is_organization:
            yield from map(CallUse, find_operations(table))


def _make_role(
    landscape: Landscape, kind: RoleKind, account: LandscapeAccount, calls: Iterable[CallUse]
) -> NeededRole:
    account_id = account.id if isinstance(account.id, str) else ""
    statements = keep_encrypted(permit(calls, landscape.partition, account_id or ANY))
    if account.is_management:  # others are entered from there
        statements = (*statements, _enter(landscape, kind))
    return NeededRole(kind, account.name, account_id, statements)


def _enter(landscape: Landscape, kind: RoleKind) -> Row:
    """Return the statement by which the role assumes its own like in the other accounts."""
    return {
        "Effect": "Allow",
        "Action": ["sts:AssumeRole"],
        "Resource": [f"arn:{landscape.partition}:iam::*:role/{ROLE_NAMES[kind]}"],
        "Condition": {"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}},
    }


def _permit_all(landscape: Landscape, calls: Mapping[str, tuple[CallUse, ...]]) -> tuple[Row, ...]:
    """Return what any member account needs: a StackSet makes the same role in all of them."""
    needed = [use for account in landscape.members for use in calls[account.name]]
    return keep_encrypted(permit(needed, landscape.partition))
