"""Suggestions: what was used stays allowed, the rest goes, and nothing is new."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.boxes.replay import evaluate_policy, make_witness_request
from ringwall.reason.iam.symbolic.check_answer import Witness
from ringwall.reason.iam.usage import suggest
from ringwall.reason.iam.usage.events import ActionUse, LogWindow
from ringwall.reason.iam.usage.granted import report_usage
from ringwall.reason.iam.usage.suggest import Suggestion, suggest_policy

APP = "arn:aws:iam::111122223333:role/app"
WEB = "arn:aws:iam::111122223333:role/web"
SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"
DAY = datetime.fromisoformat("2026-01-02")
SEEN = frozenset({"s3", "iam", "ec2", "kms", "sns"})
LOGS = LogWindow("111122223333", DAY, DAY, 9, SEEN, frozenset({"s3"}), {})


def make(*statements: dict[str, Any], version: str = "2012-10-17") -> Policy:
    document = {"Version": version, "Statement": list(statements)}
    return read_policy(document, "app.json", "identity")


def allow(*actions: str, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource, **more}


def use(action: str, resource: str = "") -> ActionUse:
    return ActionUse(APP, action, resource, 1, DAY, DAY)


def run(policies: list[Policy], *uses: ActionUse, keep_unknown: bool = True) -> Suggestion:
    usage = report_usage(APP, policies, uses, LOGS)
    return suggest_policy(policies, usage, keep_unknown=keep_unknown)


def statements(found: Suggestion) -> list[dict[str, Any]]:
    assert found.answer.verdict == "pass"
    assert found.document
    assert found.document["Version"] == "2012-10-17"
    listed: list[dict[str, Any]] = found.document["Statement"]
    return listed


@pytest.mark.parametrize(
    ("granted", "uses", "expected"),
    [
        # Exact resources where the log shows them.
        (
            allow("s3:*"),
            [use("s3:getobject", "arn:aws:s3:::b/k"), use("s3:listallmybuckets", "*")],
            [
                (["s3:GetObject"], ["arn:aws:s3:::b/k"]),
                (["s3:ListAllMyBuckets"], ["*"]),
            ],
        ),
        # Otherwise the patterns that were granted, without those of other services.
        (
            allow("s3:GetObject", resource=["arn:aws:s3:::b/*", "arn:aws:sqs:*:*:q"]),
            [use("s3:getobject")],
            [(["s3:GetObject"], ["arn:aws:s3:::b/*"])],
        ),
        # A resource that another statement grants is not this one's.
        (
            allow("s3:GetObject", resource="arn:aws:s3:::b/*"),
            [use("s3:getobject", "arn:aws:s3:::b/k"), use("s3:getobject", "arn:aws:s3:::c/k")],
            [(["s3:GetObject"], ["arn:aws:s3:::b/k"])],
        ),
        # What looks like a wildcard in a name is none.
        (
            allow("s3:GetObject"),
            [use("s3:getobject", "arn:aws:s3:::b/a*?${x}")],
            [(["s3:GetObject"], ["arn:aws:s3:::b/a${*}${?}${$}{x}"])],
        ),
        # Which user it was, the pattern says better than the log.
        (
            allow("s3:GetObject", resource="arn:aws:s3:::b/${aws:username}/*"),
            [use("s3:getobject", "arn:aws:s3:::b/ann/k")],
            [(["s3:GetObject"], ["arn:aws:s3:::b/${aws:username}/*"])],
        ),
        # The name of a role does not show its path, nor that of a secret its suffix.
        (
            allow("iam:PassRole"),
            [use("iam:passrole", WEB)],
            [(["iam:PassRole"], [WEB, WEB.replace("role/", "role/*/")])],
        ),
        (
            allow("secretsmanager:GetSecretValue", resource=f"{SECRET}-*"),
            [use("secretsmanager:getsecretvalue", SECRET)],
            [(["secretsmanager:GetSecretValue"], [f"{SECRET}-??????"])],
        ),
        # Many objects become their folders.
        (
            allow("s3:GetObject"),
            [use("s3:getobject", f"arn:aws:s3:::b/in/{n}") for n in range(11)],
            [(["s3:GetObject"], ["arn:aws:s3:::b/in/*"])],
        ),
        (
            allow("s3:GetObject", resource="arn:aws:s3:::b/in/*.csv"),
            [use("s3:getobject", f"arn:aws:s3:::b/in/{n}.csv") for n in range(11)],
            [(["s3:GetObject"], ["arn:aws:s3:::b/in/*.csv"])],
        ),
    ],
)
def test_only_what_was_used_is_left(
    granted: dict[str, Any], uses: list[ActionUse], expected: list[tuple[list[str], list[str]]]
) -> None:
    found = run([make(granted)], *uses, keep_unknown=False)
    assert [(s["Action"], s["Resource"]) for s in statements(found)] == expected
    assert not [note for note in found.notes if "proof" in note]


def test_what_the_logs_cannot_show_is_kept_and_told() -> None:
    found = run([make(allow("sns:*", resource="arn:aws:sns:*:*:t"))])
    (kept,) = statements(found)
    assert kept["Action"] == ["sns:Publish"]
    assert found.kept == ("sns:Publish",)
    assert "sns:CreateTopic" in found.dropped
    assert found.notes == ("1 action kept as granted: data events of sns are not in the logs",)


def test_an_own_pattern_is_kept_where_all_of_it_is() -> None:
    found = run([make(allow("kafka-cluster:*", "execute-api:*", "new:Thing"))])
    (kept,) = statements(found)
    assert sorted(kept["Action"]) == ["execute-api:*", "kafka-cluster:*", "new:thing"]


def test_conditions_and_denials_stay() -> None:
    condition = {"StringEquals": {"aws:sourcevpce": ["vpce-1"]}}
    there = {"NotResource": "arn:aws:s3:::x", "Condition": condition}
    deny = {"Sid": "No", "Effect": "Deny", "NotAction": "s3:*", **there}
    policy = make(allow("s3:*", Condition=condition), deny, deny)
    first, second, third = statements(
        run([policy], use("s3:getobject", "arn:aws:s3:::b/k"), keep_unknown=False)
    )
    assert first["Condition"] == condition
    assert second == {
        "Sid": "No",
        "Effect": "Deny",
        "NotAction": ["s3:*"],
        "NotResource": ["arn:aws:s3:::x"],
        "Condition": condition,
    }
    assert "Sid" not in third


def test_an_old_policys_text_is_no_variable() -> None:
    policy = make(allow("s3:GetObject", resource="arn:aws:s3:::${b}/*"), version="2008-10-17")
    (kept,) = statements(run([policy], use("s3:getobject"), keep_unknown=False))
    assert kept["Resource"] == ["arn:aws:s3:::${$}{b}/*"]


def test_not_resource_is_kept_but_for_what_is_shown() -> None:
    granted = {"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::x/*"}
    uses = [use("s3:getobject", "arn:aws:s3:::b/k"), use("s3:deleteobject")]
    first, second = statements(run([make(granted)], *uses, keep_unknown=False))
    assert (first["Action"], first["NotResource"]) == (["s3:DeleteObject"], ["arn:aws:s3:::x/*"])
    assert (second["Action"], second["Resource"]) == (["s3:GetObject"], ["arn:aws:s3:::b/k"])


def test_nothing_used_is_no_policy() -> None:
    found = run([make(allow("iam:CreateUser"))])
    assert (found.document, found.dropped) == (None, ("iam:CreateUser",))
    assert "no policy is needed" in found.notes[0]


def test_a_use_that_nothing_here_allows_is_told() -> None:
    policy = make(allow("s3:GetObject", "iam:GetUser", resource="arn:aws:s3:::b/*"))
    found = run(
        [policy],
        use("s3:getobject", "arn:aws:s3:::b/k"),
        use("iam:getuser", "arn:aws:iam::111122223333:user/a"),
        use("ec2:runinstances"),
    )
    assert "used, but not on a resource that these policies grant: iam:GetUser" in found.notes
    assert "used, but not granted by these policies: ec2:runinstances" in found.notes


def test_a_statement_that_is_not_proved_is_left_as_granted() -> None:
    # `role/*/web` is not within `role/?/web`, though it looks as if.
    granted = [WEB, WEB.replace("role/", "role/?/")]
    policy = make(allow("iam:PassRole", resource=granted))
    found = run([policy], use("iam:passrole", WEB), keep_unknown=False)
    (kept,) = statements(found)
    assert kept["Resource"] == granted
    assert any("resources kept as granted for iam:PassRole" in note for note in found.notes)


def test_a_suggestion_that_cannot_be_proved_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # A broken narrowing: the proof is what stands between it and the user.
    monkeypatch.setattr(suggest, "render_policy", lambda _: make_document(allow("*")))
    found = run([make(allow("s3:GetObject"))], use("s3:getobject", "arn:aws:s3:::b/k"))
    assert (found.document, found.answer.verdict) == (None, "fail")
    assert "no proof" in found.notes[0]


def make_document(*listed: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(listed)}


def test_administrators_are_narrowed_too() -> None:
    uses = [use("s3:getobject", "arn:aws:s3:::b/k")]
    found = run([make(allow("*"))], *uses, keep_unknown=False)
    (kept,) = statements(found)
    assert (kept["Action"], kept["Resource"]) == (["s3:GetObject"], ["arn:aws:s3:::b/k"])
    assert len(found.dropped) > 20_000
    whole = run([make(allow("*"))], *uses)
    assert whole.answer.verdict == "pass"
    assert any("exceed the quota of 6144" in note for note in whole.notes)


ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket")
PATTERNS = ("s3:*", "s3:*Object", "s3:?etObject", *ACTIONS)
PLACES = ("arn:aws:s3:::a", "arn:aws:s3:::a/k", "arn:aws:s3:::a/in/k", "arn:aws:s3:::b/k")
RESOURCES = ("*", "arn:aws:s3:::a*", "arn:aws:s3:::a/*", "arn:aws:s3:::?/k", *PLACES)
STATEMENTS = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Allow", "Deny"]),
        "Action": st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=3),
        "Resource": st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=3),
    }
)
USES = st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from(PLACES)), max_size=6)


@settings(deadline=None, max_examples=60)
@given(listed=st.lists(STATEMENTS, min_size=1, max_size=4), used=USES)
def test_what_was_used_stays_allowed_and_nothing_is_new(
    listed: list[dict[str, Any]], used: list[tuple[str, str]]
) -> None:
    policy = make(*listed)
    found = run([policy], *(use(a.lower(), r) for a, r in used), keep_unknown=False)
    narrow = make(*(found.document["Statement"] if found.document else []))
    assert found.answer.verdict == "pass"
    for action in ACTIONS:
        for resource in PLACES:
            before, after = decide(policy, action, resource), decide(narrow, action, resource)
            assert after <= before
            if (action, resource) in used:
                assert after == before


def decide(policy: Policy, action: str, resource: str) -> bool:
    request = make_witness_request(Witness(action, resource), ())
    return evaluate_policy(policy, request, by_principal=False).allowed is True
