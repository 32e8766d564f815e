"""Findings over time."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import incident_stories as stories
import pytest

from ringwall.jobs.audit import AuditRequest, run_audit
from ringwall.jobs.findings import FindingsRequest, find_findings, show_finding
from ringwall.jobs.incidents import tell_incidents
from ringwall.model.errors import BadInput, NotCollected
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot

KEY = FindingsRequest(rule="kms.key_rotates")


def test_open_ones_are_found_and_written_in_order(audited_home: Path) -> None:
    found = find_findings(audited_home, FindingsRequest(answer="fail"))
    out = io.StringIO()
    found.write("json", out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert found.count == len(rows) > 2
    assert found.snapshot == open_snapshot(audited_home / "estate").id
    assert rows[0]["severity"] == "critical"
    assert {row["status"] for row in rows} == {"open"}


def test_a_table_may_begin_with_uids(audited_home: Path) -> None:
    found = find_findings(audited_home, KEY)
    with_uid, without = io.StringIO(), io.StringIO()
    found.write("table", with_uid, with_uid=True)
    found.write("table", without)
    uid, _, rest = with_uid.getvalue().partition(" ")
    assert rest == without.getvalue()
    assert show_finding(audited_home, uid).finding.rule == KEY.rule


def test_a_page_has_the_incidents(tmp_path: Path) -> None:
    home = stories.make_home(tmp_path / "h", stories.leaked_key())
    out = io.StringIO()
    find_findings(home, FindingsRequest()).write("html", out)
    (incident,) = tell_incidents(Home(home)).stories
    assert incident.incident.title in out.getvalue()
    assert "No incident is open" not in out.getvalue()


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 1),
        ({"rule": "kms.*", "answer": "fail"}, 1),
        ({"status": "all"}, 1),
        ({"status": "resolved"}, 0),
        ({"severity": "medium"}, 1),
        ({"layer": "data"}, 1),
        ({"account": "123456789012"}, 1),
        ({"region": "us-east-1"}, 1),
        ({"text": "no such text"}, 0),
        ({"rule": "kms.*", "status": "resolved"}, 0),
        ({"rule": "kms.key_is_not_pending_deletion"}, 0),  # known, and never failed
    ],
)
def test_each_choice_narrows(audited_home: Path, changes: dict[str, Any], count: int) -> None:
    assert find_findings(audited_home, replace(KEY, **changes)).count == count


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rule": "s3.nothing"}, "no rule matches s3.nothing"),
        ({"account": "sandbox"}, "no account sandbox"),
        ({"region": "us-east-9"}, "no region us-east-9 .* did you mean us-east-1"),
        ({"resource": "no-such-key"}, "no resource no-such-key"),
        ({"layer": "identity"}, "--layer identity takes none of them"),
        ({"severity": "high"}, "--severity high takes none of them"),
        ({"rule": "", "layer": "accounts", "severity": "critical"}, "--severity critical takes n"),
    ],
)
def test_what_cannot_be_is_bad_input(
    audited_home: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        find_findings(audited_home, replace(KEY, **changes))


def test_a_rule_that_was_removed_still_has_its_findings(
    audited_home: Path, tmp_path: Path, events: Any
) -> None:
    folder = tmp_path / "rules" / "kms" / "controls"
    folder.mkdir(parents=True)
    with run_audit(audited_home, AuditRequest(rules=("kms.key_rotates",)), events) as result:
        (folder / "key_is_ours.sql").write_text(result.rules["kms.key_rotates"].path.read_text())
    request = AuditRequest(rules=("kms.key_is_ours",), folders=(tmp_path / "rules",))
    with run_audit(audited_home, request, events) as result:
        assert result.failed == 1
    assert find_findings(audited_home, FindingsRequest(rule="kms.key_is_ours")).count == 1


def test_one_finding_has_its_history(audited_home: Path, events: Any) -> None:
    with run_audit(audited_home, AuditRequest(rules=("kms.key_rotates",)), events) as result:
        (finding,) = result.findings()
    shown = show_finding(audited_home, finding.uid[:8])
    assert shown.finding == finding
    (opened,) = shown.events
    assert (opened.kind, opened.answer, opened.snapshot) == (
        "opened",
        "fail",
        open_snapshot(audited_home / "estate").id,
    )


def test_a_uid_that_none_or_several_have_is_bad_input(audited_home: Path) -> None:
    for uid in ("ffffffffffffffff", ""):
        with pytest.raises(BadInput):
            show_finding(audited_home, uid)


def test_without_an_audit_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotCollected):
        find_findings(tmp_path, KEY)
    with pytest.raises(NotCollected):
        show_finding(tmp_path, "a")
