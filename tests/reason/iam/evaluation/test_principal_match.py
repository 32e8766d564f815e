"""How a Principal matches a requester: itself, by its role, by its account, or not."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.context import RequestContext
from ringwall.reason.iam.evaluation.principal_match import (
    FULL_MATCH,
    NO_MATCH,
    CompiledPrincipals,
    PrincipalMatch,
)
from ringwall.reason.iam.evaluation.requester import Requester, read_requester
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Effect

A, B = "111111111111", "222222222222"
ROOT_A, ROOT_B = f"arn:aws:iam::{A}:root", f"arn:aws:iam::{B}:root"
ANN, BOB = f"arn:aws:iam::{A}:user/ann", f"arn:aws:iam::{A}:user/bob"
APP, OTHER = f"arn:aws:iam::{A}:role/app", f"arn:aws:iam::{A}:role/other"
DEEP = f"arn:aws:iam::{A}:role/team/app"
SESSION = f"arn:aws:sts::{A}:assumed-role/app/s1"
SSO = f"arn:aws:sts::{A}:assumed-role/AWSReservedSSO_Admin_0/ann"
FEDERATED = f"arn:aws:sts::{A}:federated-user/ann"
GITHUB = f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
ITSELF = PrincipalMatch(direct=True, role=False, account=False)
BY_ROLE = PrincipalMatch(direct=False, role=True, account=False)
BY_ACCOUNT = PrincipalMatch(direct=False, role=False, account=True)


def match(
    principal: Any,
    requester: str | Requester,
    *,
    element: str = "Principal",
    effect: Effect = "Allow",
    has_boundary: bool = False,
    **context: Any,
) -> PrincipalMatch:
    """Return how a Principal matches a requester."""
    statement = {"Effect": effect, element: principal, "Action": "*", "Resource": "*"}
    (found,) = read_policy({"Statement": statement}).statements
    assert found.principal is not None
    who = requester if isinstance(requester, Requester) else read_requester(requester)
    known = RequestContext({key.replace("_", ":"): value for key, value in context.items()})
    return CompiledPrincipals(found.principal).match(who, known, effect, has_boundary=has_boundary)


@pytest.mark.parametrize(
    ("principal", "requester", "expected"),
    [
        ("*", ANN, FULL_MATCH),
        ("*", "anonymous", FULL_MATCH),
        ("*", "ec2.amazonaws.com", FULL_MATCH),
        ({"AWS": "*"}, "anonymous", FULL_MATCH),
        ({"Service": "ec2.amazonaws.com.cn"}, "ec2.amazonaws.com", ITSELF),
        ({"Service": "ec2.amazonaws.com"}, "ec2.amazonaws.com.cn", ITSELF),
        ({"Service": "ec2.amazonaws.com"}, "ec2.sc2s.sgov.gov", ITSELF),
        ({"Service": "ec2.amazonaws.com.cn"}, "lambda.amazonaws.com", NO_MATCH),
        ({"AWS": ANN}, ANN, ITSELF),
        ({"AWS": ANN}, BOB, NO_MATCH),
        ({"AWS": [BOB, ANN]}, ANN, ITSELF),
        ({"AWS": A}, ANN, BY_ACCOUNT),
        ({"AWS": ROOT_A}, ANN, BY_ACCOUNT),
        ({"AWS": ROOT_A}, SESSION, BY_ACCOUNT),
        ({"AWS": ROOT_B}, ANN, NO_MATCH),
        ({"AWS": B}, SESSION, NO_MATCH),
        # The root user is its account.
        ({"AWS": ROOT_A}, ROOT_A, PrincipalMatch(direct=True, role=False, account=True)),
        ({"AWS": A}, ROOT_A, PrincipalMatch(direct=True, role=False, account=True)),
        ({"AWS": SESSION}, SESSION, ITSELF),
        ({"AWS": APP}, SESSION, BY_ROLE),
        ({"AWS": OTHER}, SESSION, NO_MATCH),
        ({"AWS": APP}, APP, BY_ROLE),
        ({"AWS": [APP, A, SESSION]}, SESSION, FULL_MATCH),
        ({"AWS": ROOT_A}, "anonymous", NO_MATCH),
        ({"Service": "ec2.amazonaws.com"}, "ec2.amazonaws.com", ITSELF),
        ({"Service": "ec2.amazonaws.com"}, "s3.amazonaws.com", NO_MATCH),
        ({"Service": "*"}, "s3.amazonaws.com", ITSELF),
        ({"Service": "*"}, ANN, NO_MATCH),
        ({"Federated": GITHUB}, GITHUB, ITSELF),
        ({"Federated": "*"}, GITHUB, ITSELF),
        ({"Federated": "accounts.google.com"}, GITHUB, NO_MATCH),
        ({"CanonicalUser": CANONICAL}, CANONICAL, ITSELF),
        ({"CanonicalUser": CANONICAL}, "f" * 64, NO_MATCH),
        ({"AWS": f"arn:aws:iam::{A}:user/*"}, ANN, NO_MATCH),
    ],
)
def test_a_principal_is_matched_by_name(
    principal: Any, requester: str, expected: PrincipalMatch
) -> None:
    assert match(principal, requester) == expected


def test_a_role_may_be_the_session_that_is_named() -> None:
    found = match({"AWS": SESSION}, APP)
    assert (found.direct, found.role, found.account) == (None, False, False)
    assert match({"AWS": SESSION}, OTHER) == NO_MATCH


def test_the_path_of_a_session_s_role_is_not_in_its_arn() -> None:
    # It is taken to have none, unless the caller says so.
    assert match({"AWS": DEEP}, SESSION) == NO_MATCH
    assert match({"AWS": DEEP}, read_requester(SESSION, role_arn=DEEP)) == BY_ROLE
    # Roles that AWS makes have a path, which is not known.
    reserved = f"arn:aws:iam::{A}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0"
    assert match({"AWS": reserved}, SSO).role is None
    assert match({"AWS": APP}, SSO).role is False


def test_a_federated_user_is_matched_by_the_user_behind_it() -> None:
    assert match({"AWS": FEDERATED}, FEDERATED) == ITSELF._replace(role=False)
    assert match({"AWS": ANN}, FEDERATED).role is None
    assert match({"AWS": ANN}, read_requester(FEDERATED, user_arn=ANN)) == BY_ROLE
    assert match({"AWS": ANN}, read_requester(FEDERATED, user_arn=BOB)) == NO_MATCH


def test_a_canonical_user_stands_for_an_account() -> None:
    principal = {"CanonicalUser": CANONICAL}
    assert match(principal, ANN).account is None
    assert match(principal, read_requester(ANN, canonical_id=CANONICAL)) == BY_ACCOUNT
    assert match(principal, read_requester(ANN, canonical_id="f" * 64)) == NO_MATCH


def test_a_deleted_principal_is_matched_by_its_unique_id_alone() -> None:
    principal = {"AWS": "AROAEXAMPLEID1234"}
    assert match(principal, SESSION, aws_userid="AROAEXAMPLEID1234:s1") == ITSELF
    assert match(principal, SESSION, aws_userid="AROAANOTHERID1234:s1") == NO_MATCH
    assert match(principal, SESSION) == NO_MATCH
    assert match({"AWS": "AXXAEXAMPLEID1234"}, ANN, aws_userid="AXXAEXAMPLEID1234") == NO_MATCH


def test_a_session_is_matched_by_its_identity_provider() -> None:
    assert match({"Federated": GITHUB}, SESSION, aws_federatedprovider=GITHUB) == ITSELF
    assert match({"Federated": GITHUB}, SESSION, aws_federatedprovider="other") == NO_MATCH
    assert match({"Federated": GITHUB}, SESSION) == NO_MATCH


@pytest.mark.parametrize(
    ("names", "requester", "expected"),
    [
        # "You must also specify the account ARN of the not-denied principal"
        ({"AWS": [ANN, ROOT_A]}, ANN, NO_MATCH),
        ({"AWS": [ANN, A]}, ANN, NO_MATCH),
        ({"AWS": ANN}, ANN, PrincipalMatch(None, None, None)),
        ({"AWS": ANN}, BOB, FULL_MATCH),
        ({"AWS": ROOT_A}, ANN, FULL_MATCH),
        ({"AWS": [SESSION, APP, ROOT_A]}, SESSION, NO_MATCH),
        ({"AWS": [SESSION, ROOT_A]}, SESSION, PrincipalMatch(None, None, None)),
        ({"AWS": [APP, ROOT_A]}, SESSION, FULL_MATCH),
        ({"AWS": [APP, ROOT_A]}, APP, PrincipalMatch(None, None, None)),
        ({"AWS": ROOT_A}, ROOT_A, NO_MATCH),
        ({"Service": "s3.amazonaws.com"}, "s3.amazonaws.com", NO_MATCH),
        ({"Service": "s3.amazonaws.com"}, "ec2.amazonaws.com", FULL_MATCH),
        ("*", ANN, NO_MATCH),
        ({"AWS": ANN}, "anonymous", FULL_MATCH),
    ],
)
def test_a_deny_with_not_principal_excepts_who_is_named_with_role_and_account(
    names: Any, requester: str, expected: PrincipalMatch
) -> None:
    assert match(names, requester, element="NotPrincipal", effect="Deny") == expected


@pytest.mark.parametrize(
    ("names", "requester", "expected"),
    [
        ({"AWS": ANN}, ANN, NO_MATCH),
        ({"AWS": A}, ANN, NO_MATCH),
        ({"AWS": APP}, SESSION, NO_MATCH),
        ({"AWS": ANN}, BOB, FULL_MATCH),
        ({"AWS": ANN}, "anonymous", FULL_MATCH),
        ("*", ANN, NO_MATCH),
    ],
)
def test_an_allow_with_not_principal_excepts_whoever_is_named(
    names: Any, requester: str, expected: PrincipalMatch
) -> None:
    assert match(names, requester, element="NotPrincipal") == expected


def test_a_boundary_voids_the_exceptions_of_a_deny() -> None:
    # "will always deny any IAM principal that has a permissions boundary policy attached"
    names = {"AWS": [ANN, ROOT_A]}
    spared = {"element": "NotPrincipal", "effect": "Deny", "has_boundary": True}
    assert match(names, ANN, **spared) == FULL_MATCH  # type: ignore[arg-type] # mixed values
    assert match(names, ROOT_A, **spared) == NO_MATCH  # type: ignore[arg-type] # as above
    assert match(names, ANN, element="NotPrincipal", has_boundary=True) == NO_MATCH


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((False, False, False), False),
        ((False, None, False), None),
        ((None, False, True), True),
        ((True, None, None), True),
    ],
)
def test_a_match_is_one_in_any_way(parts: Any, expected: Any) -> None:
    assert PrincipalMatch(*parts).any is expected
