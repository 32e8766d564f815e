from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import strategies as st

from ringwall.hub.summary import Summary
from ringwall.model.coverage import Coverage
from ringwall.model.finding import Finding, Remediation, VerdictCount
from ringwall.model.layer import LAYERS
from ringwall.model.rule import SEVERITIES, Rule

HOSTILE = (
    "",
    "\n",
    "a\r\nb",
    "\"quoted\", 'twice'",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\x00\x1b[2J\x1b]0;title\x07\x7f\x9b",
    "\u202egnp.exe",
    "\u2028\u2029\ufeff",
    "\U0001f469\u200d\U0001f4bb emoji \U0001f512",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "'=1",
    "{{ 7 * 7 }}{% raw %}",
    "x" * 10_000,
    "../../etc/passwd",
    "[link](javascript:alert(1))",
)
WORDS = st.integers(0, len(HOSTILE) - 1).map(HOSTILE.__getitem__) | st.text(max_size=40)
TIMES = st.integers(1, 4_000_000_000_000)


@pytest.fixture(scope="session")
def finding() -> Finding:
    return Finding(
        uid="0123456789abcdef0123456789abcdef",
        rule="s3.bucket_public_access_is_blocked",
        title="S3 buckets block public access",
        severity="high",
        layer="data",
        account_id="111111111111",
        region="eu-west-1",
        resources=("arn:aws:s3:::acme-payroll",),
        reason="BlockPublicAcls is false",
        first_seen=1_700_000_000_123,
        last_seen=1_700_000_500_456,
        count=3,
        why="One wrong ACL makes payroll public.",
        compliance=("CIS AWS Foundations 7.0.0/2.1.4", "FSBP/S3.8"),
        attacks=("T1530",),
        remediation=Remediation(
            "Turn on all four settings.", "https://docs.aws.amazon.com/s3", "s3.block"
        ),
    )


@pytest.fixture(scope="session")
def unknown(finding: Finding) -> Finding:
    """A finding of the other kind: of one rule that could not tell."""
    return replace(finding, uid="f" * 32, answer="unknown", reason="denied: AccessDenied", count=0)


@pytest.fixture(scope="session")
def summary() -> Summary:
    rules = {
        f"{layer}.rule_{number}": Rule(
            f"{layer}.rule_{number}", f"Rule {number}", layer, severity, "why", "fix", ""
        )
        for number, (layer, severity) in enumerate(zip(LAYERS, SEVERITIES * 2, strict=False))
    }
    counts = [
        VerdictCount(rule, account, 3 + number, number, 1)
        for number, rule in enumerate(rules)
        for account in ("111111111111", "222222222222")
    ]
    return Summary(
        snapshot="20260102T030405.678Z-abcd",
        created_at=1_767_323_045_678,
        accounts={"111111111111": "prod", "222222222222": "staging"},
        regions=("eu-west-1", "us-east-1"),
        counts=tuple(counts),
        gaps=(
            Coverage("222222222222", "eu-west-1", "s3_bucket", "get_bucket_policy", "denied"),
            Coverage("111111111111", "us-east-1", "ec2_flow_log", "list", "throttled", error="x"),
        ),
        rules=rules,
    )


@pytest.fixture(scope="session")
def draw_hostile() -> Callable[[st.DataObject], list[Finding]]:
    """Draw findings whose every text was written by an attacker, in any state."""
    findings = _hostile_findings()
    return lambda data: data.draw(findings)


def _hostile_findings() -> st.SearchStrategy[list[Finding]]:
    finding = st.builds(
        Finding,
        uid=st.text("0123456789abcdef", min_size=32, max_size=32),
        rule=st.sampled_from(["s3.bucket_is_private", "iam.root_has_mfa"]),
        title=WORDS,
        severity=st.sampled_from(SEVERITIES),
        layer=st.sampled_from(LAYERS),
        account_id=st.sampled_from(["111111111111", "", "<b>"]),
        region=st.sampled_from(["eu-west-1", "global", ""]),
        resources=st.lists(
            WORDS | WORDS.map(lambda word: f"arn:aws:iam::111111111111:user/{word}"),
            min_size=1,
            max_size=3,
        ).map(tuple),
        reason=WORDS,
        first_seen=TIMES,
        last_seen=TIMES,
        status=st.sampled_from(["open", "resolved", "suppressed"]),
        answer=st.sampled_from(["fail", "unknown"]),
        resolved_at=st.just(0) | TIMES,
        reopened=st.integers(0, 9),
        count=st.integers(0, 9),
        confidence=st.integers(0, 100),
        risk=st.integers(0, 100),
        why=WORDS,
        compliance=st.lists(WORDS.map(lambda word: f"{word}/1"), max_size=2).map(tuple),
        attacks=st.lists(st.sampled_from(["T1530", "T1078"]), max_size=2, unique=True).map(tuple),
        remediation=st.builds(
            Remediation,
            text=WORDS,
            url=st.sampled_from(["", "https://docs.aws.amazon.com/a b", "javascript:alert(1)"]),
            playbook=WORDS,
        ),
        owner=WORDS,
        ticket=WORDS,
        evidence=st.dictionaries(WORDS, WORDS, max_size=1),
    )
    return st.lists(finding, max_size=4)
