"""The findings and runs that a home folder remembers."""

from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.history import (
    check_region,
    check_resource,
    find_account,
    open_findings,
    open_journal,
    open_ledger,
)
from ringwall.model.errors import BadInput, NotCollected
from ringwall.store.database.ledger import Filter
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import SnapshotWriter, open_snapshot

OWN = "123456789012"


def test_without_an_audit_there_is_nothing_to_open(tmp_path: Path) -> None:
    home = Home(tmp_path / "none")
    for opening in (open_findings, open_journal):
        with pytest.raises(NotCollected, match="run `ringwall collect`, then `ringwall audit`"):
            opening(home)
    assert not home.path.exists()


def test_a_database_elsewhere_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RINGWALL_DATABASE", f"sqlite:///{tmp_path / 'team.sqlite'}")
    assert open_journal(Home(tmp_path / "none")).runs() == []
    with pytest.raises(NotCollected, match=r"nothing was recorded here yet.*ringwall logs ingest"):
        open_findings(Home(tmp_path / "none"))
    assert {path.stem for path in tmp_path.iterdir()} == {"team"}


def test_an_account_is_found_by_id_and_by_name(audited_home: Path) -> None:
    home = Home(audited_home)
    ledger = open_findings(home)
    name = open_snapshot(home.estate).accounts[OWN]
    assert find_account(home, ledger, "") == ""
    assert find_account(home, ledger, OWN) == OWN
    assert find_account(home, ledger, name) == OWN
    for wanted in ("sandbox", "111122223333"):
        with pytest.raises(BadInput, match=rf"no account {wanted} here; there are .*{OWN}"):
            find_account(home, ledger, wanted)


def test_an_account_of_the_findings_alone_is_found_by_id(audited_home: Path) -> None:
    home = Home(audited_home)
    for path in (audited_home / "estate").iterdir():
        path.rename(audited_home / path.name)
    ledger = open_findings(home)
    assert find_account(home, ledger, OWN) == OWN
    with pytest.raises(BadInput, match="names come with `ringwall collect`; write its ID"):
        find_account(home, ledger, "sandbox")


def test_a_name_that_two_accounts_have_is_bad_input(audited_home: Path) -> None:
    home = Home(audited_home)
    SnapshotWriter(home.estate, {}).finish("test", {"1" * 12: "dev", "2" * 12: "dev"}, ())
    with pytest.raises(
        BadInput, match=r"2 accounts are named dev: 1{12}, 2{12}; name one by its id"
    ):
        find_account(home, open_findings(home), "dev")


def test_a_region_of_the_snapshot_or_of_a_finding(audited_home: Path) -> None:
    home = Home(audited_home)
    ledger = open_findings(home)
    for region in ("", "us-east-1", "global"):
        check_region(home, ledger, region)
    with pytest.raises(BadInput, match="no region eu-west-9 here; there are global, us-east-1"):
        check_region(home, ledger, "eu-west-9")
    for path in (audited_home / "estate").iterdir():
        path.rename(audited_home / path.name)
    check_region(home, ledger, "us-east-1")  # findings have it still
    with pytest.raises(BadInput, match=r"there are global$"):
        check_region(home, ledger, "eu-west-9")


def test_a_resource_of_the_snapshot_or_of_a_finding(audited_home: Path) -> None:
    home = Home(audited_home)
    ledger = open_findings(home)
    check_resource(home, ledger, "")
    (key,) = ledger.findings(Filter(rule="kms.key_rotates"))
    check_resource(home, ledger, key.resource.rpartition("/")[2])
    with pytest.raises(BadInput, match="no resource sg-nothing in the snapshot or in any finding"):
        check_resource(home, ledger, "sg-nothing")
    for path in (audited_home / "estate").iterdir():
        path.rename(audited_home / path.name)
    check_resource(home, ledger, "sg-nothing")  # there is no snapshot to say so


def test_an_older_snapshot_is_recorded_elsewhere(
    audited_home: Path, events: Any, two_accounts: Any
) -> None:
    home = Home(audited_home)
    old = open_snapshot(home.estate)
    with open_ledger(home, old, events) as ledger:
        count = ledger.count(Filter())
        assert count > 0
        with ledger.writer() as writer:
            two_accounts.write(audited_home, {})
            writer.add_recording(open_snapshot(home.estate).id, 1)
    assert events.notes == []
    with open_ledger(home, old, events) as ledger:
        assert ledger.count(Filter()) == 0
    assert events.notes == [
        f"{old.id} is not the latest snapshot that was audited: nothing is recorded"
    ]
    assert open_findings(home).count(Filter()) == count
