"""IAM: the account's root, users, groups, roles, policies and identity providers."""

from ringwall.catalog.iam.account import account
from ringwall.catalog.iam.policies import policy, policy_statement
from ringwall.catalog.iam.profiles import instance_profile
from ringwall.catalog.iam.providers import (
    oidc_provider,
    saml_provider,
    server_certificate,
    virtual_mfa_device,
)
from ringwall.catalog.iam.roles import role
from ringwall.catalog.iam.users import group, user

__all__ = (
    "account",
    "group",
    "instance_profile",
    "oidc_provider",
    "policy",
    "policy_statement",
    "role",
    "saml_provider",
    "server_certificate",
    "user",
    "virtual_mfa_device",
)
