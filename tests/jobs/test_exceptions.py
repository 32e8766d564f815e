"""Exceptions from their file to the findings, over several audits."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ringwall.hub.exceptions.expired import EXPIRED
from ringwall.hub.exceptions.file import read_exceptions
from ringwall.jobs.audit import AuditRequest, AuditResult, run_audit
from ringwall.jobs.exceptions import (
    NewException,
    check_exceptions,
    list_exceptions,
    read_day,
    write_new,
)
from ringwall.jobs.history import open_findings
from ringwall.model.errors import BadInput, StorageFailed
from ringwall.store.database.ledger import Filter
from ringwall.store.home import Home

KEY, SSH = "kms.key_rotates", "ec2.ssh_is_not_open"
SUPPRESSED = Filter(statuses=("suppressed",))


def _write(path: Path, expires: str = "2999-01-01", rules: str = KEY, more: str = "") -> Path:
    path.write_text(
        f'[[exceptions]]\nid = "EX-0001"\nrules = ["{rules}"]\nreason = "an old key"\n'
        f'owner = "ann"\nticket = "SEC-1"\nexpires = {expires}\n{more}\n'
    )
    return path


def _audit(home: Path, events: Any, file: Path | None) -> AuditResult:
    request = AuditRequest(rules=(KEY, SSH), exceptions=file)
    with run_audit(home, request, events) as result:
        return result


def _events(home: Path, rule: str = KEY) -> list[str]:
    ledger = open_findings(Home(home))
    wanted = Filter(statuses=("open", "suppressed", "resolved"), rule=rule, answers=("fail",))
    (finding,) = ledger.findings(wanted)
    return [event.kind for event in ledger.history(finding.uid)]


def test_what_is_accepted_is_counted_apart_and_comes_back_when_it_is_not(
    audited_home: Path, events: Any, tmp_path: Path
) -> None:
    file = _write(tmp_path / "exceptions.toml")
    before = _audit(audited_home, events, None)
    accepted = _audit(audited_home, events, file)
    assert (before.failed, before.summary.excepted) == (2, 0)
    assert (accepted.failed, accepted.summary.excepted) == (1, 1)
    assert accepted.exceptions == {"EX-0001": 1}
    assert accepted.recorded.excepted == 1
    (found,) = open_findings(Home(audited_home)).findings(SUPPRESSED)
    assert (found.rule, found.status, found.answer) == (KEY, "suppressed", "fail")
    assert found.suppression == {
        "id": "EX-0001",
        "reason": "an old key",
        "owner": "ann",
        "ticket": "SEC-1",
        "expires": "2999-01-01",
    }
    again = _audit(audited_home, events, file)
    assert (again.recorded.excepted, again.recorded.reopened) == (1, 0)
    after = _audit(audited_home, events, None)
    assert (after.failed, after.recorded.reopened, after.recorded.excepted) == (2, 1, 0)
    assert list(open_findings(Home(audited_home)).findings(SUPPRESSED)) == []
    (found,) = open_findings(Home(audited_home)).findings(Filter(rule=KEY, answers=("fail",)))
    assert found.suppression == {}
    assert _events(audited_home) == ["opened", "excepted", "reopened"]


def test_what_is_accepted_decides_no_exit_code(
    audited_home: Path, events: Any, tmp_path: Path
) -> None:
    file = _write(tmp_path / "exceptions.toml")
    request = AuditRequest(rules=(KEY,), exceptions=file)
    with run_audit(audited_home, request, events) as result:
        assert result.outcome == "clean"
        assert list(result.findings()) == []


def test_an_exception_whose_time_is_over_covers_nothing_and_is_a_finding(
    audited_home: Path, events: Any, tmp_path: Path
) -> None:
    file = _write(tmp_path / "exceptions.toml", "2020-01-01")
    result = _audit(audited_home, events, file)
    assert (result.failed, result.summary.excepted) == (3, 0)
    (expired,) = open_findings(Home(audited_home)).findings(Filter(rule=EXPIRED.id))
    assert expired.resource == "exception:EX-0001"
    assert "expired on 2020-01-01: ann, an old key" in expired.reason
    _write(file, "2999-01-01")  # a review has moved its day
    result = _audit(audited_home, events, file)
    assert (result.failed, result.recorded.resolved) == (1, 1)
    _write(file, "2020-01-01")
    assert _audit(audited_home, events, file).failed == 3
    result = _audit(audited_home, events, None)  # it was taken away
    assert list(open_findings(Home(audited_home)).findings(Filter(rule=EXPIRED.id))) == []
    assert result.failed == 2


def test_list_says_what_each_covers(audited_home: Path, events: Any, tmp_path: Path) -> None:
    file = _write(tmp_path / "exceptions.toml")
    (listed,) = list_exceptions(tmp_path / "nowhere", file)
    assert (listed.state, listed.covers) == ("holds", None)
    (listed,) = list_exceptions(audited_home, file)
    assert listed.covers == 0
    _audit(audited_home, events, file)
    (listed,) = list_exceptions(audited_home, file)
    assert listed.describe()["covers"] == 1


def test_check_tells_what_is_wrong_and_what_is_worth_a_look(
    audited_home: Path, tmp_path: Path
) -> None:
    file = _write(
        tmp_path / "exceptions.toml", "2020-01-01", "kms.key_rotats", 'accounts = ["999999999999"]'
    )
    remarks = check_exceptions(audited_home, file)
    assert [(each.flaw, each.is_grave) for each in remarks] == [
        ("expired", True),
        ("no such rule", True),
        ("no such account", True),
    ]
    assert "did you mean kms.key_rotates?" in remarks[1].text
    remarks = check_exceptions(audited_home, _write(file))
    assert [(each.flaw, each.is_grave) for each in remarks] == [("long", False), ("idle", False)]


def test_an_exception_is_added_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.toml"
    wanted = NewException((KEY,), "why", "ann", "2999-01-01", tags={"env": "dev"})
    assert write_new(path, wanted).id == "EX-0001"
    assert write_new(path, wanted).id == "EX-0002"
    with pytest.raises(BadInput, match=r"no rule matches kms\.key_rotats; .*kms\.key_rotates"):
        write_new(path, NewException(("kms.key_rotats",), "why", "ann", "90d"))
    with pytest.raises(BadInput, match="rules is empty"):
        write_new(path, NewException((), "why", "ann", "90d"))
    assert path.read_text().count("[[exceptions]]") == 2


def test_days() -> None:
    assert read_day("2999-01-31").isoformat() == "2999-01-31"
    with pytest.raises(BadInput, match="is over already"):
        read_day("2020-01-31")
    with pytest.raises(BadInput, match="--expires soon"):
        read_day("soon")


def test_many_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.toml"

    def add(number: int) -> str:
        return write_new(path, NewException((KEY,), f"reason {number}", "ann", "2999-01-01")).id

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(add, range(40)))
    assert sorted(ids) == [f"EX-{number:04}" for number in range(1, 41)]
    assert {each.reason for each in read_exceptions(path)} == {f"reason {n}" for n in range(40)}


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed, match=r"exceptions\.toml: cannot write"):
        write_new(tmp_path / "none" / "exceptions.toml", NewException((KEY,), "r", "ann", "90d"))
