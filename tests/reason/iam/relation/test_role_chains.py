"""Who can become which role: within an account, over accounts, and over several steps."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from ringwall.reason.iam.question.question import make_question
from ringwall.reason.iam.relation.role_chains import RoleStep, account_of, find_chains, find_steps

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
ANN, ROLE = f"arn:aws:iam::{A}:user/ann", f"arn:aws:iam::{A}:role/app"
FAR = f"arn:aws:iam::{B}:role/far"
MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
ASSUME = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}


def trust(principal: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}


def steps(estate: Estate) -> dict[tuple[str, str], str]:
    """Return every step's verdict, by its ends."""
    return {(s.origin, s.role): s.access.verdict for s in find_steps(estate.read())}


def reach(estate: Estate, origin: str) -> dict[str, tuple[RoleStep, ...]]:
    by_origin: dict[str, list[RoleStep]] = {}
    for step in find_steps(estate.read()):
        by_origin.setdefault(step.origin, []).append(step)
    return find_chains(origin, by_origin)


def test_within_an_account_the_role_may_name_the_user_and_that_is_enough(estate: Estate) -> None:
    estate.user("ann")
    estate.user("bob", ASSUME)
    estate.role("app", trust=trust({"AWS": ANN}))
    assert steps(estate) == {(ANN, ROLE): "always"}


def test_trust_in_the_account_leaves_it_to_the_users_own_policies(estate: Estate) -> None:
    estate.user("ann", ASSUME)
    estate.user("bob")
    estate.role("app", trust=trust({"AWS": A}))
    assert steps(estate) == {(ANN, ROLE): "always"}


def test_a_policy_of_ones_own_is_not_enough(estate: Estate) -> None:
    estate.user("ann", ASSUME)
    estate.role("app")
    assert steps(estate) == {}


def test_a_role_that_trusts_everybody_lets_the_whole_account_in(estate: Estate) -> None:
    estate.user("ann")
    estate.user("far", ASSUME, account=B)
    estate.user("near", account=B)
    estate.role("app", trust=trust("*"))
    far = f"arn:aws:iam::{B}:user/far"
    assert steps(estate) == {(ANN, ROLE): "always", (far, ROLE): "always"}


@pytest.mark.parametrize(
    ("own", "principal", "expected"),
    [
        ([ASSUME], {"AWS": ANN}, "always"),
        ([ASSUME], {"AWS": A}, "always"),
        ([ASSUME], {"AWS": B}, None),
        ([], {"AWS": ANN}, None),
        ([], {"AWS": A}, None),
        ([{**ASSUME, "Resource": FAR}], {"AWS": A}, "always"),
        ([{**ASSUME, "Resource": ROLE}], {"AWS": A}, None),
        ([ASSUME, {**ASSUME, "Effect": "Deny", "Resource": FAR}], {"AWS": ANN}, None),
    ],
)
def test_over_accounts_both_sides_must_agree(
    estate: Estate, own: list[Any], principal: Any, expected: str | None
) -> None:
    estate.user("ann", *own)
    estate.role("far", trust=trust(principal), account=B)
    (step, *_) = [*find_steps(estate.read()), None]
    assert (step and step.access.verdict) == expected
    assert step is None or step.is_cross_account


def test_an_scp_closes_the_way_out_of_the_callers_account(estate: Estate) -> None:
    estate.organization(A, B)
    estate.user("ann", ASSUME)
    estate.role("far", trust=trust({"AWS": ANN}), account=B)
    assert steps(estate) == {(ANN, FAR): "always"}
    estate.scp("stay", {**ASSUME, "Effect": "Deny"}, at=[A])
    assert steps(estate) == {}


def test_the_scps_of_the_roles_account_do_not_bind_the_caller(estate: Estate) -> None:
    estate.organization(A, B)
    estate.user("ann", ASSUME)
    estate.role("far", trust=trust({"AWS": ANN}), account=B)
    estate.scp("stay", {**ASSUME, "Effect": "Deny"}, at=[B])
    assert steps(estate) == {(ANN, FAR): "always"}


def test_an_rcp_of_the_roles_account_closes_the_way_in(estate: Estate) -> None:
    estate.organization(A, B)
    estate.user("ann", ASSUME)
    estate.role("far", trust=trust({"AWS": ANN}), account=B)
    refuse = {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}
    estate.scp("closed", refuse, at=[B], kind="rcp")
    assert steps(estate) == {}


def test_a_second_factor_in_the_trust_makes_it_a_may(estate: Estate) -> None:
    estate.user("ann", ASSUME)
    estate.role("app", trust=trust({"AWS": A}, Condition=MFA))
    (step,) = find_steps(estate.read())
    assert step.access.verdict == "conditional"
    assert step.access.witness == {"aws:multifactorauthpresent": ("true",)}
    assert [text.lower() for text in step.access.residual] == [
        "bool aws:multifactorauthpresent true"
    ]


def test_root_users_become_no_role(estate: Estate) -> None:
    estate.role("app", trust=trust({"AWS": A}))
    estate.role("all", trust=trust("*"))
    assert steps(estate) == {(ROLE, f"arn:aws:iam::{A}:role/all"): "always"}


def test_a_principal_tag_must_be_the_users(estate: Estate) -> None:
    tagged = {"StringEquals": {"aws:PrincipalTag/team": "web"}}
    estate.user("ann", ASSUME, tags={"team": "web"})
    estate.user("bob", ASSUME, tags={"team": "db"})
    estate.role("app", trust=trust({"AWS": A}, Condition=tagged))
    assert steps(estate) == {(ANN, ROLE): "always"}


def test_a_trust_policy_that_was_not_collected_is_unknown_for_whoever_may(estate: Estate) -> None:
    estate.user("ann", ASSUME)
    estate.role("app", trust=None)
    assert steps(estate) == {(ANN, ROLE): "unknown"}


def test_own_policies_that_were_not_collected_are_unknown(estate: Estate) -> None:
    estate.user("ann", policies=None)
    estate.role("app", trust=trust({"AWS": A}))
    assert steps(estate) == {(ANN, ROLE): "unknown"}


def test_steps_can_be_asked_for_one_role(estate: Estate) -> None:
    estate.user("ann")
    estate.role("app", trust=trust({"AWS": ANN}))
    estate.role("other", trust=trust({"AWS": ANN}))
    organization = estate.read()
    found = find_steps(organization, [organization.principals[ROLE]])
    assert [step.role for step in found] == [ROLE]


def test_a_chain_over_three_roles_is_found_and_ends_where_it_began(estate: Estate) -> None:
    one, two, three = (f"arn:aws:iam::{A}:role/{name}" for name in ("one", "two", "three"))
    estate.user("ann")
    estate.role("one", trust=[trust({"AWS": ANN}), trust({"AWS": three})])
    estate.role("two", trust=trust({"AWS": one}))
    estate.role("three", trust=trust({"AWS": two}))
    found = reach(estate, ANN)
    assert {role: len(chain) for role, chain in found.items()} == {one: 1, two: 2, three: 3}
    assert {role: len(chain) for role, chain in reach(estate, two).items()} == {three: 1, one: 2}


def test_the_shortest_chain_is_the_one_that_is_told(estate: Estate) -> None:
    one, two = (f"arn:aws:iam::{A}:role/{name}" for name in ("one", "two"))
    estate.user("ann")
    estate.role("one", trust=trust({"AWS": ANN}))
    estate.role("two", trust=trust({"AWS": [one, ANN]}))
    assert [step.origin for step in reach(estate, ANN)[two]] == [ANN]


def test_of_two_chains_as_long_the_certain_one_is_told(estate: Estate) -> None:
    doubtful, certain, end = (f"arn:aws:iam::{A}:role/{name}" for name in ("a", "b", "end"))
    estate.user("ann", ASSUME)
    estate.role("a", trust=None)
    estate.role("b", trust=trust({"AWS": ANN}))
    estate.role("end", trust=trust({"AWS": [doubtful, certain]}))
    assert [step.role for step in reach(estate, ANN)[end]] == [certain, end]


def test_a_longer_certain_chain_is_told_rather_than_a_doubtful_short_one(estate: Estate) -> None:
    middle, end = (f"arn:aws:iam::{A}:role/{name}" for name in ("middle", "end"))
    odd = {"StringEqualz": {"a:b": "c"}}  # no operator that AWS has: nobody knows what it says
    estate.user("ann")
    estate.role("middle", ASSUME, trust=trust({"AWS": ANN}))
    estate.role("end", trust=[trust({"AWS": ANN}, Condition=odd), trust({"AWS": middle})])
    assert [step.role for step in reach(estate, ANN)[end]] == [middle, end]


def test_trust_in_a_session_of_a_role_is_a_step_too(estate: Estate) -> None:
    estate.role("app")
    run = {"AWS": f"arn:aws:sts::{A}:assumed-role/app/run"}
    two = estate.role("two", trust=trust(run))
    assert estate.ask(ROLE, "sts:AssumeRole", two).verdict == "conditional"
    assert steps(estate) == {(ROLE, two): "conditional"}


@pytest.mark.parametrize(
    ("key", "action"),
    [
        ("sts:SourceIdentity", "sts:SetSourceIdentity"),
        ("aws:RequestTag/project", "sts:TagSession"),
        ("sts:TransitiveTagKeys", "sts:TagSession"),
    ],
)
@pytest.mark.parametrize("by", ["both", "trust", "identity", "neither"])
def test_who_brings_something_along_needs_the_action_for_it(
    estate: Estate, key: str, action: str, by: str
) -> None:
    also = [action] if by in {"both", "trust"} else []
    asks = {"StringLike": {key: "*"}}
    one = {**trust({"AWS": f"arn:aws:iam::{A}:root"}), "Action": ["sts:AssumeRole", *also]}
    role = estate.role("two", trust={**one, "Condition": asks})
    own = ["sts:AssumeRole"] + ([action] if by in {"both", "identity"} else [])
    ann = estate.user("ann", {"Effect": "Allow", "Action": own, "Resource": "*"})
    assert steps(estate) == ({(ann, role): "conditional"} if by == "both" else {})


def test_what_one_may_leave_away_is_left_away(estate: Estate) -> None:
    asks = {"StringLikeIfExists": {"aws:RequestTag/project": "web"}}
    role = estate.role("two", trust={**trust({"AWS": f"arn:aws:iam::{A}:root"}), "Condition": asks})
    ann = estate.user("ann", ASSUME)
    assert steps(estate) == {(ann, role): "conditional"}


TRUSTED = ("*", A, B, ANN, ROLE, FAR, f"arn:aws:iam::{A}:root", f"arn:aws:iam::{B}:root")
OWN = st.lists(
    st.sampled_from(
        [
            ASSUME,
            {**ASSUME, "Resource": f"arn:aws:iam::{A}:role/*"},
            {**ASSUME, "Resource": FAR},
            {**ASSUME, "Condition": MFA},
            {**ASSUME, "Effect": "Deny", "Resource": ROLE},
            {"Effect": "Allow", "NotAction": "sts:*", "Resource": "*"},
        ]
    ),
    max_size=2,
)
TRUST = st.lists(
    st.builds(
        lambda effect, element, name, condition: {
            "Effect": effect,
            element: {"AWS": name},
            "Action": "sts:AssumeRole",
            "Condition": condition,
        },
        st.sampled_from(["Allow", "Allow", "Allow", "Deny"]),
        st.sampled_from(["Principal", "Principal", "Principal", "NotPrincipal"]),
        st.sampled_from(TRUSTED),
        st.sampled_from([{}, {}, MFA, {"ArnLike": {"aws:PrincipalArn": ANN}}]),
    ),
    min_size=1,
    max_size=2,
)


def check(estate: Estate, data: st.DataObject) -> None:
    """Compare the steps to what asking for every principal and role says."""
    if data.draw(st.booleans()):
        estate.organization(A, B)
        estate.scp("stay", {**ASSUME, "Effect": "Deny"}, at=[data.draw(st.sampled_from([A, B]))])
    for account, name in ((A, "app"), (A, "two"), (B, "far")):
        trusting = data.draw(st.one_of(TRUST, TRUST, st.none()))
        estate.role(name, *data.draw(OWN), trust=trusting, account=account)
    estate.user("ann", *data.draw(OWN))
    estate.user("bob", *data.draw(OWN), account=B)
    note(str(dict(estate.rows)))
    organization = estate.read()
    every = {
        (principal.arn, role.arn): access.verdict
        for role in organization.roles()
        for principal in organization.principals.values()
        if principal is not role
        and principal.kind != "root"
        and (
            access := make_question(
                organization, principal, "sts:AssumeRole", role.arn
            ).decide_over_contexts()
        ).verdict
        != "never"
    }
    assert steps(estate) == every


COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


@settings(COMMON, max_examples=60)
@given(st.data())
def test_no_step_is_missed(make_estate: Callable[[], Estate], data: st.DataObject) -> None:
    check(make_estate(), data)


@pytest.mark.slow
@settings(COMMON, max_examples=3_000)
@given(st.data())
def test_no_step_is_missed_at_length(
    make_estate: Callable[[], Estate], data: st.DataObject
) -> None:
    check(make_estate(), data)


@pytest.mark.parametrize(
    ("arn", "account"),
    [(ANN, A), ("x", ""), (":::", ""), ("arn:aws:iam::", ""), ("arn:aws:s3:::b", ""), ("", "")],
)
def test_what_is_no_arn_names_no_account(arn: str, account: str) -> None:
    assert account_of(arn) == account
