from emulated_calls import ACCOUNT, REGION, make_call

from ringwall.emulator.app import Emulator
from ringwall.emulator.disk_blocks import copy_blocks, find_blocks, make_block_token

CALL = make_call("ec2", "CopySnapshot")


def test_copy_is_a_disk_of_its_own(emulator: Emulator) -> None:
    find_blocks(emulator.state, ("444455556666", REGION, "snap-a"))[3] = b"x"
    copy_blocks(emulator.state, ("444455556666", REGION, "snap-a"), CALL, "snap-b")
    copied = find_blocks(emulator.state, (ACCOUNT, REGION, "snap-b"))
    assert copied == {3: b"x"}
    copied[3] = b"y"
    assert find_blocks(emulator.state, ("444455556666", REGION, "snap-a")) == {3: b"x"}


def test_copy_of_a_disk_on_which_nobody_wrote_makes_nothing(emulator: Emulator) -> None:
    copy_blocks(emulator.state, ("444455556666", REGION, "snap-none"), CALL, "snap-b")
    assert emulator.state.settings == {}


def test_token_tells_snapshot_place_and_content() -> None:
    tokens = [("a", 0, b"x"), ("b", 0, b"x"), ("a", 1, b"x"), ("a", 0, b"y")]
    assert len({make_block_token(*token) for token in tokens}) == 4
