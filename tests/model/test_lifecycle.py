"""A lifecycle: its placeholders, and all of its calls that write."""

from ringwall.model.lifecycle import PLACEHOLDER, Find, Lifecycle, Step, Update


def test_a_placeholder_has_a_name_and_perhaps_a_form() -> None:
    found = PLACEHOLDER.findall("{name}:{found.id}-{content|json} {} {a b}")
    assert found == [("name", ""), ("found.id", ""), ("content", "json")]


def test_every_call_that_writes_is_one_of_its_steps() -> None:
    calls = {
        name: Step(f"desk.{name}")
        for name in ("make", "set", "on", "off", "fill", "empty", "tag", "drop")
    }
    lifecycle = Lifecycle(
        table="desk_drawer",
        find=Find("desk.list"),
        create=calls["make"],
        updates=(
            Update(("color",), calls["set"]),
            Update(("lit",), choose={True: calls["on"], False: calls["off"]}),
            Update(("text",), calls["fill"], clear=calls["empty"]),
        ),
        retag=calls["tag"],
        erase=calls["drop"],
    )
    assert [step.operation for step in lifecycle.steps] == [f"desk.{name}" for name in calls]
    assert list(Lifecycle(table="t", find=Find()).steps) == []
