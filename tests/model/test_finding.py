"""A finding keeps its uid forever, whatever is seen around it."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ringwall.model.finding import Finding, Verdict, VerdictCount, fingerprint

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x1f"))
FINDING = Finding(
    uid=fingerprint("ringwall", "s3.a", "arn:aws:s3:::logs"),
    rule="s3.a",
    title="Bucket should be private",
    severity="high",
    layer="data",
    account_id="111111111111",
    region="eu-west-1",
    resources=("arn:aws:s3:::logs", "arn:aws:s3:::logs/more"),
    reason="seen",
    first_seen=1,
    last_seen=2,
)


def test_uids_of_before_stay_what_they_were() -> None:
    """INVARIANT: a changed fingerprint would open every finding of every home again."""
    known = fingerprint("ringwall", "s3.bucket_public_access_is_blocked", "arn:aws:s3:::logs")
    assert known == "2b436a28f6505d6ee901b594b45c0f1d"


def test_a_uid_is_32_hex_digits() -> None:
    assert len(FINDING.uid) == 32
    assert set(FINDING.uid) <= set("0123456789abcdef")


def test_each_part_makes_another_finding() -> None:
    parts = [
        ("ringwall", "s3.a", "arn:a", ""),
        ("guardduty", "s3.a", "arn:a", ""),
        ("ringwall", "s3.b", "arn:a", ""),
        ("ringwall", "s3.a", "arn:b", ""),
        ("ringwall", "s3.a", "arn:a", "22"),
    ]
    uids = [fingerprint(*part) for part in parts]
    assert all(one != other for one, other in combinations(uids, 2))


@given(WORDS, WORDS)
def test_no_two_findings_run_into_each_other(rule: str, resource: str) -> None:
    moved = fingerprint("ringwall", rule + resource[:1], resource[1:])
    assert (moved == fingerprint("ringwall", rule, resource)) == (resource == "")


def test_the_first_resource_is_what_a_finding_is_about() -> None:
    assert FINDING.resource == "arn:aws:s3:::logs"
    assert replace(FINDING, resources=("arn:b",)).resource == "arn:b"


def test_a_finding_is_an_open_failure_of_ours_unless_it_says_otherwise() -> None:
    assert (FINDING.status, FINDING.answer, FINDING.product) == ("open", "fail", "ringwall")
    assert (FINDING.count, FINDING.reopened, FINDING.resolved_at) == (1, 0, 0)
    assert FINDING.class_uid == 2003


def test_what_leaves_the_engine_is_narrow() -> None:
    verdict = Verdict("s3.a", "arn:a", "111111111111", "eu-west-1", "fail", "seen")
    assert verdict._asdict() == {
        "rule": "s3.a",
        "resource": "arn:a",
        "account_id": "111111111111",
        "region": "eu-west-1",
        "answer": "fail",
        "reason": "seen",
        "subject": "",
        "layer": None,
        "evidence": None,
    }
    assert VerdictCount("s3.a", "111111111111", 1, 2, 3)[2:] == (1, 2, 3, 0, 0)
