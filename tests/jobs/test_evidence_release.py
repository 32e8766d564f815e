"""Handing evidence over: two persons, a custody entry, and a folder that verifies by itself."""

from pathlib import Path
from typing import Any

import pytest
from evidence_world import SECRET, EvidenceWorld, find_item
from response_world import CASE

from ringwall.jobs.evidence import read_evidence, verify_case, verify_file
from ringwall.jobs.evidence_release import EvidenceDesk
from ringwall.model.errors import BadInput, NotAuthorized, NotCollected, StorageFailed
from ringwall.model.response_policy import ResponsePolicy


class Someone:
    """A way to AWS by which AWS calls the caller by a name."""

    def __init__(self, arn: str) -> None:
        self.arn = arn

    @property
    def sessions(self) -> Any:
        return self

    def identity(self) -> Any:
        return self


ANN = "arn:aws:sts::123456789012:assumed-role/Respond/ann"
BOB = "arn:aws:sts::123456789012:assumed-role/Respond/bob"


def desk(world: EvidenceWorld, who: str, **more: Any) -> EvidenceDesk:
    connection: Any = Someone(who)
    return EvidenceDesk(world.home, CASE, ResponsePolicy(), connection, world.told, **more)


@pytest.fixture
def collected(evidence_world: EvidenceWorld) -> EvidenceWorld:
    evidence_world.collect(evidence_world.threat("instance", evidence_world.start_instance()))
    return evidence_world


def test_two_persons_hand_over_what_holds_no_secret(
    collected: EvidenceWorld, tmp_path: Path
) -> None:
    noted: list[Any] = []
    desk(collected, ANN, note=noted.append).release("for the police", sensitive=False)
    handed = desk(collected, BOB, note=noted.append).export(tmp_path / "copy", sensitive=False)
    assert [one["act"] for one in noted] == ["released", "exported"]
    assert noted[-1]["detail"]["released_by"] == ANN
    assert handed.left_out
    check = verify_file(
        tmp_path / "nowhere", tmp_path / "copy", [verify_case(collected.home, CASE).key]
    )
    assert check.is_sound
    verdicts = {one.item.what: one.verdict for one in check.items}
    assert (verdicts["user data"], verdicts["instance"]) == ("left out", "ok")
    for path in (tmp_path / "copy").iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert SECRET.encode() not in path.read_bytes()
    assert verify_case(collected.home, CASE).is_sound
    entry = read_evidence(collected.home, CASE).custody[-1]
    assert (entry.who, entry.detail["to"]) == (BOB, str(tmp_path / "copy"))


def test_secrets_are_handed_over_only_where_that_was_released(
    collected: EvidenceWorld, tmp_path: Path
) -> None:
    desk(collected, ANN).release("for the court", sensitive=True)
    handed = desk(collected, BOB).export(tmp_path / "copy", sensitive=True)
    assert handed.left_out == 0
    item = find_item(handed.manifest.items, "user data")
    assert SECRET.encode() in (tmp_path / "copy" / item.sha256).read_bytes()
    assert handed.manifest.custody[-1].detail["sensitive"] is True


def test_one_person_hands_over_nothing(collected: EvidenceWorld, tmp_path: Path) -> None:
    with pytest.raises(NotAuthorized, match="nobody has released"):
        desk(collected, BOB).export(tmp_path / "copy", sensitive=False)
    desk(collected, BOB).release("for me", sensitive=False)
    with pytest.raises(NotAuthorized, match="cannot take it out"):
        desk(collected, BOB).export(tmp_path / "copy", sensitive=False)
    assert not (tmp_path / "copy").exists()
    assert read_evidence(collected.home, CASE).custody[-1].act == "released"


def test_a_release_serves_once(collected: EvidenceWorld, tmp_path: Path) -> None:
    desk(collected, ANN).release("once", sensitive=False)
    desk(collected, BOB).export(tmp_path / "copy", sensitive=False)
    with pytest.raises(NotAuthorized):
        desk(collected, BOB).export(tmp_path / "again", sensitive=False)


def test_evidence_that_was_changed_is_not_handed_over(
    collected: EvidenceWorld, tmp_path: Path
) -> None:
    desk(collected, ANN).release("x", sensitive=False)
    item = find_item(read_evidence(collected.home, CASE).items, "instance")
    (collected.folder.path / item.sha256).write_bytes(b"forged")
    with pytest.raises(BadInput, match="evidence was changed"):
        desk(collected, BOB).export(tmp_path / "copy", sensitive=False)
    assert read_evidence(collected.home, CASE).custody[-1].act == "released"


def test_a_copy_that_fails_leaves_the_entry(collected: EvidenceWorld, tmp_path: Path) -> None:
    """The entry comes first: nothing leaves without one."""
    desk(collected, ANN).release("x", sensitive=False)
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed):
        desk(collected, BOB).export(tmp_path / "file" / "copy", sensitive=False)
    assert read_evidence(collected.home, CASE).custody[-1].act == "exported"


def test_a_folder_that_is_there_is_not_written_to(collected: EvidenceWorld, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("", "link"):
        with pytest.raises(BadInput, match="is there already"):
            desk(collected, BOB).export(tmp_path / name, sensitive=False)


def test_a_copy_without_one_more_file_does_not_verify(
    collected: EvidenceWorld, tmp_path: Path
) -> None:
    desk(collected, ANN).release("x", sensitive=False)
    handed = desk(collected, BOB).export(tmp_path / "copy", sensitive=False)
    (tmp_path / "copy" / find_item(handed.manifest.items, "instance").sha256).unlink()
    check = verify_file(collected.home, tmp_path / "copy")
    assert not check.is_sound


def test_where_nothing_was_collected_nothing_is_handed_over(evidence_world: EvidenceWorld) -> None:
    with pytest.raises(NotCollected):
        desk(evidence_world, ANN).release("x", sensitive=False)
