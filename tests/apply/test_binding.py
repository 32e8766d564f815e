"""A Change gets what earlier ones were seen to have made, and nothing that was only answered."""

from dataclasses import replace
from io import BytesIO
from typing import Any, BinaryIO

import pytest
from made_up_world import POLL, make, paint

from ringwall.apply.binding import (
    Unresolved,
    bind,
    bind_answer,
    bind_before,
    bind_files,
    bind_now,
    bind_undo,
    bind_write,
    refuse_files,
)
from ringwall.apply.graph import find_needs
from ringwall.model.change import Change, ProbeLookup, Write
from ringwall.model.errors import BadInput

READ = {"$read": "made.id"}
FOUND = {"made": {"id": "id-7", "account": "444455556666"}}


def follow(**other: Any) -> Change:
    change = make("follow", "made", **other)
    match = {"Name": {"$text": ["x-", READ]}}
    return replace(
        change, probe=replace(change.probe, parameters={"Id": READ}, match=match), after=[READ]
    )


def test_references_are_filled_in_everywhere_but_in_the_undo() -> None:
    change = follow(before=READ)
    bound = bind(change, FOUND)
    assert bound.write.parameters == {"Name": "follow", "Parent": "id-7"}
    assert bound.probe.parameters == {"Id": "id-7"}
    assert bound.probe.match == {"Name": "x-id-7"}
    assert (bound.before, bound.after) == ("id-7", ["id-7"])
    assert bound.undo == change.undo
    assert bound.id == change.id


def test_reads_of_a_probe_are_filled_in_too() -> None:
    lookup = ProbeLookup("world.look", {"Id": READ}, "@", "Found")
    probe = replace(make("a").probe, members={"Of": READ}, each=(lookup,), lookups=(lookup,))
    change = replace(make("a"), probe=probe)
    assert find_needs(change) == {"made"}
    bound = bind(change, FOUND).probe
    assert bound.members == {"Of": "id-7"}
    assert [read.parameters for read in (*bound.each, *bound.lookups)] == [{"Id": "id-7"}] * 2


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(BadInput, match="this needs id of change made, which was not seen to be"):
        bind(follow(), {})
    with pytest.raises(BadInput, match="this needs id of change made, and AWS showed none"):
        bind(follow(), {"made": {"arn": "x"}})


def test_an_account_that_is_made_is_known_by_its_read_back() -> None:
    there = follow(account_id="", account={"$read": "made.account"})
    bound = bind(there, FOUND)
    assert (bound.account_id, bound.account) == ("444455556666", None)
    with pytest.raises(BadInput, match="this needs the id of an account, and found 'id-7'"):
        bind(replace(there, account=READ), FOUND)


def test_what_was_there_before_is_put_in() -> None:
    value = {"All": [{"$before": "Colour"}, {"$before": "Size"}]}
    state = {"Colour": "red", "Size": None}
    assert bind_before(value, state) == {"All": ["red", None]}
    for unseen in (None, "red", {"Colour": "red"}):
        with pytest.raises(BadInput, match="which was not seen"):
            bind_before(value, unseen)
    with pytest.raises(BadInput, match="Size was before, and there was none"):
        bind_write(Write("a.b", value), state)


def test_what_the_read_just_before_a_write_finds_is_put_in_last() -> None:
    write = Write("a.b", {"Lock": {"$now": "token"}, "Colour": {"$before": "Colour"}})
    seen = bind_write(write, {"Colour": "red"})
    assert seen.parameters == {"Lock": {"$now": "token"}, "Colour": "red"}
    assert bind_now(seen, {"token": "t-2"}).parameters == {"Lock": "t-2", "Colour": "red"}
    with pytest.raises(BadInput, match="this needs token as it is now, and AWS showed none"):
        bind_now(seen, {})


def test_only_a_poll_knows_the_answer() -> None:
    assert bind_answer(POLL, {"Work": "w"}) == {"Work": "w"}
    with pytest.raises(BadInput, match="the answer has no Work"):
        bind_answer(POLL, {})
    with pytest.raises(BadInput, match=r"\$read made.id cannot be known here"):
        bind_answer(replace(POLL, parameters=READ), {})
    with pytest.raises(BadInput, match=r"\$answer Work cannot be known here"):
        bind_write(Write("a.b", {"Id": {"$answer": "Work"}}), {})


def test_a_poll_may_need_what_was_made_too() -> None:
    poll = replace(POLL, parameters={"Work": {"$answer": "Work"}, "Of": READ})
    change = make("a", write=Write("a.b", {}, poll=poll))
    bound = bind(change, FOUND).write.poll
    assert bound
    assert bound.parameters == {"Work": {"$answer": "Work"}, "Of": "id-7"}


def test_an_undo_leads_back_to_what_was_seen() -> None:
    change = paint("thing", "red", "made")
    bound = bind_undo(change, FOUND, {"Colour": "grey"})
    assert bound.undo == Write("world.paint", {"Id": "id-7", "Colour": "grey"})
    assert (bound.before, bound.after) == ({"Colour": "grey"}, {"Colour": "red"})


def test_an_undo_of_what_was_made_names_it_by_its_read_back() -> None:
    made = make("made")
    assert bind_undo(made, FOUND, None).undo == Write("world.erase", {"Id": "id-7"})
    with pytest.raises(BadInput, match="not seen to be done"):
        bind_undo(made, {}, None)


def test_what_has_no_undo_says_why() -> None:
    with pytest.raises(ValueError, match=r"^world\.make cannot be undone$"):
        bind_undo(make("made", undo=None), FOUND, None)
    with pytest.raises(ValueError, match=r"^world\.make cannot be undone: because$"):
        bind_undo(make("made", undo=None, irreversible="because"), FOUND, None)


def test_a_part_of_what_was_seen_is_put_in() -> None:
    found = {"made": {"records": [["a.io", "x"], ["b.io", "y"]]}}
    reference = "made.records -> [?[0]=='b.io'] | [0] | [1]"
    change = make("follow", write=Write("a.b", {"Name": {"$read": reference}}))
    assert find_needs(change) == {"made"}
    assert bind(change, found).write.parameters == {"Name": "y"}
    with pytest.raises(BadInput, match="this needs records of change made, and AWS showed none"):
        bind(change, {"made": {"records": []}})


def test_files_are_open_while_a_write_is_sent_and_no_longer() -> None:
    write = Write("world.put", {"Body": {"$file": "abc"}, "Name": "x"})
    opened: list[BinaryIO] = []

    def open_file(sha256: str) -> BinaryIO:
        opened.append(BytesIO(sha256.encode()))
        return opened[-1]

    with bind_files(write, open_file) as parameters:
        assert parameters["Body"].read() == b"abc"
        assert parameters["Name"] == "x"
    assert [file.closed for file in opened] == [True]
    assert write.parameters["Body"] == {"$file": "abc"}


def test_a_file_that_is_missing_closes_the_others_and_refuses_the_write() -> None:
    write = Write("world.put", {"First": {"$file": "abc"}, "Second": {"$file": "def"}})
    first = BytesIO(b"abc")

    def open_file(sha256: str) -> BinaryIO:
        return first if sha256 == "abc" else refuse_files(sha256)

    with (
        pytest.raises(Unresolved, match="this needs the file def"),
        bind_files(write, open_file),
    ):
        pass
    assert first.closed


def test_no_other_reference_touches_a_file() -> None:
    write = Write("world.put", {"Body": {"$file": "abc"}})
    assert bind_now(bind_write(write, {}), {}) == write
    assert bind(replace(make("a"), write=write), {}).write == write
