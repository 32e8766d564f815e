from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ringwall.model.errors import BadInput
from ringwall.model.finding import Finding, Remediation, fingerprint
from ringwall.model.rule import SEVERITIES
from ringwall.store.database.connection import open_database
from ringwall.store.database.ledger import Filter, FindingEvent, Ledger

BUCKET = "arn:aws:s3:::acme-payroll"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield Ledger(engine)
    engine.dispose()


def _finding(rule: str = "s3.bucket_is_private", resource: str = BUCKET) -> Finding:
    return Finding(
        uid=fingerprint("ringwall", rule, resource),
        rule=rule,
        title=f"Title of {rule}",
        severity="high",
        layer="data",
        account_id="111111111111",
        region="eu-west-1",
        resources=(resource,),
        reason="the policy grants s3:GetObject to *",
        first_seen=1_000,
        last_seen=2_000,
    )


def test_a_finding_comes_back_as_it_was_stored(ledger: Ledger) -> None:
    finding = replace(
        _finding(),
        resources=(BUCKET, "arn:aws:s3:::other"),
        why="Anyone can read it.",
        compliance=("CIS AWS Foundations 7.0.0/2.1.1",),
        attacks=("T1530",),
        evidence={"policy": {"Effect": "Allow"}},
        remediation=Remediation("Close it.", "https://docs.aws.amazon.com/s3", "s3.block"),
        owner="payroll",
        due=9_000,
        ticket="SEC-1",
        risk=80,
        confidence=90,
        product="guardduty",
        class_uid=2004,
        raw={"Id": "x", "emoji": "\U0001f512"},
        reopened=2,
        count=7,
        status="resolved",
        resolved_at=3_000,
    )
    ledger.upsert([finding])
    assert ledger.find(finding.uid) == finding


def test_a_stored_finding_is_replaced(ledger: Ledger) -> None:
    ledger.upsert([_finding()])
    later = replace(_finding(), severity="critical", reason="now anyone writes", last_seen=5_000)
    ledger.upsert([later, replace(later, count=2)])
    assert list(ledger.findings(Filter())) == [replace(later, count=2)]


def test_pages_follow_each_other_failures_first_the_gravest_first(ledger: Ledger) -> None:
    stored = [
        replace(
            _finding(f"s3.rule_{n % 3}", f"arn:aws:s3:::bucket-{n:02}"),
            severity=SEVERITIES[n % 4],
            answer="unknown" if n % 5 == 0 else "fail",
        )
        for n in range(40)
    ]
    ledger.upsert(stored)
    expected = sorted(
        stored,
        key=lambda f: (f.answer, -SEVERITIES.index(f.severity), f.rule, f.resource),
    )
    page = ledger.page(Filter(), limit=7)
    found: list[Finding] = []
    found += page.findings
    while page.after:
        page = ledger.page(Filter(), page.after, limit=7)
        assert len(page.findings) <= 7
        found += page.findings
    assert found == expected
    assert list(ledger.findings(Filter())) == expected


@pytest.mark.parametrize(
    ("wanted", "rules"),
    [
        (Filter(), {"s3.bucket_is_private", "ec2.port_is_closed", "iam.key_is_used"}),
        (Filter(statuses=("resolved",)), {"kms.key_rotates"}),
        (Filter(answers=("unknown",)), {"iam.key_is_used"}),
        (Filter(severity="high"), {"s3.bucket_is_private", "ec2.port_is_closed"}),
        (Filter(severity="critical"), {"ec2.port_is_closed"}),
        (Filter(layer="infrastructure"), {"ec2.port_is_closed"}),
        (Filter(rule="ec2.*"), {"ec2.port_is_closed"}),
        (Filter(rule="*.???_is_used"), {"iam.key_is_used"}),
        (Filter(rule="s3.bucket_is_private"), {"s3.bucket_is_private"}),
        (Filter(rule="s3.bucket%private"), set()),
        (Filter(rule="s3_bucket?is*"), set()),
        (Filter(account_id="222222222222"), {"ec2.port_is_closed"}),
        (Filter(region="us-east-1"), {"iam.key_is_used"}),
        (Filter(resource="sg-1"), {"ec2.port_is_closed"}),
        (Filter(resource="g-1"), set()),
        (Filter(resource="sg_1"), set()),
        (Filter(resource="%"), set()),
        (Filter(resource=BUCKET), {"s3.bucket_is_private"}),
        (Filter(text="PAYROLL"), {"s3.bucket_is_private"}),
        (Filter(text="title OF ec2"), {"ec2.port_is_closed"}),
        (Filter(text="100%"), {"ec2.port_is_closed"}),
        (Filter(severity="high", layer="data", text="s3:getobject"), {"s3.bucket_is_private"}),
    ],
)
def test_a_filter_finds_what_it_names(ledger: Ledger, wanted: Filter, rules: set[str]) -> None:
    group = "arn:aws:ec2:eu-west-1:222222222222:security-group/sg-1"
    ledger.upsert(
        [
            _finding(),
            replace(
                _finding("ec2.port_is_closed", group),
                severity="critical",
                layer="infrastructure",
                account_id="222222222222",
                reason="open to 100% of the internet",
            ),
            replace(
                _finding("iam.key_is_used", "arn:aws:iam::111111111111:user/ann"),
                severity="low",
                answer="unknown",
                region="us-east-1",
                reason="denied",
            ),
            replace(_finding("kms.key_rotates"), status="resolved"),
        ]
    )
    assert {finding.rule for finding in ledger.findings(wanted)} == rules
    assert ledger.count(wanted) == len(rules)


def test_counts_by_member(ledger: Ledger) -> None:
    ledger.upsert([_finding(resource=f"arn:aws:s3:::{n}") for n in range(3)])
    ledger.upsert([replace(_finding("ec2.port_is_closed"), severity="low", status="resolved")])
    assert ledger.counts(Filter(statuses=()), "severity") == {"high": 3, "low": 1}
    assert ledger.counts(Filter(), "rule") == {"s3.bucket_is_private": 3}
    assert ledger.counts(Filter(statuses=()), "status") == {"open": 3, "resolved": 1}


def test_a_finding_is_found_by_the_beginning_of_its_uid(ledger: Ledger) -> None:
    first, second = _finding(), _finding("ec2.port_is_closed")
    ledger.upsert([replace(first, uid="ab12"), replace(second, uid="ab34")])
    assert ledger.find("ab1").rule == first.rule
    for uid, message in (("ab", "more than one"), ("ff", "no finding"), ("a%", "no finding")):
        with pytest.raises(BadInput, match=message):
            ledger.find(uid)


def test_text_that_a_database_refuses_is_mended(ledger: Ledger) -> None:
    reason = "a\x00b\ud800c\U0001f512'; drop table finding --"
    ledger.upsert([replace(_finding(), reason=reason, title="\x00", region="\udfff")])
    (found,) = ledger.findings(Filter())
    assert (found.title, found.region) == ("\ufffd", "\ufffd")
    assert found.reason == "a\ufffdb\ufffdc\U0001f512'; drop table finding --"


def test_places_are_those_of_findings_that_are_not_resolved(ledger: Ledger) -> None:
    resolved = replace(_finding("kms.key_rotates"), status="resolved")
    suppressed = replace(_finding("ec2.port_is_closed"), status="suppressed")
    ledger.upsert([_finding(), resolved, suppressed])
    where = (BUCKET, "111111111111", "eu-west-1", "fail")
    assert [tuple(each) for each in ledger.open_places()] == [
        (rule, *where, status)
        for rule, status in (("ec2.port_is_closed", "suppressed"), ("s3.bucket_is_private", "open"))
    ]
    (place,) = ledger.open_places("ec2.port_is_closed")
    assert place.rule == "ec2.port_is_closed"
    assert list(ledger.open_places("kms.key_rotates")) == []


def test_the_history_is_kept_in_order(ledger: Ledger) -> None:
    finding = _finding()
    ledger.upsert([finding])
    turns = [
        FindingEvent(finding.uid, 1_000, "opened", "fail", "s1"),
        FindingEvent(finding.uid, 2_000, "resolved", "gone", "s2"),
    ]
    with ledger.writer() as writer:
        writer.add_events(turns)
    assert ledger.history(finding.uid) == tuple(turns)
    assert ledger.history("0" * 32) == ()


def test_an_error_in_the_middle_leaves_what_was_before(ledger: Ledger) -> None:
    def hostile() -> Iterator[Finding]:
        for number in range(6_000):
            yield _finding(resource=f"arn:aws:s3:::{number}")
        raise KeyError

    ledger.upsert([_finding()])
    with pytest.raises(KeyError):
        ledger.upsert(hostile())
    assert list(ledger.findings(Filter())) == [_finding()]
