"""Models without documentation make the same calls as botocore's own."""

from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.loaders import JSONFileLoader

from ringwall.aws.models import slim_models
from ringwall.catalog.loader import load_tables

SERVICES = sorted(
    {table.list.operation.partition(".")[0] for table in load_tables().values() if table.list}
)


@pytest.fixture
def loader() -> Any:
    session = botocore.session.Session()
    slim_models(session)
    return session.get_component("data_loader")


def without_prose(model: Any) -> Any:
    if isinstance(model, list):
        return [without_prose(item) for item in model]
    if not isinstance(model, dict):
        return model
    return {
        key: "" if key == "documentation" and isinstance(value, str) else without_prose(value)
        for key, value in model.items()
    }


@pytest.mark.parametrize("service", SERVICES)
def test_only_the_documentation_is_left_out(loader: Any, service: str) -> None:
    whole: Any = botocore.session.Session().get_component("data_loader")
    for kind in ("service-2", "endpoint-rule-set-1"):
        found, expected = (each.load_service_model(service, kind) for each in (loader, whole))
        assert found == without_prose(expected)


def test_files_are_found_as_botocore_finds_them(loader: Any, tmp_path: Path) -> None:
    # A member of a shape may be called documentation: that is no text.
    (tmp_path / "plain.json").write_text('{"members": {"documentation": {"shape": "S"}}}')
    (tmp_path / "folder.json").mkdir()
    files, own = loader.file_loader, JSONFileLoader()
    for name in ("plain", "folder", "missing"):
        path = str(tmp_path / name)
        assert files.exists(path) == own.exists(path)
        assert files.load_file(path) == own.load_file(path)
