"""Root users and passwords, as a blueprint wants them."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.organizations.wanted_rows import service_access_key
from ringwall.model.blueprint.identity import PasswordPolicy
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, RowKey, Wanted


@wants("accounts.central_root_access")
def want_root_features(landscape: Landscape) -> Iterator[Wanted]:
    """Manage root users of member accounts centrally."""
    wanted = landscape.settings.accounts.central_root_access
    columns = {
        "root_credentials_management": wanted.root_credentials_management,
        "root_sessions": wanted.root_sessions,
    }
    if any(columns.values()):
        yield Wanted(
            key=RowKey(
                landscape.management.name, GLOBAL, "iam_organizations_features", "root-access"
            ),
            columns=columns,
            section="accounts.central_root_access",
            layer="accounts",
            why="nobody can steal credentials of a root user that has none",
            needs=(service_access_key(landscape, "iam.amazonaws.com"),),
        )


@wants("identity.password_policy")
def want_password_policies(landscape: Landscape) -> Iterator[Wanted]:
    """Have a password policy in each account, for IAM users that are there all the same."""
    for account in landscape.accounts:
        wanted = account.settings.identity.password_policy
        if wanted.enabled:
            yield Wanted(
                key=RowKey(account.name, GLOBAL, "iam_password_policy", "password-policy"),
                columns=_describe(wanted),
                section="identity.password_policy",
                layer="identity",
                why="AWS's default takes passwords of eight characters that never expire",
            )


def _describe(wanted: PasswordPolicy) -> dict[str, Any]:
    """Return the columns; those of None are left to AWS's default."""
    columns = {
        "minimum_password_length": wanted.minimum_password_length,
        "require_symbols": wanted.require_symbols,
        "require_numbers": wanted.require_numbers,
        "require_uppercase_characters": wanted.require_uppercase_characters,
        "require_lowercase_characters": wanted.require_lowercase_characters,
        "allow_users_to_change_password": wanted.allow_users_to_change_password,
        "max_password_age": wanted.max_password_age,
        "password_reuse_prevention": wanted.password_reuse_prevention,
    }
    return {name: value for name, value in columns.items() if value is not None}
