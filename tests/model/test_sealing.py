"""A key in a file, and what a Lambda has, are what seals events."""

from pathlib import Path

from ringwall.model.sealing import FIRST_SEAL, Sealer
from ringwall.store.seal_key import SealKey


def test_a_key_in_a_file_seals_events(tmp_path: Path) -> None:
    sealer: Sealer = SealKey(tmp_path / "seal.key")
    seal = sealer.seal("case", FIRST_SEAL)
    assert sealer.holds("case", FIRST_SEAL, seal)
    assert not sealer.holds("journal", FIRST_SEAL, seal)
