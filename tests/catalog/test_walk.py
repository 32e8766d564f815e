"""What a file declares is found by walking: one object a file, in the order of the paths."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ringwall.catalog.walk import CATALOG, find_declared
from ringwall.model.playbook import Playbook
from ringwall.model.response_playbook import ResponsePlaybook
from ringwall.model.table import Table

TABLE = """
from ringwall.model.table import Column, Table

{name} = Table("{name}", "A thing.", (Column("c", "TEXT", "Says something."),))
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield an empty catalog that can be imported as `walked`."""
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path / "walked"
    for name in [name for name in sys.modules if name.partition(".")[0] == "walked"]:
        del sys.modules[name]


def write(root: Path, path: str, text: str) -> Path:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target


def test_each_file_has_one_table_and_folders_need_nothing_else(root: Path) -> None:
    second = write(root, "zoo/tables/zoo_lion.py", TABLE.format(name="zoo_lion"))
    first = write(root, "app/tables/app_user.py", TABLE.format(name="app_user"))
    write(root, "app/facts/fact.py", TABLE.format(name="fact"))
    write(root, "app/shared.py", "raise SystemExit('never imported')")
    found = list(find_declared(Table, "tables", root, "walked"))
    assert [(path, table.name) for path, table in found] == [
        (first, "app_user"),
        (second, "zoo_lion"),
    ]
    assert [table.name for _, table in find_declared(Table, "facts", root, "walked")] == ["fact"]


def test_files_come_in_the_order_of_their_paths(root: Path) -> None:
    names = [f"{service}/tables/{service}_{name}.py" for service in "cabfed" for name in "zyx"]
    for name in names:
        write(root, name, TABLE.format(name=Path(name).stem))
    found = [
        str(path.relative_to(root)) for path, _ in find_declared(Table, "tables", root, "walked")
    ]
    assert found == sorted(names)


def test_a_file_without_a_table_is_refused_by_name(root: Path) -> None:
    path = write(root, "app/tables/app_user.py", "TABLE = 'app_user'\n")
    with pytest.raises(ValueError, match=rf"{path}: 0 objects of type table; declare one a file"):
        list(find_declared(Table, "tables", root, "walked"))


def test_a_file_with_two_tables_is_refused_by_name(root: Path) -> None:
    text = TABLE.format(name="app_user") + TABLE.format(name="app_group")
    path = write(root, "app/tables/app_user.py", text)
    with pytest.raises(ValueError, match=rf"{path}: 2 objects of type table"):
        list(find_declared(Table, "tables", root, "walked"))


def test_a_table_is_no_playbook(root: Path) -> None:
    write(root, "app/playbooks/fix_it.py", TABLE.format(name="fix_it"))
    with pytest.raises(ValueError, match="0 objects of type playbook"):
        list(find_declared(Playbook, "playbooks", root, "walked"))


def test_a_file_that_breaks_is_not_passed_over(root: Path) -> None:
    write(root, "app/tables/app_user.py", "import no_such_module\n")
    with pytest.raises(ModuleNotFoundError):
        list(find_declared(Table, "tables", root, "walked"))


def test_a_folder_without_services_has_nothing(root: Path) -> None:
    assert list(find_declared(Table, "tables", root, "walked")) == []


@pytest.mark.parametrize("folder", ["tables", "facts", "logs", "playbooks", "responses"])
def test_every_file_of_the_catalog_is_in_a_folder_that_is_walked(folder: str) -> None:
    kinds: dict[str, type] = {"playbooks": Playbook, "responses": ResponsePlaybook}
    kind = kinds.get(folder, Table)
    walked = {path for path, _ in find_declared(kind, folder)}
    # The service of CloudWatch Logs is called as the folder of the tables of logs is.
    inner = set(CATALOG.glob(f"**/{folder}/*.py")) - set(CATALOG.glob(f"{folder}/*.py"))
    assert walked == inner
    assert walked


def test_no_service_folder_has_a_list_or_a_package_to_keep() -> None:
    assert [path for path in CATALOG.rglob("__init__.py") if path.parent != CATALOG] == []
    assert [path for path in CATALOG.rglob("*.py") if "__all__" in path.read_text()] == []


def test_service_folders_have_one_shape() -> None:
    rules = {"controls": {".sql"}, "detections": {".sql", ".py"}}
    data = {"policies": {".toml"}, "packs": {".csv"}, "runbooks": {".json"}}
    allowed = {"tables", "facts", "logs", "playbooks", "lifecycles", "sections", "exports"}
    allowed |= {"responses", *rules, *data}
    for service in CATALOG.iterdir():
        if service.is_dir() and service.name not in {"families", "frameworks", "__pycache__"}:
            folders = {path.name for path in service.iterdir() if path.is_dir()}
            assert folders - {"__pycache__"} <= allowed, service.name
            for path in service.rglob("*.*"):
                if "__pycache__" not in path.parts:
                    own = {".py", ".csv"} if path.parent == service else {".py"}
                    assert path.suffix in (rules | data).get(path.parent.name, own), path
