"""The JSON Schema of the blueprint's language, for editors."""

import json

from ringwall.plan.schema import make_schema


def write_schema() -> str:
    """Return the JSON Schema as the text of a file."""
    return json.dumps(make_schema(), indent=2, ensure_ascii=False) + "\n"
