import re
import tomllib
from pathlib import Path

from ringwall.jobs.emulator import EXTRA, require_extra

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
DISTRIBUTIONS = {"yaml": "pyyaml", "flask_cors": "flask-cors"}


def test_what_the_emulator_asks_for_is_what_its_extra_installs() -> None:
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    extra = {re.split(r"[<>=]", name)[0] for name in project["optional-dependencies"]["emulator"]}
    assert {DISTRIBUTIONS.get(name, name) for name in EXTRA} == extra


def test_the_extra_is_there_where_tests_run() -> None:
    require_extra()
