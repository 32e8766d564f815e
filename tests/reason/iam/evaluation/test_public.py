"""The one meaning of public: keys, fixed values, and identity providers that are shared."""

import pytest

from ringwall.reason.iam.evaluation.public import (
    LIMITING_KEYS,
    S3_LIMITING_KEYS,
    is_claim_of_another,
    is_fixed,
    limits_on_everyone,
    limits_on_identities,
)
from ringwall.reason.iam.language.operators import read_operator

A = "111111111111"
GITHUB = f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"
ISSUER = "token.actions.githubusercontent.com"
TRUST = "AWS::IAM::AssumeRolePolicyDocument"
MOUNTED = "elasticfilesystem:accessedviamounttarget"


def test_s3_knows_some_of_the_keys() -> None:
    assert S3_LIMITING_KEYS < LIMITING_KEYS
    assert all(key == key.lower() for key in LIMITING_KEYS)


@pytest.mark.parametrize(
    ("resource_type", "key", "expected"),
    [
        ("AWS::SQS::Queue", "aws:sourcearn", True),
        ("AWS::SQS::Queue", "aws:principalorgid", True),
        ("AWS::SQS::Queue", "aws:sourcevpc", True),
        # Everyone can have these.
        ("AWS::SQS::Queue", "aws:vpcsourceip", False),
        ("AWS::SQS::Queue", "aws:referer", False),
        ("AWS::SQS::Queue", "aws:principaltag/team", False),
        ("AWS::SQS::Queue", "aws:calledvia", False),
        ("AWS::IAM::Role", "sts:externalid", False),
        # Keys of one service limit access to its resources alone.
        ("AWS::KMS::Key", "kms:calleraccount", True),
        ("AWS::SQS::Queue", "kms:calleraccount", False),
        ("AWS::KMS::Key", "kms:viaservice", False),
        ("AWS::EFS::FileSystem", MOUNTED, True),
        ("AWS::SNS::Topic", "sns:endpoint", True),
        ("AWS::Lambda::Function", "lambda:eventsourcetoken", True),
        ("AWS::Lambda::Function", "sns:endpoint", False),
    ],
)
def test_keys_limit_access_where_aws_says_so(
    resource_type: str, key: str, *, expected: bool
) -> None:
    assert limits_on_everyone(resource_type).covers(key) is expected


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("aws:principalorgid", "o-1", True),
        ("aws:principalorgid", "o-*", False),
        ("aws:principalorgid", "${aws:ResourceOrgID}", False),
        ("aws:principalaccount", "111111111111", True),
        ("aws:principalaccount", "1111*", False),
        ("aws:principalorgpaths", "o-1/r-1/ou-1/*", True),
        ("aws:principalorgpaths", "o-1/*", True),
        ("aws:principalorgpaths", "o-*/r-1/*", False),
        ("aws:principalorgpaths", "*", False),
        ("aws:sourceip", "203.0.113.7", True),
        ("aws:sourceip", "8.0.0.0/8", True),
        ("aws:sourceip", "8.0.0.0/7", False),
        ("aws:sourceip", "0.0.0.0/0", False),
        ("aws:sourceip", "2001:db8::/32", True),
        ("aws:sourceip", "2001:d00::/24", False),
        ("aws:sourcearn", "arn:aws:s3:::reports", True),
        ("aws:sourcearn", "arn:aws:s3:::reports*", False),
        ("aws:sourcearn", f"arn:aws:sns:*:{A}:*", True),
        ("aws:sourcearn", "arn:aws:sns:*:*:*", False),
        ("aws:sourcearn", "*", False),
        ("aws:principalarn", f"arn:aws:iam::{A}:role/*", True),
        ("aws:principalarn", "arn:aws:iam::*:role/admin", False),
        ("aws:principalarn", "*:role/admin", False),
        ("aws:userid", "AROAEXAMPLE:*", True),
        ("aws:userid", "*:bob", False),
        ("aws:userid", "AROA*:bob", False),
        ("aws:sourcevpce", "vpce-1", True),
        ("aws:sourcevpce", "vpce-?", False),
        ("aws:principalisawsservice", "true", True),
        ("aws:principalisawsservice", "false", False),
        (MOUNTED, "TRUE", True),
        (MOUNTED, "false", False),
        ("aws:federatedprovider", f"arn:aws:iam::{A}:saml-provider/corp", True),
        ("aws:federatedprovider", f"arn:aws:iam::{A}:oidc-provider/*", True),
        ("aws:federatedprovider", "arn:aws:iam::*:saml-provider/corp", False),
        ("aws:federatedprovider", "accounts.google.com", False),
    ],
)
def test_a_fixed_value_names_someone_certain(key: str, value: str, *, expected: bool) -> None:
    assert is_fixed(key, value, has_wildcards=True) is expected


def test_a_star_that_is_no_wildcard_is_a_character() -> None:
    assert is_fixed("aws:principalorgid", "o-*", has_wildcards=False)
    assert not is_fixed("aws:principalorgid", "${x}", has_wildcards=False)


def test_fixed_values_are_those_of_a_condition() -> None:
    limits = limits_on_everyone("AWS::SQS::Queue")
    values = ("o-1", "o-*", "${aws:ResourceOrgID}")
    like, equals = read_operator("StringLike"), read_operator("StringNotEquals")
    assert limits.fixed_values("aws:principalorgid", like, values) == ("o-1",)
    assert limits.fixed_values("aws:principalorgid", equals, values) == ("o-1", "o-*")


@pytest.mark.parametrize(
    ("provider", "is_shared"),
    [
        ("cognito-identity.amazonaws.com", True),
        ("accounts.google.com", True),
        ("login.example.com", True),  # IAM takes none such, but for its own
        (GITHUB, True),
        (f"{GITHUB}/acme", True),
        (f"arn:aws:iam::{A}:oidc-provider/gitlab.com", True),
        (f"arn:aws-cn:iam::{A}:oidc-provider/app.terraform.io", True),
        (f"arn:aws:iam::{A}:oidc-provider/oidc.codefresh.io", True),
        (f"arn:aws:iam::{A}:oidc-provider/api.pulumi.com/oidc", True),
        # A host that only begins alike is another host.
        (f"arn:aws:iam::{A}:oidc-provider/gitlab.com.acme.example", False),
        (f"arn:aws:iam::{A}:oidc-provider/sso.example.com", False),
        (f"arn:aws:iam::{A}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE", False),
        (f"arn:aws:iam::{A}:saml-provider/corp", False),
    ],
)
def test_identities_of_shared_providers_are_not_named_with_it(
    provider: str, *, is_shared: bool
) -> None:
    assert (limits_on_identities(provider, TRUST) is not None) is is_shared


@pytest.mark.parametrize(
    ("provider", "key", "expected"),
    [
        (GITHUB, f"{ISSUER}:sub", True),
        (GITHUB, f"{ISSUER}:repository_owner_id", True),
        (GITHUB, f"{ISSUER}:actor_id", True),
        # The caller chooses the audience, and everyone has a branch of that name.
        (GITHUB, f"{ISSUER}:aud", False),
        (GITHUB, f"{ISSUER}:ref", False),
        (GITHUB, f"{ISSUER}:environment", False),
        # A claim of another issuer says nothing.
        (GITHUB, "gitlab.com:sub", False),
        (f"{GITHUB}/acme", f"{ISSUER}/acme:sub", True),
        ("cognito-identity.amazonaws.com", "cognito-identity.amazonaws.com:aud", True),
        ("cognito-identity.amazonaws.com", "cognito-identity.amazonaws.com:sub", True),
        ("cognito-identity.amazonaws.com", "cognito-identity.amazonaws.com:amr", False),
        ("graph.facebook.com", "graph.facebook.com:app_id", True),
        ("www.amazon.com", "www.amazon.com:user_id", True),
        (
            f"arn:aws:iam::{A}:oidc-provider/sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d",
            "sts:rolesessionname",
            True,
        ),
        (GITHUB, "sts:rolesessionname", False),
        # What limits everyone limits them too, but for the provider, which is theirs.
        (GITHUB, "aws:sourceip", True),
        (GITHUB, "aws:federatedprovider", False),
    ],
)
def test_claims_tell_the_customers_of_a_shared_provider_apart(
    provider: str, key: str, *, expected: bool
) -> None:
    limits = limits_on_identities(provider, TRUST)
    assert limits is not None
    assert limits.covers(key) is expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("repo:acme/shop:ref:refs/heads/main", True),
        ("repo:acme/*", True),
        ("repo:acme/shop:*", True),
        ("project_path:acme/shop:*", True),
        ("acme/*", True),
        # Everyone can register acme-evil.
        ("repo:acme*", False),
        ("repo:*", False),
        ("repo:*/shop:ref:refs/heads/main", False),
        ("*", False),
        ("", False),
        ("repo:${aws:PrincipalTag/org}/shop", False),
    ],
)
def test_a_subject_is_fixed_where_it_names_its_tenant(subject: str, *, expected: bool) -> None:
    limits = limits_on_identities(GITHUB, TRUST)
    assert limits is not None
    like = read_operator("StringLike")
    assert bool(limits.fixed_values(f"{ISSUER}:sub", like, [subject])) is expected


@pytest.mark.parametrize(
    ("key", "provider", "expected"),
    [
        (f"{ISSUER}:sub", GITHUB, False),
        ("gitlab.com:sub", GITHUB, True),
        (f"{ISSUER}/acme:sub", GITHUB, True),
        (f"{ISSUER}/acme:sub", f"{GITHUB}/acme", False),
        ("gitlab.com:sub", f"arn:aws:iam::{A}:saml-provider/corp", True),
        ("accounts.google.com:aud", "accounts.google.com", False),
        ("aws:sourceip", GITHUB, False),
        ("sts:externalid", GITHUB, False),
    ],
)
def test_a_token_has_the_claims_of_its_provider(key: str, provider: str, *, expected: bool) -> None:
    assert is_claim_of_another(key, provider) is expected
