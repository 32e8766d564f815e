"""Blueprints in sight: a text becomes a file that was read, or the lines that say what is wrong."""

from collections.abc import Callable

import pytest

from ringwall.model.errors import BadBlueprint
from ringwall.plan.blueprint_file import BlueprintFile, parse_blueprint

START = """blueprint: acme
home_region: eu-central-1
regions: [us-east-1]
"""
ACCOUNTS = """accounts:
  email: "aws+{account}@acme.io"
  units:
    Security: {accounts: [security, log-archive]}
    Workloads:
      units:
        Prod: {accounts: [prod]}
        NonProd: {accounts: [staging, dev]}
"""


@pytest.fixture
def acme() -> str:
    """Return a blueprint with which nothing is wrong."""
    return START + ACCOUNTS


@pytest.fixture
def start() -> str:
    """Return the beginning of a blueprint, up to its accounts."""
    return START


@pytest.fixture
def read() -> Callable[[str], BlueprintFile]:
    """Return a function that reads a blueprint."""
    return lambda text: parse_blueprint(text.encode(), "r.yaml")


@pytest.fixture
def refusals() -> Callable[[str | bytes], list[str]]:
    """Return a function that returns what is wrong with a blueprint, without the file's name."""

    def find(text: str | bytes) -> list[str]:
        with pytest.raises(BadBlueprint) as error:
            parse_blueprint(text.encode() if isinstance(text, str) else text, "r.yaml")
        lines = str(error.value).splitlines()
        assert all(line.startswith("r.yaml:") for line in lines)
        return [line.removeprefix("r.yaml:") for line in lines]

    return find
