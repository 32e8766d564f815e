"""Write the first blueprint of an organization, with the JSON Schema that editors check it by."""

import os
from pathlib import Path

from ringwall.jobs.blueprint.schema import write_schema
from ringwall.model.blueprint.answers import FirstAnswers
from ringwall.model.errors import BadBlueprint, BadInput
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.first_blueprint import write_first_blueprint
from ringwall.store.private_file import OPEN, replacing


def find_wrong_answer(answers: FirstAnswers) -> str:
    """Return what is wrong with the answers; '' where a blueprint can be made of them."""
    name = "answers"
    try:
        parse_blueprint(write_first_blueprint(answers, "schema").encode(), name)
    except BadBlueprint as error:
        first = str(error).splitlines()[0]
        return first.removeprefix(f"{name}:").partition(": ")[2]
    return ""


def init_blueprint(path: Path, answers: FirstAnswers) -> list[Path]:
    """Write a blueprint and, beside it, its JSON Schema; return the files that were written.

    Files that are there are replaced. BadInput where an answer cannot be used.
    """
    if wrong := find_wrong_answer(answers):
        raise BadInput(wrong)
    schema = schema_of(path)
    texts = {path: write_first_blueprint(answers, f"./{schema.name}"), schema: write_schema()}
    for each, text in texts.items():
        with replacing(each, OPEN) as file:  # it has no secret
            file.write(text)
    return list(texts)


def is_taken(path: Path) -> bool:
    """Whether something is where a blueprint or its schema would be written; a link counts."""
    return any(os.path.lexists(each) for each in (path, schema_of(path)))


def schema_of(path: Path) -> Path:
    """Return where the JSON Schema of a blueprint is written."""
    return path.with_name(f"{path.stem}.schema.json")
