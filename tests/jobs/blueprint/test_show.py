"""A blueprint shown."""

from pathlib import Path

import pytest

from ringwall.jobs.blueprint.show import show_blueprint
from ringwall.model.errors import BadInput


def test_what_the_file_says_and_no_more(blueprint: Path) -> None:
    shown = show_blueprint(blueprint)
    assert next(shown.yaml).split() == ["blueprint:", "acme", "#", f"{blueprint}:3"]
    assert not any("default" in line for line in shown.yaml)


def test_every_default_is_a_row_with_its_origin(blueprint: Path) -> None:
    rows = list(show_blueprint(blueprint, is_resolved=True).rows)
    by_keys = {tuple(row["keys"]): row for row in rows}
    assert by_keys["accounts", "security"] == {
        "keys": ["accounts", "security"],
        "value": "security",
        "origin": "default",
    }
    assert by_keys["level",]["origin"] == f"{blueprint}:6"


def test_an_account_is_shown_by_its_name(blueprint: Path) -> None:
    rows = list(show_blueprint(blueprint, "prod").rows)
    assert {
        "keys": ["account", "prod", "unit"],
        "value": "Workloads/Prod",
        "origin": f"{blueprint}:15",
    } in rows
    with pytest.raises(BadInput, match=r"no account prd in the blueprint; .*did you mean prod\?"):
        show_blueprint(blueprint, "prd")
