"""The architecture, as a test: who may import whom, and how big a file or function may grow."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "src" / "ringwall"
VERBS = (
    "collect",
    "reason",
    "audit",
    "detect",
    "classify",
    "scan",
    "plan",
    "respond",
    "apply",
    "hub",
)
BELOW = {"model", "store", "aws", "catalog"}
INTERFACE = {"jobs", "model", "__init__"}
"""What an interface may import: no verb, and nothing that a verb stands on but the nouns."""
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "model": set(),
    "store": {"model"},
    "aws": {"model", "__init__"},
    "catalog": {"model"},
    "emulator": {"model"},
    "jobs": {*VERBS, "emulator", "__init__"} | BELOW,
    "console": INTERFACE,
    "handler": INTERFACE,
    "cli": {*INTERFACE, "console"},
} | {verb: {"__init__"} | BELOW for verb in VERBS}
EXCEPTIONS: dict[str, set[str]] = {
    # They show and check the catalog itself, file by file: there is no use case in between.
    "cli/rules.py": {"catalog", "audit"},
    "cli/tables.py": {"catalog"},
}
"""What single files may import beside that."""
GATES = {
    "boto3": {"aws", "emulator"},
    "botocore": {"aws", "emulator"},
    "moto": {"emulator"},
    "flask": {"emulator"},
    "werkzeug": {"emulator"},
    "duckdb": {"store"},
    "pyarrow": {"store"},
    "sqlglot": {"store"},
    "pyspark": {"store"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "cyclopts": {"cli"},
    "rich": {"cli", "hub"},
}
MAX_FILE = 400
MAX_FUNCTION = 60
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "base", "core", "misc"}
FILES = sorted(HOUSE.rglob("*.py"))


@dataclass(frozen=True)
class Import:
    """One import: where it stands and which module it names."""

    file: Path
    line: int
    module: str

    @property
    def room(self) -> str:
        return room_of(self.file)

    def __str__(self) -> str:
        return f"{self.file.relative_to(HOUSE)}:{self.line} imports {self.module}"


def room_of(file: Path) -> str:
    return file.relative_to(HOUSE).parts[0].removesuffix(".py")


def find_imports(file: Path) -> Iterator[Import]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Import(file, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: write imports in full"
            yield Import(file, node.lineno, node.module or "")
            for alias in node.names:
                # `from ringwall.store import engine` names a module too.
                if module_file(f"{node.module}.{alias.name}"):
                    yield Import(file, node.lineno, f"{node.module}.{alias.name}")


def module_file(module: str) -> Path | None:
    parts = module.split(".")
    if parts[0] != "ringwall":
        return None
    place = HOUSE.joinpath(*parts[1:])
    candidates = (place.with_suffix(".py"), place / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


IMPORTS = [found for file in FILES for found in find_imports(file)]


def test_every_room_is_in_the_plan() -> None:
    assert {room_of(file) for file in FILES} <= MAY_IMPORT.keys()


def test_rooms_import_only_downwards() -> None:
    for found in IMPORTS:
        top, _, rest = found.module.partition(".")
        if top == "ringwall":
            target = rest.partition(".")[0] or "__init__"
            more = EXCEPTIONS.get(str(found.file.relative_to(HOUSE)), set())
            assert target in MAY_IMPORT[found.room] | {found.room} | more, str(found)


def test_exceptions_are_still_needed() -> None:
    taken: dict[str, set[str]] = {name: set() for name in EXCEPTIONS}
    for found in IMPORTS:
        parts = found.module.split(".")
        if parts[0] == "ringwall" and len(parts) > 1:
            taken.get(str(found.file.relative_to(HOUSE)), set()).add(parts[1])
    assert all(EXCEPTIONS[name] <= taken[name] for name in EXCEPTIONS), taken


def test_libraries_stay_behind_their_gates() -> None:
    for found in IMPORTS:
        top = found.module.partition(".")[0]
        if top in GATES:
            assert found.room in GATES[top], str(found)


def test_only_apply_may_write_to_aws() -> None:
    for found in IMPORTS:
        if found.module.startswith("ringwall.aws.write"):
            assert found.room in {"apply", "aws"}, str(found)


def test_no_import_goes_in_a_circle() -> None:
    graph = {file: set[Path]() for file in FILES}
    for found in IMPORTS:
        target = module_file(found.module)
        if target and target != found.file:
            graph[found.file].add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(str(path.relative_to(HOUSE)) for path in error.args[1]))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_no_file_or_function_outgrows_its_room(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_FILE
    assert file.stem not in VAGUE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_no_error_is_swallowed_wholesale(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno}: bare except"
            names = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
            assert "Exception" not in names, f"line {node.lineno}: except Exception"
            if "BaseException" in names:
                raises = any(isinstance(n, ast.Raise) for n in ast.walk(node))
                assert raises, f"line {node.lineno}: BaseException must be raised again"
