"""A blueprint in the current folder."""

from pathlib import Path

import pytest

TEXT = """blueprint: acme
home_region: eu-central-1
accounts:
  email: "aws+{account}@acme.io"
  root: [security, log-archive]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, which is the current one."""
    place = tmp_path / "acme-2026"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def file(folder: Path) -> Path:
    """Return a blueprint that is where it is looked for."""
    (folder / "ringwall.yaml").write_text(TEXT)
    return Path("ringwall.yaml")
