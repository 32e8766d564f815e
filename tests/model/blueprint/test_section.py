"""A section's part: a function with the section that it is of."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted


def test_a_function_becomes_the_part_of_a_section() -> None:
    @wants("detection.trail")
    def want_nothing(landscape: Landscape) -> Iterator[Wanted]:
        """Want nothing at all."""
        del landscape
        yield from ()

    assert want_nothing.section == "detection.trail"
    assert want_nothing.doc == "Want nothing at all."
    landscape: Landscape = object()  # type: ignore[assignment]  # it is not looked at
    assert list(want_nothing.wants(landscape)) == []
