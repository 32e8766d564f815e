"""The architecture, as a test: who may import whom, and how big a file or function may grow."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "ringwall"
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
    "cli/rules.py": {"catalog", "audit", "detect", "store"},
    "cli/coverage.py": {"catalog"},
    "cli/tables.py": {"catalog"},
}
"""What single files may import beside that."""
GATES = {
    "boto3": {"aws", "emulator"},
    "botocore": {"aws", "emulator"},
    "moto": {"emulator"},
    "flask": {"emulator"},
    "werkzeug": {"emulator"},
    "re2": {"emulator", "detect"},
    "yaml": {"plan", "emulator", "detect"},
    "jsonschema": {"plan"},
    "duckdb": {"store"},
    "pyarrow": {"store", "catalog"},
    # A Sigma rule is made into one tree, of which each dialect is written.
    "sqlglot": {"store", "detect"},
    "sigma": {"detect"},
    "pyspark": {"store"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "filelock": {"store"},
    "cryptography": {"store", "emulator"},
    "cyclopts": {"cli"},
    "rich": {"cli", "hub"},
    "jinja2": {"hub"},
    "markupsafe": {"hub"},
    "z3": {"reason"},
    "jmespath": {"model", "aws", "collect", "apply"},
    "maxminddb": {"detect"},
    "urllib3": {"respond"},
    "apprise": {"respond"},
    "uvicorn": {"jobs"},
    "publicsuffixlist": {"detect"},
}
MAX_FILE = 400
MAX_FUNCTION = 60
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "base", "core", "misc"}
FILES = sorted(SOURCE.rglob("*.py"))
TESTS = Path(__file__).parent
INTERFACES = ("__main__", "cli", "console", "handler")
WALKED = (
    "catalog",
    "emulator/services",
    "emulator/preconditions",
    "emulator/progress",
    "hub/formats",
    "hub/frameworks",
    "plan/checks",
    "plan/obstacles",
    "store/database/migrations",
)
"""Folders whose modules are found by walking them, or named by a user's choice."""
USED_BY_TESTS_ALONE = {"emulator/weaknesses.py"}
"""What is planted in Acme: docs/emulator/in_python.md offers it to who tests their own tools."""
UNMIRRORED = ("catalog", "emulator", "responses")
"""What is tested by service, not by module; `responses` are the tests of playbooks."""


@dataclass(frozen=True)
class Import:
    """One import: where it stands and which module it names."""

    file: Path
    line: int
    module: str

    @property
    def package(self) -> str:
        return package_of(self.file)

    def __str__(self) -> str:
        return f"{self.file.relative_to(SOURCE)}:{self.line} imports {self.module}"


def package_of(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


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
    place = SOURCE.joinpath(*parts[1:])
    candidates = (place.with_suffix(".py"), place / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


@cache
def all_imports() -> tuple[Import, ...]:
    """Return every import of the program, read once, and only where these tests run."""
    return tuple(found for file in FILES for found in find_imports(file))


def test_every_package_is_in_the_plan() -> None:
    assert {package_of(file) for file in FILES} <= MAY_IMPORT.keys()


def test_packages_import_only_downwards() -> None:
    for found in all_imports():
        top, _, rest = found.module.partition(".")
        if top == "ringwall":
            target = rest.partition(".")[0] or "__init__"
            more = EXCEPTIONS.get(str(found.file.relative_to(SOURCE)), set())
            assert target in MAY_IMPORT[found.package] | {found.package} | more, str(found)


def test_exceptions_are_still_needed() -> None:
    taken: dict[str, set[str]] = {name: set() for name in EXCEPTIONS}
    for found in all_imports():
        parts = found.module.split(".")
        if parts[0] == "ringwall" and len(parts) > 1:
            taken.get(str(found.file.relative_to(SOURCE)), set()).add(parts[1])
    assert all(EXCEPTIONS[name] <= taken[name] for name in EXCEPTIONS), taken


def test_libraries_stay_behind_their_gates() -> None:
    for found in all_imports():
        top = found.module.partition(".")[0]
        if top in GATES:
            assert found.package in GATES[top], str(found)


def read_page() -> str:
    return (TESTS.parent / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_page_says_which_packages_own_which_libraries() -> None:
    rows = re.findall(r"^\| ([a-z0-9, ]+) \| ((?:`\w+`(?:, )?)+) \|$", read_page(), re.MULTILINE)
    said = {
        library: set(re.findall(r"\w+", packages))
        for libraries, packages in rows
        for library in libraries.split(", ")
    }
    assert said == GATES


def test_page_draws_every_package() -> None:
    drawing = read_page().partition("## The drawing\n\n```")[2].partition("```")[0]
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert packages - set(re.findall(r"(\w+)/", drawing)) == set()
    assert packages > {"cli", "model"}


def test_only_apply_may_write_to_aws() -> None:
    for found in all_imports():
        if found.module.startswith("ringwall.aws.write"):
            assert found.package in {"apply", "aws"}, str(found)


def test_no_import_goes_in_a_circle() -> None:
    graph = {file: set[Path]() for file in FILES}
    for found in all_imports():
        target = module_file(found.module)
        if target and target != found.file:
            graph[found.file].add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(str(path.relative_to(SOURCE)) for path in error.args[1]))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_file_or_function_is_too_long(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    assert lines <= MAX_FILE, f"{lines} lines; a file has one idea, and at most {MAX_FILE} lines"
    assert file.stem not in VAGUE, "name the file after what it does"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_error_is_swallowed_wholesale(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno}: bare except"
            names = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
            assert "Exception" not in names, f"line {node.lineno}: except Exception"
            if "BaseException" in names:
                raises = any(isinstance(n, ast.Raise) for n in ast.walk(node))
                assert raises, f"line {node.lineno}: BaseException must be raised again"


def public_types(file: Path) -> Iterator[str]:
    """Yield the names of a module's public classes and type aliases."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        names: list[str] = []
        if isinstance(node, ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        yield from (name for name in names if name[0].isupper() and not name.isupper())


def test_a_public_name_means_one_thing_in_the_whole_program() -> None:
    places: dict[str, list[str]] = {}
    for file in FILES:
        for name in public_types(file):
            places.setdefault(name, []).append(str(file.relative_to(SOURCE)))
    clashes = {name: found for name, found in places.items() if len(found) > 1}
    assert clashes == {}


def named_modules(file: Path) -> Iterator[str]:
    """Yield the modules that a file imports, or names in a text: `"ringwall.cli.fix:fix"`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and str(node.value).startswith("ringwall."):
            yield str(node.value).partition(":")[0]
    yield from (found.module for found in find_imports(file))


def test_no_module_is_used_by_tests_alone() -> None:
    def is_start(path: str) -> bool:
        return path.startswith(tuple(f"{folder}/" for folder in WALKED)) or (
            path.partition("/")[0].removesuffix(".py") in INTERFACES
        )

    waiting = [file for file in FILES if is_start(str(file.relative_to(SOURCE)))]
    used: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file not in used:
            used.add(file)
            packages = [
                parent / "__init__.py" for parent in file.parents if SOURCE in parent.parents
            ]
            waiting.extend(package for package in packages if package.is_file())
            waiting.extend(filter(None, map(module_file, named_modules(file))))
    unused = {str(file.relative_to(SOURCE)) for file in FILES if file not in used}
    assert unused - {"__init__.py"} == USED_BY_TESTS_ALONE


def mirror_of(file: Path) -> Path:
    """Return where the tests of a module are: those of a package are called after it."""
    name = file.parent.name if file.stem == "__init__" else file.stem
    return TESTS / file.relative_to(SOURCE).with_name(f"test_{name}.py")


def has_code(file: Path) -> bool:
    """Whether a module has a function: declarations alone have nothing to try."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in nodes)


OF_SEVERAL_MODULES = {
    "apply/test_playbooks.py",
    "detect/sigma/test_agreement.py",
    "jobs/test_detect_sigma.py",
    "plan/export/test_network_rows.py",
    "reason/iam/symbolic/test_agreement.py",
    "reason/iam/symbolic/test_public_agreement.py",
}
"""Tests that several modules agree, or work together: they mirror none of them."""


def test_every_module_has_its_tests_where_they_are_looked_for() -> None:
    untested = {
        str(file.relative_to(SOURCE))
        for file in FILES
        if package_of(file) not in UNMIRRORED and has_code(file) and not mirror_of(file).is_file()
    }
    assert untested == set()


def test_every_test_module_mirrors_one() -> None:
    mirrors = {mirror_of(file) for file in FILES}
    strays = [
        path
        for path in TESTS.rglob("test_*.py")
        if path.parent != TESTS
        and path.relative_to(TESTS).parts[0] not in UNMIRRORED
        and path not in mirrors
    ]
    assert {str(path.relative_to(TESTS)) for path in strays} == OF_SEVERAL_MODULES
