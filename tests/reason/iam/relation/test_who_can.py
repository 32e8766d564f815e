"""Who can do a thing: the quick search finds whom asking every single principal finds."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from ringwall.reason.iam.question.question import make_question
from ringwall.reason.iam.question.target_resource import find_target
from ringwall.reason.iam.relation.candidates import find_candidates
from ringwall.reason.iam.relation.who_can import find_who_can

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
ANN, BOB = f"arn:aws:iam::{A}:user/ann", f"arn:aws:iam::{B}:user/bob"
APP, ROOT = f"arn:aws:iam::{A}:role/app", f"arn:aws:iam::{A}:root"
OBJECT = "arn:aws:s3:::data/k"
QUEUE = f"arn:aws:sqs:us-east-1:{A}:jobs"
KEY = f"arn:aws:kms:us-east-1:{A}:key/1"
QUICK, THOROUGH = 60, 3_000


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def who(estate: Estate, action: str, arn: str, context: Any = None) -> dict[str, str]:
    found = find_who_can(find_target(estate.read(), arn), action, context)
    return {holder.principal.arn: holder.access.verdict for holder in found}


def test_whoever_is_granted_it_can_and_so_can_the_root_user(estate: Estate) -> None:
    estate.user("ann", allow("s3:Get*"))
    estate.user("eve", allow("s3:Put*"))
    estate.role("app", allow("*", "arn:aws:s3:::data/*"))
    estate.bucket("data")
    assert who(estate, "s3:GetObject", OBJECT) == {ANN: "always", APP: "always", ROOT: "always"}


def test_the_buckets_policy_lets_those_in_whom_it_names(estate: Estate) -> None:
    names = {"AWS": [ANN, BOB]}
    estate.bucket("data", allow("s3:GetObject", "arn:aws:s3:::data/*", Principal=names))
    estate.user("ann")
    estate.user("bob", account=B)
    estate.user("eve")
    assert who(estate, "s3:GetObject", OBJECT) == {ANN: "always", ROOT: "always"}


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("arn:aws:ec2:*::snapshot/*", {ANN: "always", ROOT: "always"}),
        (f"arn:aws:ec2:*:{A}:snapshot/*", {ROOT: "always"}),
    ],
)
def test_the_arn_of_a_disks_snapshot_has_no_account(
    snapshots: Any, estate: Estate, resource: str, expected: dict[str, str]
) -> None:
    fields = {"partition": "aws", "region": "us-east-1", "account_id": A, "SnapshotId": "snap-1"}
    arn = str(snapshots.tables["ec2_snapshot"].arn).format(**fields)
    shared = {"restore_accounts": [], "is_public": False, "block_public_access": "unblocked"}
    estate.add("ec2_snapshot", arn, **shared)
    estate.user("ann", allow("ec2:*", resource))
    assert who(estate, "ec2:DeleteSnapshot", arn) == expected


def test_a_denial_and_a_condition_tell_holders_apart(estate: Estate) -> None:
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    estate.bucket("data")
    estate.user("ann", allow("s3:*", Condition=mfa))
    estate.role("app", allow("s3:*"), {**allow("s3:GetObject"), "Effect": "Deny"})
    assert who(estate, "s3:GetObject", OBJECT) == {ANN: "conditional", ROOT: "always"}


@pytest.mark.parametrize("where", ["bucket", "scp"])
def test_a_denial_of_all_but_some_objects_leaves_those(estate: Estate, where: str) -> None:
    spared = {"Effect": "Deny", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::data/out/*"}
    estate.organization(A)
    estate.bucket("data", *([{**spared, "Principal": "*"}] if where == "bucket" else []))
    if where == "scp":
        estate.scp("out", spared, at=[A])
    estate.user("ann", allow("s3:GetObject"))
    found = find_who_can(find_target(estate.read(), "arn:aws:s3:::data"), "s3:GetObject")
    (ann,) = (holder for holder in found if holder.principal.arn == ANN)
    assert (ann.access.verdict, ann.resource) == ("always", "arn:aws:s3:::data/out/0-any")


def test_what_is_known_of_the_context_decides(estate: Estate) -> None:
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    estate.bucket("data")
    estate.user("ann", allow("s3:*", Condition=mfa))
    factor = "aws:MultiFactorAuthPresent"
    assert who(estate, "s3:GetObject", OBJECT, {factor: "true"})[ANN] == "always"
    assert ANN not in who(estate, "s3:GetObject", OBJECT, {factor: []})


def test_to_a_key_its_policy_is_the_gate(estate: Estate) -> None:
    estate.key("1", allow("kms:*", Principal={"AWS": APP}))
    estate.user("ann", allow("kms:*"))
    estate.role("app")
    assert who(estate, "kms:Decrypt", KEY) == {APP: "always"}


def test_whose_policies_were_not_collected_is_unknown(estate: Estate) -> None:
    estate.bucket("data")
    estate.user("ann", policies=None)
    assert who(estate, "s3:GetObject", OBJECT) == {ANN: "unknown", ROOT: "always"}


def test_a_policy_may_name_a_role_by_its_session(estate: Estate) -> None:
    session = {"AWS": f"arn:aws:sts::{A}:assumed-role/app/run"}
    estate.bucket("data", allow("s3:GetObject", "arn:aws:s3:::data/*", Principal=session))
    estate.role("app")
    estate.role("other")
    assert who(estate, "s3:GetObject", OBJECT) == {APP: "conditional", ROOT: "always"}
    found = {
        h.principal.arn: h for h in find_who_can(find_target(estate.read(), OBJECT), "s3:GetObject")
    }
    assert found[APP].access.residual == ("the session is named run",)


@pytest.mark.parametrize(("name", "expected"), [("run", "conditional"), ("other", None)])
def test_a_sessions_id_ends_with_its_name(estate: Estate, name: str, expected: str | None) -> None:
    session = {"AWS": f"arn:aws:sts::{A}:assumed-role/app/run"}
    named = {"StringLike": {"aws:userid": f"*:{name}"}}
    own = allow("s3:GetObject", "arn:aws:s3:::data/*", Principal=session, Condition=named)
    estate.bucket("data", own)
    estate.role("app")
    assert who(estate, "s3:GetObject", OBJECT).get(APP) == expected


def test_a_policy_may_deny_a_session_by_its_name(estate: Estate) -> None:
    session = {"AWS": f"arn:aws:sts::{A}:assumed-role/app/run"}
    no = {**allow("s3:GetObject", "arn:aws:s3:::data/*", Principal=session), "Effect": "Deny"}
    estate.bucket("data", no)
    estate.role("app", allow("s3:GetObject"))
    found = {
        h.principal.arn: h for h in find_who_can(find_target(estate.read(), OBJECT), "s3:GetObject")
    }
    assert found[APP].access.verdict == "conditional"
    assert found[APP].access.residual == ("unless the session is named run",)


def test_a_policy_may_name_a_user_by_its_id(estate: Estate) -> None:
    estate.user("ann", user_id="AIDAEXAMPLEEXAMPLE1")
    named = {"AWS": "AIDAEXAMPLEEXAMPLE1"}
    estate.bucket("data", allow("s3:GetObject", "arn:aws:s3:::data/*", Principal=named))
    assert who(estate, "s3:GetObject", OBJECT) == {ANN: "always", ROOT: "always"}


def test_a_policy_that_was_not_collected_may_name_anyone(estate: Estate) -> None:
    estate.bucket("data", policy=None)
    estate.user("ann")
    assert who(estate, "s3:GetObject", OBJECT)[ANN] == "unknown"


def test_a_policy_may_name_all_but_some(estate: Estate) -> None:
    others = {"NotPrincipal": {"AWS": [A, f"arn:aws:iam::{A}:user/eve"]}}
    estate.bucket("data", allow("s3:GetObject", "arn:aws:s3:::data/*", **others), account=B)
    estate.user("eve")
    estate.user("bob", account=B)
    assert who(estate, "s3:GetObject", OBJECT) == {
        BOB: "always",
        f"arn:aws:iam::{B}:root": "always",
    }


def test_most_principals_are_never_evaluated(estate: Estate) -> None:
    estate.bucket("data", allow("s3:GetObject", "arn:aws:s3:::data/*", Principal={"AWS": APP}))
    estate.user("ann", allow("sqs:*"))
    estate.role("app")
    found = find_candidates("s3:GetObject", find_target(estate.read(), OBJECT))
    assert {principal.arn for principal in found} == {APP, ROOT}


PEOPLE = ("ann", "eve", "app", "web")
CONDITIONS: tuple[dict[str, Any], ...] = (
    {},
    {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    {"StringEquals": {"aws:PrincipalTag/team": "web"}},
    {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}},
    {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
    {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{A}:role/*"}},
)
ACTIONS = ("*", "s3:*", "s3:Get*", "sqs:*", "kms:*", "sts:*", ["s3:GetObject", "sts:AssumeRole"])
RESOURCES = (
    *("*", "arn:aws:s3:::data/*", "arn:aws:s3:::data/${aws:username}", "arn:aws:sqs:*:*:*"),
    *("arn:aws:s3:::${aws:PrincipalTag/team}/*", f"arn:aws:iam::{A}:role/*", "arn:aws:s3"),
)
NAMES = (
    *("*", A, B, ANN, APP, f"arn:aws:iam::{B}:role/web", f"arn:aws:iam::{B}:root"),
    *(f"arn:aws:sts::{A}:assumed-role/app/run", "AIDAEXAMPLEEXAMPLE1"),
)
ASKED = (
    *(("s3:GetObject", OBJECT), ("s3:GetObject", "arn:aws:s3:::data/ann"), ("kms:Decrypt", KEY)),
    *(("sqs:SendMessage", QUEUE), ("sts:AssumeRole", APP), ("s3:ListAllMyBuckets", "*")),
    *(("s3:GetObject", "arn:aws:s3:::other/k"), ("iam:PassRole", APP)),
)


@st.composite
def statements(draw: st.DrawFn, *, by_principal: bool = False) -> list[dict[str, Any]]:
    found = []
    for _ in range(draw(st.integers(0, 2))):
        made: dict[str, Any] = {
            "Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"])),
            draw(st.sampled_from(["Action", "Action", "NotAction"])): draw(
                st.sampled_from(ACTIONS)
            ),
            "Condition": draw(st.sampled_from(CONDITIONS)),
        }
        resource = draw(st.sampled_from(["Resource", "Resource", "NotResource"]))
        made[resource] = draw(st.sampled_from(RESOURCES))
        if by_principal:
            kind = draw(st.sampled_from(["Principal", "Principal", "Principal", "NotPrincipal"]))
            made[kind] = {"AWS": draw(st.sampled_from(NAMES))}
        found.append(made)
    return found


def populate(estate: Estate, data: st.DataObject) -> None:
    """Fill an estate with principals, policies and resources at random."""
    draw = data.draw
    if draw(st.booleans()):
        estate.organization(A, B)
        scp = [s for s in draw(statements()) if "Resource" in s]
        estate.scp("scp", *(scp or [allow("*")]), at=draw(st.sampled_from([["r-1"], [A], [B]])))
    for account in (A, B):
        estate.managed("limit", *(draw(statements()) or [allow("*")]), account=account)
        estate.group("team", *draw(statements()), account=account)
        for name in PEOPLE:
            if draw(st.integers(0, 2)):
                own = draw(statements())
                limit = f"arn:aws:iam::{account}:policy/limit"
                boundary = draw(st.sampled_from(["", "", limit]))
                more: dict[str, Any] = {"account": account, "permissions_boundary": boundary}
                more["tags"] = draw(st.sampled_from([{}, {"team": "web"}, None]))
                if name in {"ann", "eve"}:
                    groups = draw(st.sampled_from([[], ["team"], None]))
                    unique = "AIDAEXAMPLEEXAMPLE1" if name == "ann" else "AIDAEXAMPLEEXAMPLE2"
                    estate.user(name, *own, groups=groups, user_id=unique, **more)
                else:
                    trusting = [
                        {**s, "Action": "sts:AssumeRole"}
                        for s in draw(statements(by_principal=True))
                    ]
                    trusting = [
                        {k: v for k, v in s.items() if "Resource" not in k and k != "NotAction"}
                        for s in trusting
                    ]
                    estate.role(name, *own, trust=trusting or None, **more)
    estate.bucket("data", *draw(statements(by_principal=True)))
    estate.queue("jobs", *draw(statements(by_principal=True)))
    estate.key("1", *draw(statements(by_principal=True)), grants=draw(st.sampled_from([[], None])))


def test_a_variable_opens_no_other_resource(estate: Estate) -> None:
    estate.queue("jobs")
    estate.role("app", allow("*", "arn:aws:s3:::data/${aws:PrincipalTag/team}"), tags=None)
    access = estate.ask(APP, "sqs:SendMessage", QUEUE)
    assert access.verdict == "never"


@pytest.mark.parametrize(("count", "expected"), [(3, "always"), (45, "unknown")])
def test_of_more_parts_than_are_asked_about_none_is_sure(
    estate: Estate, count: int, expected: str
) -> None:
    estate.bucket("data")
    names = [f"arn:aws:s3:::data/{at}/*" for at in range(count)]
    no = {**allow("s3:*", names[:-1]), "Effect": "Deny"}
    ann = estate.user("ann", allow("s3:GetObject", names), no)
    assert who(estate, "s3:GetObject", "arn:aws:s3:::data")[ann] == expected
    assert who(estate, "s3:GetObject", names[-1].replace("*", "x"))[ann] == "always"


def test_everybody_can_do_what_is_free(estate: Estate) -> None:
    ann = estate.user("ann")
    app = estate.role("app", {**allow("*"), "Effect": "Deny"})
    assert who(estate, "sts:GetCallerIdentity", "*") == {
        ann: "always",
        app: "always",
        ROOT: "always",
    }
    assert who(estate, "sts:GetSessionToken", "*") == {ann: "always", ROOT: "always"}


HOME = "arn:aws:s3:::data/home"


def test_a_variable_stands_for_what_is_known_of_who_asks(estate: Estate) -> None:
    estate.bucket("data")
    ann = estate.user("ann", allow("s3:GetObject", f"{HOME}/${{aws:username}}/*"))
    app = estate.role(
        "app", allow("s3:GetObject", f"{HOME}/${{aws:PrincipalTag/team}}/*"), tags={"team": "web"}
    )
    estate.role("nameless", allow("s3:GetObject", f"{HOME}/${{aws:username}}/*"))
    found = list(find_who_can(find_target(estate.read(), "arn:aws:s3:::data"), "s3:GetObject"))
    assert {h.principal.arn: (h.access.verdict, h.resource) for h in found} == {
        ann: ("always", f"{HOME}/ann/0-any"),
        app: ("always", f"{HOME}/web/0-any"),
        f"arn:aws:iam::{A}:root": ("always", "arn:aws:s3:::data/0-any"),
    }


def test_a_buckets_variables_stand_for_who_asks_too(estate: Estate) -> None:
    own = allow("s3:GetObject", f"{HOME}/${{aws:username}}/*", Principal="*")
    estate.bucket("data", own)
    ann, bob = estate.user("ann"), estate.user("bob")
    assert who(estate, "s3:GetObject", f"{HOME}/ann/x") == {
        ann: "always",
        f"arn:aws:iam::{A}:root": "always",
    }
    assert who(estate, "s3:GetObject", "arn:aws:s3:::data").keys() >= {ann, bob}


@pytest.mark.parametrize(
    ("key", "part"),
    [("aws:userid", f"{HOME}/AROAOWN:0-any/0-any"), ("aws:SourceIp", f"{HOME}/0-any/0-any")],
)
def test_a_variable_that_is_not_known_may_be_what_it_takes(
    estate: Estate, key: str, part: str
) -> None:
    estate.bucket("data")
    app = estate.role("app", allow("s3:GetObject", f"{HOME}/${{{key}}}/*"), role_id="AROAOWN")
    found = find_who_can(find_target(estate.read(), "arn:aws:s3:::data"), "s3:GetObject")
    (holder,) = (h for h in found if h.principal.arn == app)
    assert (holder.access.verdict, holder.resource) == ("conditional", part)
    assert holder.access.residual == (f"Resource contains ${{{key.lower()}}}",)
    assert who(estate, "s3:GetObject", f"{HOME}/AROAOTHER:x/y").get(app) != "always"


def check(data: st.DataObject, estate: Estate) -> None:
    populate(estate, data)
    note(str(dict(estate.rows)))
    organization = estate.read()
    for action, arn in ASKED:
        every = {
            p.arn: found.verdict
            for p in organization.principals.values()
            if (found := make_question(organization, p, action, arn).decide_over_contexts()).verdict
            != "never"
        }
        assert who(estate, action, arn) == every, (action, arn)


COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


@settings(COMMON, max_examples=QUICK)
@given(st.data())
def test_nobody_is_missed(make_estate: Callable[[], Estate], data: st.DataObject) -> None:
    check(data, make_estate())


@pytest.mark.slow
@settings(COMMON, max_examples=THOROUGH)
@given(st.data())
def test_nobody_is_missed_at_length(make_estate: Callable[[], Estate], data: st.DataObject) -> None:
    check(data, make_estate())
