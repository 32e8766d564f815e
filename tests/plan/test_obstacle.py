"""What looks for obstacles is found by walking, and asked where it has something to say."""

from ringwall.catalog.loader import load_tables
from ringwall.plan.obstacle import OBSTACLES, load_obstacle_checks, read_by_obstacles


def test_every_file_is_a_check_of_its_name() -> None:
    files = {path.stem for path in OBSTACLES.glob("*.py")} - {"__init__"}
    assert set(load_obstacle_checks()) == files
    assert all(check.find.__name__ == name for name, check in load_obstacle_checks().items())
    assert len(files) >= 5


def test_only_columns_of_tables_are_read_and_none_for_nothing() -> None:
    tables = load_tables()
    found = read_by_obstacles(tables)
    for name, columns in found.items():
        known = {column.name for column in tables[name].all_columns}
        assert columns <= known, name
    assert read_by_obstacles(()) == {}
