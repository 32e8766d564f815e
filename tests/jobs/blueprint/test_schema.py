"""The JSON Schema as a file."""

import json
from pathlib import Path

from ringwall.jobs.blueprint.schema import write_schema

PUBLISHED = Path(__file__).parents[3] / "docs" / "schemas" / "blueprint.json"


def test_the_schema_that_is_published_is_that_of_the_language() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == write_schema(), "run `make docs`"
    assert json.loads(write_schema())["$ref"] == "#/$defs/Blueprint"
