"""What a run made is undone only where it is still as the run left it."""

from typing import Any

import pytest
from made_up_world import ACTOR, World, environment_of, make, paint, repaint

from ringwall.apply.run import execute
from ringwall.apply.undo import plan_undo, undo
from ringwall.apply.untouched import MAX_SHOWN, show_state
from ringwall.model.table import Row
from ringwall.store.database.journal import Journal


def refuse(journal: Journal, world: World, changes: list[Any], meddle: Any) -> str:
    """Return why the first of the undos of a run is refused, after somebody meddled."""
    environment = environment_of(world, journal)
    run = execute(changes, environment, ACTOR).run
    meddle()
    writes = world.writes
    report = undo(run.id, environment, ACTOR)
    assert report
    assert world.writes == writes
    assert report.steps[0].outcome == "refused"
    return report.steps[0].reason


def test_a_part_that_somebody_changed_keeps_the_whole(journal: Journal) -> None:
    world = World()
    reason = refuse(
        journal,
        world,
        [make("a"), paint("a", "red", "a")],
        lambda: world.things["id-1"].update(Colour="green"),
    )
    told = 'thing a was changed since then: from {"Colour": "red"} to {"Colour": "green"}'
    assert reason == told


def test_another_thing_of_the_same_name_is_not_erased(journal: Journal) -> None:
    world = World()

    def make_anew() -> None:
        world.things["id-9"] = {**world.things.pop("id-1"), "Id": "id-9"}

    reason = refuse(journal, world, [make("a")], make_anew)
    assert reason == (
        'thing a was made anew since then: {"id": "id-9"} is there, and not {"id": "id-1"}'
    )


def test_what_somebody_uses_is_refused_with_its_name(journal: Journal) -> None:
    world = World()
    environment = environment_of(world, journal)
    run = execute([make("a")], environment, ACTOR).run
    world.things["id-9"] = {"Id": "id-9", "Name": "mine", "Parent": "id-1", "Colour": ""}
    report = undo(run.id, environment, ACTOR)
    assert report
    assert report.steps[0].outcome == "refused"
    assert report.steps[0].reason == "something depends on it: a is needed by mine"
    del world.things["id-9"]
    undo(run.id, environment, ACTOR)
    assert world.state() == []


def test_an_erasure_with_parts_is_not_undone_itself(journal: Journal) -> None:
    world = World()
    environment = environment_of(world, journal)
    run = execute([make("a"), paint("a", "red", "a"), make("b")], environment, ACTOR).run
    back = undo(run.id, environment, ACTOR)
    assert back
    plan = plan_undo(back.run.id, environment)
    assert [change.id for change in plan.changes] == ["b"]
    assert plan.skipped == (
        (
            "thing a",
            "world.erase cannot be undone: what was erased comes back by a new plan alone",
        ),
    )


def test_a_part_of_what_was_there_already_is_undone_by_itself(journal: Journal) -> None:
    thing: Row = {"Id": "id-0", "Name": "a", "Parent": "", "Colour": "grey"}
    world = World({"id-0": thing})
    environment = environment_of(world, journal)
    report = execute([make("a"), paint("a", "red", "a")], environment, ACTOR)
    assert [step.outcome for step in report.steps] == ["already", "verified"]
    undo(report.run.id, environment, ACTOR)
    assert world.state() == [("a", "", "grey")]


def test_the_undo_of_an_update_is_undone(journal: Journal) -> None:
    thing: Row = {"Id": "id-0", "Name": "a", "Parent": "", "Colour": "grey"}
    world = World({"id-0": thing})
    environment = environment_of(world, journal)
    run = execute([repaint(thing, "red")], environment, ACTOR).run
    back = undo(run.id, environment, ACTOR)
    assert back
    assert world.state() == [("a", "", "grey")]
    undo(back.run.id, environment, ACTOR)
    assert world.state() == [("a", "", "red")]


@pytest.mark.parametrize("length", [1, MAX_SHOWN + 50])
def test_a_long_state_is_cut(length: int) -> None:
    shown = show_state("x" * length)
    assert len(shown) <= MAX_SHOWN + 3
    assert shown.endswith("...") == (length > MAX_SHOWN)
