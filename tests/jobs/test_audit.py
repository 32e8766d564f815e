"""One audit: verdicts, the history of findings, and what follows for whoever asked."""

import io
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.audit import AuditRequest, run_audit
from ringwall.jobs.collect import CollectRequest, collect_live
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.history import open_findings
from ringwall.jobs.outcome import JobOutcome
from ringwall.model.errors import BadInput, DamagedSnapshot, NotCollected
from ringwall.store.database.ledger import Filter
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot

KEY, SSH = "kms.key_rotates", "ec2.ssh_is_not_open"
UNKNOWN = "iam.root_has_mfa"  # iam was not collected
KMS = CollectRequest(regions=("us-east-1",), services=("kms",))


def test_findings_and_counts_agree(audited_home: Path, events: Any) -> None:
    with run_audit(audited_home, AuditRequest(rules=(KEY, SSH, UNKNOWN)), events) as result:
        found = list(result.findings())
        counts = result.summary.counts
    assert [(f.rule, f.answer) for f in found] == [
        (SSH, "fail"),
        (KEY, "fail"),
        (UNKNOWN, "unknown"),
    ]
    assert result.failed == sum(count.failed for count in counts) == 2
    assert sum(count.unknown for count in counts) == 1
    assert result.rules.keys() == {KEY, SSH, UNKNOWN}
    assert events.parts == ["audit"]
    assert (events.totals, sorted(events.steps)) == ([3], sorted(result.rules))


def test_summary_is_of_the_snapshot(audited_home: Path, events: Any) -> None:
    snapshot = open_snapshot(audited_home / "estate")
    with run_audit(audited_home, AuditRequest(rules=(KEY,)), events) as result:
        summary = result.summary
    assert summary.snapshot == snapshot.id
    assert summary.created_at == int(snapshot.created_at.timestamp() * 1000)
    assert (dict(summary.accounts), summary.regions) == (dict(snapshot.accounts), ("us-east-1",))
    assert {gap.status for gap in summary.gaps} == {"not_collected"}
    assert result.gaps == ()  # nothing that was asked for is missing


def test_scores_are_those_of_all_layers_and_of_the_whole(audited_home: Path, events: Any) -> None:
    with run_audit(audited_home, AuditRequest(rules=(KEY,)), events) as result:
        scores = result.scores
    assert list(scores) == [
        *("accounts", "identity", "infrastructure", "data", "detection", "response", "all"),
    ]
    assert (scores["data"].failed, scores["identity"].least) == (1, None)
    assert scores["all"] == scores["data"]


@pytest.mark.parametrize(
    ("request_", "outcome"),
    [
        (AuditRequest(rules=(KEY,)), "findings"),
        (AuditRequest(rules=(KEY,), fail_on="medium"), "findings"),
        (AuditRequest(rules=(KEY,), fail_on="high"), "clean"),
        (AuditRequest(rules=(UNKNOWN,)), "unknown"),
        (AuditRequest(rules=(UNKNOWN, KEY), fail_on="high"), "unknown"),
        (AuditRequest(rules=(UNKNOWN, SSH), fail_on="critical"), "findings"),
        (AuditRequest(rules=("kms.key_is_not_pending_deletion",)), "clean"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join((*value.rules, value.fail_on)),
)
def test_outcome(
    audited_home: Path, events: Any, request_: AuditRequest, outcome: JobOutcome
) -> None:
    with run_audit(audited_home, request_, events) as result:
        assert result.outcome == outcome


def test_choices_that_leave_no_rule_are_bad_input(audited_home: Path, events: Any) -> None:
    request = AuditRequest(rules=("kms.*",), layer="response")
    with pytest.raises(BadInput, match="--layer response takes none of them"):  # noqa: SIM117
        with run_audit(audited_home, request, events):
            pass


def test_what_changed_since_the_audit_before(
    audited_home: Path, events: Any, account: Any, connection: AwsAccess
) -> None:
    request = AuditRequest(rules=(KEY,))
    key = account.client("kms").list_keys()["Keys"][0]["KeyId"]
    account.client("kms").enable_key_rotation(KeyId=key)
    collect_live(audited_home, KMS, connection, events)
    with run_audit(audited_home, request, events) as result:
        assert (result.recorded.resolved, result.recorded.new, result.failed) == (1, 0, 0)
        assert list(result.findings()) == []
    account.client("kms").disable_key_rotation(KeyId=key)
    collect_live(audited_home, KMS, connection, events)
    with run_audit(audited_home, request, events) as result:
        assert (result.recorded.reopened, result.recorded.new) == (1, 0)


def test_a_call_that_is_refused_resolves_nothing(
    audited_home: Path, events: Any, account: Any, connection: AwsAccess
) -> None:
    account.app.deny("kms:ListKeys")
    collect_live(audited_home, KMS, connection, events)
    with run_audit(audited_home, AuditRequest(rules=(KEY,)), events) as result:
        assert (result.outcome, result.failed, result.unseen) == ("findings", 1, 1)
        assert result.recorded.resolved == 0
        assert {gap.table_name for gap in result.gaps} >= {"kms_key"}
        assert "fail" in {found.answer for found in result.findings()}


def test_where_a_snapshot_did_not_look_everything_is_as_it_was(
    audited_home: Path, events: Any, connection: AwsAccess
) -> None:
    """List, counts, score and outcome are over the same findings."""
    request = AuditRequest(rules=(KEY, SSH))
    with run_audit(audited_home, request, events) as result:
        before = list(result.findings()), result.failed, result.outcome
        scores = {name: (score.least, score.failures) for name, score in result.scores.items()}
    elsewhere = CollectRequest(regions=("eu-west-1",), services=("kms", "ec2"))
    collect_live(audited_home, elsewhere, connection, events)
    with run_audit(audited_home, request, events) as result:
        assert [f.uid for f in result.findings()] == [f.uid for f in before[0]]
        assert (result.failed, result.outcome, result.unseen) == (*before[1:], 2)
        for name, score in result.scores.items():
            least, failures = scores[name]
            assert score.failures == failures
            assert (score.least or 0) <= (least or 0)


def test_an_older_snapshot_is_audited_and_not_recorded(
    audited_home: Path, events: Any, account: Any, connection: AwsAccess
) -> None:
    old = open_snapshot(audited_home / "estate").id
    account.app.reset()  # no key any more
    collect_live(audited_home, KMS, connection, events)
    with run_audit(audited_home, AuditRequest(rules=(KEY,)), events) as result:
        assert result.recorded.resolved == 1
        ledger = result.ledger
    with run_audit(audited_home, AuditRequest(snapshot=old, rules=(KEY,)), events) as result:
        assert (result.failed, len(list(result.findings()))) == (1, 1)
    assert ledger.count(Filter(rule=KEY)) == 0
    assert events.notes == [
        f"{old} is not the latest snapshot that was audited: nothing is recorded"
    ]


def test_facts_are_made_where_a_rule_reads_them(
    two_accounts: Any, tmp_path: Path, events: Any
) -> None:
    rows = two_accounts.rows()
    two_accounts.write(tmp_path, {**rows, "iam_role": rows["iam_role"][:1], "s3_bucket": []})
    with run_audit(tmp_path, AuditRequest(rules=("iam.users_are_not_admins",)), events):
        assert events.parts == ["reason", "audit"]
    assert Home(tmp_path).facts.exists()


def test_a_rule_of_the_users_own_reads_no_other_file(
    audited_home: Path, tmp_path: Path, events: Any
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("arn\nvery secret\n")
    folder = tmp_path / "rules" / "kms" / "controls"
    folder.mkdir(parents=True)
    with run_audit(audited_home, AuditRequest(rules=(KEY,)), events) as result:
        text = result.rules[KEY].path.read_text()
    query = f"select arn as resource, false as ok, '' as reason from read_csv('{secret}')"
    (folder / "key_is_ours.sql").write_text(f"{text.partition('*/')[0]}*/\n{query}\n")
    request = AuditRequest(rules=("kms.key_is_ours",), folders=(tmp_path / "rules",))
    with pytest.raises(BadInput), run_audit(audited_home, request, events):
        pass


def test_findings_are_written_in_a_format(audited_home: Path, events: Any) -> None:
    out = io.StringIO()
    with run_audit(audited_home, AuditRequest(rules=(KEY, SSH)), events) as result:
        result.write("json", out)
        assert [json.loads(line)["rule"] for line in out.getvalue().splitlines()] == [SSH, KEY]
        out = io.StringIO()
        result.write("table", out, by_layer=True)
    assert [line for line in out.getvalue().splitlines() if line.endswith(" finding")] == [
        "infrastructure: 1 finding",
        "data: 1 finding",
    ]


def test_what_there_is_not(audited_home: Path, tmp_path: Path, events: Any) -> None:
    for request in (AuditRequest(snapshot="1999"), AuditRequest(rules=("s3.nothing",))):
        with pytest.raises(BadInput), run_audit(audited_home, request, events):
            pass
    with pytest.raises(NotCollected), run_audit(tmp_path / "none", AuditRequest(), events):
        pass
    assert not (tmp_path / "none").exists()


def test_a_finding_was_seen_when_its_snapshot_was_made(audited_home: Path, events: Any) -> None:
    made = int(open_snapshot(audited_home / "estate").created_at.timestamp() * 1000)
    for _ in range(2):
        with run_audit(audited_home, AuditRequest(rules=(KEY,)), events) as result:
            (found,) = result.findings()
            assert (found.first_seen, found.last_seen) == (made, made)
            assert [event.at for event in result.ledger.history(found.uid)] == [made]
            out = io.StringIO()
            result.write("asff", out)
    (written,) = json.loads(out.getvalue())
    assert written["UpdatedAt"] == written["FirstObservedAt"]
    moment = datetime.fromisoformat(written["UpdatedAt"])
    assert int(moment.timestamp() * 1000) == made


def test_a_resolved_finding_was_resolved_when_the_snapshot_was_made(
    audited_home: Path, events: Any, account: Any, connection: AwsAccess
) -> None:
    key = account.client("kms").list_keys()["Keys"][0]["KeyId"]
    account.client("kms").enable_key_rotation(KeyId=key)
    collect_live(audited_home, KMS, connection, events)
    made = int(open_snapshot(audited_home / "estate").created_at.timestamp() * 1000)
    with run_audit(audited_home, AuditRequest(rules=(KEY,)), events) as result:
        (found,) = result.ledger.findings(Filter(("resolved",), rule=KEY))
    assert found.resolved_at == made


def test_a_snapshot_that_another_process_overtook_is_shown_and_not_recorded(
    audited_home: Path, events: Any, account: Any, connection: AwsAccess
) -> None:
    """While we judge, another audit records a later snapshot."""
    old = open_snapshot(audited_home / "estate")
    account.app.reset()
    collect_live(audited_home, KMS, connection, events)

    @dataclass
    class Meanwhile:
        left: int = 1

        def note(self, text: str) -> None:
            events.note(text)

        def progress(self, part: str, total: int | None = None) -> Any:
            if self.left:
                self.left = 0
                with run_audit(audited_home, AuditRequest(rules=(KEY,)), events):
                    pass
            return events.progress(part, total)

    request = AuditRequest(snapshot=old.id, rules=(KEY,))
    with run_audit(audited_home, request, Meanwhile()) as result:
        assert (result.failed, len(list(result.findings()))) == (1, 1)
    assert open_findings(Home(audited_home)).count(Filter(rule=KEY)) == 0
    assert events.notes == [
        f"{old.id} is not the latest snapshot that was audited: nothing is recorded"
    ]


def test_a_call_that_is_refused_raises_no_score(
    audited_home: Path, events: Any, account: Any, connection: AwsAccess
) -> None:
    """The one key that fails is no longer seen: what is certain of the score does not rise."""
    request = AuditRequest(rules=("kms.*",))
    account.client("kms").create_key()
    collect_live(audited_home, KMS, connection, events)
    with run_audit(audited_home, request, events) as result:
        before = result.scores
    account.app.deny("kms:ListKeys")
    collect_live(audited_home, KMS, connection, events)
    with run_audit(audited_home, request, events) as result:
        after = result.scores
    assert before["data"].failed
    assert (before["data"].least or 0) > (after["data"].least or 0) == 0
    assert after["data"].unknown


def zero_third(path: Path) -> None:
    """Change bytes of a Parquet file's values: its footer can still be read."""
    content = bytearray(path.read_bytes())
    place = len(content) // 3
    content[4:place] = bytes(place - 4)
    path.write_bytes(content)


def test_a_damaged_file_is_named_and_no_rule_blamed(
    two_accounts: Any, tmp_path: Path, events: Any
) -> None:
    two_accounts.write(tmp_path, two_accounts.rows())
    (path,) = (tmp_path / "estate").glob("*/iam_role.parquet")
    zero_third(path)
    with (
        pytest.raises(DamagedSnapshot, match=r"iam_role.parquet: .*; .*restore it from a backup"),
        run_audit(tmp_path, AuditRequest(rules=("iam.*",)), events),
    ):
        pass


def test_damaged_facts_change_no_verdict(two_accounts: Any, tmp_path: Path, events: Any) -> None:
    two_accounts.write(tmp_path, two_accounts.rows())
    request = AuditRequest(rules=("iam.*",))
    with run_audit(tmp_path, request, events) as result:
        before = result.summary.counts
    for path in sorted((tmp_path / "facts").glob("*/*.parquet")):
        zero_third(path)
    with run_audit(tmp_path, request, events) as result:
        assert result.summary.counts == before
    assert "changed since it was written" in events.notes[-1]
