"""A blueprint in a file."""

from pathlib import Path

import pytest

from ringwall.jobs.blueprint.init import init_blueprint
from ringwall.model.blueprint.answers import FirstAnswers


@pytest.fixture
def blueprint(tmp_path: Path) -> Path:
    """Return the file of a first blueprint."""
    path = tmp_path / "ringwall.yaml"
    init_blueprint(path, FirstAnswers("acme", "eu-central-1", "aws+{account}@acme.io"))
    return path
