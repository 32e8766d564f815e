"""`ringwall blueprint schema`: the JSON Schema of blueprints."""

import sys

from ringwall.jobs.blueprint.schema import write_schema


def schema() -> None:
    """Print the JSON Schema of blueprints: editors complete and check a file by it."""
    sys.stdout.write(write_schema())
