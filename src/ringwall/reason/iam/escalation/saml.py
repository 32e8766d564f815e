"""Roles that trust a SAML provider of their account, and whether the provider exists."""

from collections.abc import Iterator
from typing import NamedTuple

from ringwall.reason.iam.escalation.paths import TargetKind
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.caller import Caller
from ringwall.reason.iam.question.question import AccessQuestion
from ringwall.reason.iam.question.target_resource import find_target
from ringwall.reason.iam.relation.role_chains import account_of
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer

_BY_SAML = "sts:AssumeRoleWithSAML"
_PROVIDER = ":saml-provider/"
_DOUBT = "whether the SAML provider exists, which was not collected"


class SamlTrust(NamedTuple):
    """A role, a provider that it trusts, and what is asked of the provider's identities."""

    role: Principal
    provider: str
    trust: AccessAnswer
    doubt: str = ""


def find_saml_trusts(
    organization: Organization, account: str, kind: TargetKind, new: str
) -> Iterator[SamlTrust]:
    """Yield the trusts that a kind of path makes use of; `new` names any provider."""
    is_read = ("iam_saml_provider", account) not in organization.unlisted
    for role in organization.roles(account):
        for provider in dict.fromkeys(_find_providers(role, new)):
            exists = provider in organization.saml_providers or (False if is_read else None)
            # To delete one and create it anew does, whether or not it is known that there is one.
            if exists is (kind == "absent_saml_role"):
                continue
            trust = _ask_as_provider(organization, role, provider)
            if trust.verdict != "never":
                is_doubtful = exists is None and kind != "replaced_saml_role"
                yield SamlTrust(role, provider, trust, _DOUBT if is_doubtful else "")


def _find_providers(role: Principal, new: str) -> Iterator[str]:
    """Yield the SAML providers of its account that a role's trust policy names."""
    policy = role.trust.compiled if role.trust else None
    for compiled in policy.statements_about(_BY_SAML.lower()) if policy else ():
        principals = compiled.statement.principal
        for name in principals.names if principals and not compiled.is_denial else ():
            if name.is_everyone or (name.kind, name.value) == ("Federated", "*"):
                yield f"arn:{role.partition}:iam::{role.account_id}{_PROVIDER}{new}"
            elif _PROVIDER in name.value and account_of(name.value) == role.account_id:
                yield name.value


def _ask_as_provider(organization: Organization, role: Principal, provider: str) -> AccessAnswer:
    caller = Caller(read_requester(provider), {"aws:federatedprovider": provider})
    target = find_target(organization, role.arn)
    return AccessQuestion(caller, _BY_SAML, target).decide_over_contexts()
