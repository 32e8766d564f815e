"""The organization of a blueprint: units, accounts, who administers what."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.organizations.policy_rows import SECTION as POLICIES
from ringwall.catalog.organizations.policy_rows import want_policy_rows
from ringwall.catalog.organizations.wanted_rows import want_administrator, want_service_access
from ringwall.model.blueprint.landscape import (
    Landscape,
    LandscapeAccount,
    account_key,
    organization_key,
    unit_key,
)
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Join, Ref, RowKey, Wanted

ANALYZER = "access-analyzer.amazonaws.com"
POLICY_WRITES = (
    *("CreatePolicy", "UpdatePolicy", "DeletePolicy", "AttachPolicy", "DetachPolicy"),
    *("EnablePolicyType", "DisablePolicyType", "TagResource", "UntagResource"),
)
"""https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_examples.html"""


@wants("accounts.management")
def want_organization(landscape: Landscape) -> Iterator[Wanted]:
    """Have an organization with all features, of the management account."""
    yield Wanted(
        key=organization_key(landscape.management.name),
        columns={"feature_set": "ALL"},
        section="accounts.management",
        layer="accounts",
        why="policies apply only in an organization with all features",
    )


@wants("accounts.units")
def want_units(landscape: Landscape) -> Iterator[Wanted]:
    """Have the units, each in the one above it."""
    management = landscape.management.name
    for unit in landscape.units:
        yield Wanted(
            key=unit_key(management, unit.path),
            columns={"parent_id": _find_unit(landscape, unit.path[:-1]), "name": unit.path[-1]},
            section="accounts.units",
            layer="accounts",
            why="policies apply to all accounts of a unit, also to those that come later",
            needs=(organization_key(management),),
        )


@wants("accounts.accounts")
def want_accounts(landscape: Landscape) -> Iterator[Wanted]:
    """Have the accounts, in their units; those that are there are moved, renamed and tagged."""
    management = landscape.management.name
    if landscape.members:
        yield want_service_access(
            landscape,
            "account.amazonaws.com",
            "accounts.accounts",
            "only then the management account sets names and contacts of others",
        )
    for account in landscape.members:
        yield Wanted(
            key=account_key(management, account.name),
            columns=_describe_account(landscape, account),
            section="accounts.accounts",
            layer="accounts",
            why="what runs in an account of its own cannot reach what runs in others",
            needs=(organization_key(management),),
            given={"role_name": landscape.settings.accounts.role_name},
            by_hand=_tell_address(account),
        )


def _describe_account(landscape: Landscape, account: LandscapeAccount) -> dict[str, Any]:
    tags = {"tags": dict(account.tags)} if account.tags else {}
    return {
        "email": account.email,
        "account_name": account.aws_name,
        "parent_id": _find_unit(landscape, account.unit),
        **tags,
    }


def _tell_address(account: LandscapeAccount) -> str:
    """Return what to do where an account that is there has another address; none is made anew."""
    if not isinstance(account.id, str):
        return ""
    return f"the account {account.id} has another e-mail address than {account.email}: change one"


def _find_unit(landscape: Landscape, path: tuple[str, ...]) -> str | Ref:
    if not path:
        return landscape.root_id
    return next(unit.id for unit in landscape.units if unit.path == path)


@wants(POLICIES)
def want_policies(landscape: Landscape) -> Iterator[Wanted]:
    """Attach the policies of the library and those of the user to the root and to units."""
    return want_policy_rows(landscape, landscape.settings.accounts.policies)


@wants("accounts.delegation_policy")
def want_delegation_policy(landscape: Landscape) -> Iterator[Wanted]:
    """Let a member account manage policies of the organization."""
    wanted = landscape.settings.accounts.delegation_policy
    name = wanted.account or landscape.settings.accounts.security
    account = {found.name: found for found in landscape.accounts}[name]
    if not wanted.policy_types or account.is_management:
        return
    yield Wanted(
        key=RowKey(
            landscape.management.name, GLOBAL, "organizations_resource_policy", "delegation-policy"
        ),
        columns={"content": _write_delegation(landscape, account, wanted.policy_types)},
        section="accounts.delegation_policy",
        layer="accounts",
        why="who manages policies need not enter the management account",
        needs=(organization_key(landscape.management.name),),
    )


def _write_delegation(
    landscape: Landscape, account: LandscapeAccount, types: tuple[str, ...]
) -> dict[str, Any]:
    root = Join((f"arn:{landscape.partition}:iam::", account.id, ":root"))
    who = {"Effect": "Allow", "Principal": {"AWS": root}, "Resource": "*"}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "Read", **who, "Action": ["organizations:Describe*", "organizations:List*"]},
            {
                "Sid": "ManagePolicies",
                **who,
                "Action": [f"organizations:{action}" for action in POLICY_WRITES],
                "Condition": {"StringEquals": {"organizations:PolicyType": sorted(types)}},
            },
        ],
    }


@wants("accounts.central_root_access")
def want_root_administrator(landscape: Landscape) -> Iterator[Wanted]:
    """Give IAM trusted access for root users, and let the account security manage them."""
    wanted = landscape.settings.accounts.central_root_access
    if not (wanted.root_credentials_management or wanted.root_sessions):
        return
    section = "accounts.central_root_access"
    why = "nobody can steal credentials of a root user that has none"
    yield want_service_access(landscape, "iam.amazonaws.com", section, why)
    if wanted.delegated_administrator and not landscape.security.is_management:
        yield want_administrator(landscape, "iam.amazonaws.com", landscape.security, section, why)


@wants("identity.access_analyzer")
def want_analyzer_administrator(landscape: Landscape) -> Iterator[Wanted]:
    """Give IAM Access Analyzer trusted access, and let the account security administer it."""
    wanted = landscape.settings.identity.access_analyzer
    if not (wanted.external_access or wanted.unused_access):
        return
    why = "only then an analyzer sees the whole organization"
    section = "identity.access_analyzer"
    yield want_service_access(landscape, ANALYZER, section, why)
    if not landscape.security.is_management:
        yield want_administrator(landscape, ANALYZER, landscape.security, section, why)
