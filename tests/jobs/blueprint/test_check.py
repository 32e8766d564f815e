"""A blueprint checked without AWS."""

from pathlib import Path

import pytest

from ringwall.jobs.blueprint.check import check_blueprint
from ringwall.model.errors import BadBlueprint


def test_a_blueprint_that_can_be_used_is_counted(blueprint: Path) -> None:
    found = check_blueprint(blueprint)
    assert (found.name, found.accounts, found.units, found.regions) == ("acme", 6, 4, 1)
    assert found.notes == ()


def test_notes_have_their_place(blueprint: Path) -> None:
    text = blueprint.read_text().replace("acme.io", "example.com")
    blueprint.write_text(text)
    (note,) = check_blueprint(blueprint).notes
    assert note.startswith(f"{blueprint}:8:10: nobody can get mail at example.com")


def test_what_a_check_refuses_is_an_error_with_its_place(blueprint: Path) -> None:
    deep = "units: {A: {" * 6 + "}}" * 6
    blueprint.write_text(
        blueprint.read_text().replace("    Security:", f"    D: {{{deep}}}\n    Security:")
    )
    with pytest.raises(BadBlueprint, match=r":10:\d+: the unit D/A/A/A/A/A is 6 levels deep"):
        check_blueprint(blueprint)
