"""The meaning of public: which condition keys, values and identity providers limit access.

A policy is public where it allows someone that it does not name and that no fixed value of a
limiting key holds to an account, an organization, a network or a source. This is the only list of
them: `ringwall access no-public`, `ringwall access external` and the controls use it.

[s3] https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
[efs] https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
[global] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
[kms] https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
[sns] https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
[lambda] https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
[web] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
[oidc] https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ringwall.reason.iam.language.comparisons import read_network
from ringwall.reason.iam.language.operators import Operator

S3_LIMITING_KEYS = frozenset(
    {
        # [s3] "An AWS principal, user, role, or service principal (e.g. aws:PrincipalOrgID)"
        *("aws:principalaccount", "aws:principalarn", "aws:principalorgid"),
        *("aws:principalorgpaths", "aws:userid"),
        # [s3] networks and sources, by name; [global] their organizations
        *("aws:sourceip", "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner"),
        *("aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"),
        *("aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths"),
        # [s3] keys of S3 itself
        *("s3:dataaccesspointarn", "s3:dataaccesspointaccount"),
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
    }
)
"""The limiting keys that RestrictPublicBuckets knows."""
LIMITING_KEYS = S3_LIMITING_KEYS | {
    # [global] the identity provider of a session, the ARN of a VPC, AWS services as principals
    *("aws:federatedprovider", "aws:sourcevpcarn", "aws:principalservicename"),
    *("aws:principalservicenameslist", "aws:principalisawsservice"),
}
"""The limiting keys of every service.

aws:VpcSourceIp is not one of them: the private addresses of one VPC are those of any other VPC too.
"""
_LIMITING_KEYS_OF: Mapping[str, frozenset[str]] = {
    "AWS::KMS::Key": frozenset({"kms:calleraccount"}),  # [kms]
    "AWS::EFS::FileSystem": frozenset(
        {"elasticfilesystem:accesspointarn", "elasticfilesystem:accessedviamounttarget"}  # [efs]
    ),
    "AWS::SNS::Topic": frozenset({"sns:endpoint"}),  # [sns]
    "AWS::Lambda::Function": frozenset({"lambda:eventsourcetoken"}),  # [lambda]
}
TRUE_KEYS = frozenset({"aws:principalisawsservice", "elasticfilesystem:accessedviamounttarget"})
"""Limiting keys that are true or false: true limits access, false does not."""
_WIDEST = {4: 8, 6: 32}
"""Wider ranges of addresses are public: "values broader than /8 for IPv4 and /32 for IPv6" [s3]."""
_ACCOUNT = re.compile(r"\d{12}")
_ACCOUNT_FIELD = 4

_IDENTITY_CLAIMS = (
    # [web] claims that name an identity of a provider
    *("sub", "email", "id", "user_id"),
    # [web] claims of GitHub's workflows and GitLab's pipelines
    *("repository", "repository_id", "repository_owner", "repository_owner_id", "enterprise_id"),
    *("actor", "actor_id", "job_workflow_ref", "namespace_path", "project_path"),
)
_AUDIENCE_CLAIMS = (*_IDENTITY_CLAIMS, "aud", "oaud", "app_id")
"""Also the audience, of providers that issue it for one application or customer."""
_SHARED_PROVIDERS: Mapping[str, tuple[str, ...]] = {
    # [web] built into IAM
    "accounts.google.com": _AUDIENCE_CLAIMS,
    "cognito-identity.amazonaws.com": _AUDIENCE_CLAIMS,
    "graph.facebook.com": _AUDIENCE_CLAIMS,
    "www.amazon.com": _AUDIENCE_CLAIMS,
    # [oidc] providers whose trust policies IAM checks for a claim
    "agent.buildkite.com": _IDENTITY_CLAIMS,
    "api.pulumi.com": _AUDIENCE_CLAIMS,
    "app.terraform.io": _IDENTITY_CLAIMS,
    "gitlab.com": _IDENTITY_CLAIMS,
    "oidc-configuration.audit-log.githubusercontent.com": _IDENTITY_CLAIMS,
    "oidc.codefresh.io": _IDENTITY_CLAIMS,
    "oidc.vercel.com": _AUDIENCE_CLAIMS,
    "proidc.upbound.io": _IDENTITY_CLAIMS,
    "sandboxes.cloud": _AUDIENCE_CLAIMS,
    "scalr.io": _IDENTITY_CLAIMS,
    "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d": ("sts:rolesessionname",),
    "studio.datachain.ai/api": _IDENTITY_CLAIMS,
    "token.actions.githubusercontent.com": _IDENTITY_CLAIMS,
    "tokens.cloud.shisho.dev": _IDENTITY_CLAIMS,
    "vstoken.actions.githubusercontent.com": _IDENTITY_CLAIMS,
    # not on the page, but with customers of many organizations
    "api.bitbucket.org": _IDENTITY_CLAIMS,
    "app.pulumi.com": _IDENTITY_CLAIMS,
    "oidc.circleci.com": _IDENTITY_CLAIMS,
    "sts.windows.net": _AUDIENCE_CLAIMS,
}
"""Identity providers that many organizations share, with the claims that distinguish these.

A claim with a colon is a whole condition key.
"""


@dataclass(frozen=True)
class PublicLimits:
    """What limits requesters that a policy does not name: keys, and claims of their provider."""

    keys: frozenset[str]
    claims: frozenset[str] = frozenset()
    """Condition keys, too: `token.actions.githubusercontent.com:sub`."""
    is_shared: bool = True
    """Whether many organizations share the provider; if not, any part of a claim limits them."""

    def covers(self, key: str) -> bool:
        """Whether a key (in lower case) limits them, where it is held to fixed values."""
        return key in self.keys or key in self.claims

    def fixed_values(self, key: str, operator: Operator, values: Iterable[str]) -> tuple[str, ...]:
        """Return those values of a condition that name someone certain."""
        if key in self.claims:
            return tuple(filter(_names_tenant if self.is_shared else _names_some, values))
        has_wildcards = operator.family in {"like", "arn"}
        return tuple(v for v in values if is_fixed(key, v, has_wildcards=has_wildcards))


def limits_on_everyone(resource_type: str) -> PublicLimits:
    """Return what limits everyone that a wildcard allows; the type is CloudFormation's."""
    return PublicLimits(LIMITING_KEYS | _LIMITING_KEYS_OF.get(resource_type, frozenset()))


def limits_on_identities(provider: str, resource_type: str) -> PublicLimits | None:
    """Return what limits the identities of a provider that a policy names.

    None where the provider is not shared, so that its identities are named with it: a SAML
    provider, or an OIDC provider of one organization.
    """
    claims = _claims_of(provider)
    if claims is None:
        return None
    # The provider of a session says no more than the policy does by naming the provider.
    keys = limits_on_everyone(resource_type).keys - {"aws:federatedprovider"}
    return PublicLimits(keys, claims)


def limits_on_subjects(provider: str) -> PublicLimits | None:
    """Return what tells identities of an OIDC provider in an account from each other.

    None for other providers: those that are built into IAM, and SAML providers.
    """
    issuer = _issuer_of(provider)
    if issuer is None or not provider.startswith("arn:"):
        return None
    claims = frozenset(f"{issuer}:{claim}" for claim in _IDENTITY_CLAIMS)
    return PublicLimits(frozenset(), claims, is_shared=_claims_of(provider) is not None)


def is_fixed(key: str, value: str, *, has_wildcards: bool) -> bool:
    """Whether a value of a limiting key names someone certain: an account, a network of one owner.

    `has_wildcards` says whether `*` and `?` in the value are wildcards.
    """
    if "${" in value or _names_everyone(key, value):
        return False
    network = read_network(value) if key == "aws:sourceip" else None
    if network is not None:
        return network.prefixlen >= _WIDEST[network.version]
    if not has_wildcards or not re.search(r"[*?]", value):
        return True
    if key == "aws:userid":
        return _is_literal(value.partition(":")[0])  # AROAEXAMPLE:* is every session of one role
    if key.endswith("orgpaths"):
        return _is_literal(value.partition("/")[0])  # o-example/* is one organization
    fields = value.split(":")
    return len(fields) > _ACCOUNT_FIELD and bool(_ACCOUNT.fullmatch(fields[_ACCOUNT_FIELD]))


def _names_everyone(key: str, value: str) -> bool:
    if key in TRUE_KEYS:
        return value.lower() != "true"
    # A provider in an account has an ARN; everyone can assume a role of their own account through
    # another one, such as accounts.google.com [global].
    return key == "aws:federatedprovider" and not value.startswith("arn:")


def _is_literal(text: str) -> bool:
    return bool(text) and not re.search(r"[*?]", text)


def is_claim_of_another(key: str, provider: str) -> bool:
    """Whether a key is a claim that identities of a provider do not have: another provider's."""
    issuer = key.rpartition(":")[0]
    return "." in issuer and issuer != _issuer_of(provider)


def _claims_of(provider: str) -> frozenset[str] | None:
    """Return the condition keys of a shared provider's claims; None where it is not shared."""
    issuer = _issuer_of(provider)
    if issuer is None:
        return None
    known = [p for p in _SHARED_PROVIDERS if issuer == p or issuer.startswith(f"{p}/")]
    if not known and provider.startswith("arn:"):
        return None
    claims = _SHARED_PROVIDERS[max(known, key=len)] if known else _IDENTITY_CLAIMS
    return frozenset(c if ":" in c else f"{issuer}:{c}" for c in claims)


def _issuer_of(provider: str) -> str | None:
    """Return an OIDC provider's issuer; one without an ARN is built into IAM, and shared."""
    if not provider.startswith("arn:"):
        return provider.lower()
    _, oidc, issuer = provider.lower().partition(":oidc-provider/")
    return issuer if oidc else None


def _names_some(value: str) -> bool:
    """Whether a claim's value leaves out some identities of a provider of one organization.

    In a cluster of EKS `system:serviceaccount:*:*` is every pod's subject.
    """
    rest = value.removeprefix("system:serviceaccount:")
    return "${" not in value and bool(re.sub(r"[*?:]", "", rest))


def _names_tenant(value: str) -> bool:
    """Whether a claim's value names one customer of a shared provider.

    `repo:example/shop:*` and `example/*` name a customer of GitHub, `repo:*` does not.
    """
    if not value or "${" in value:
        return False
    if not re.search(r"[*?]", value):
        return True
    before = re.split(r"[*?]", value, maxsplit=1)[0]
    return bool(re.match(r"[^:]+:[^:/]+[:/]", before)) or bool(re.match(r"[\w.-]+/", before))
