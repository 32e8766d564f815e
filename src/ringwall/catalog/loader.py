"""Finds what the service folders declare: tables, lifecycles, rules, playbooks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from ringwall.catalog.detectionfile import load_judge, read_detection
from ringwall.catalog.familyfile import FAMILIES, check_tables, read_family
from ringwall.catalog.lifecycle_shapes import find_shapes
from ringwall.catalog.operations import find_operations
from ringwall.catalog.policies import derive_statements
from ringwall.catalog.rulefile import read_rule
from ringwall.catalog.walk import CATALOG, PACKAGE, find_all, find_declared, find_each
from ringwall.model.blueprint.manual_step import ManualPart
from ringwall.model.blueprint.section import AdoptionPart, SectionPart
from ringwall.model.detection import DetectionRule
from ringwall.model.errors import BadInput
from ringwall.model.export import TableExport
from ringwall.model.family import RuleFamily
from ringwall.model.lifecycle import Lifecycle
from ringwall.model.log_format import LogFormat
from ringwall.model.playbook import Playbook
from ringwall.model.response_playbook import ResponsePlaybook
from ringwall.model.rule import Rule
from ringwall.model.table import Table
from ringwall.model.write_shape import WriteShape

DETECTIONS = "*/detections/*.sql"
CODED_DETECTIONS = "*/detections/[a-z]*.py"


def load_tables() -> dict[str, Table]:
    """Return every table of the estate by name, in the order of their names."""
    return dict(_load_declared("tables"))


def load_facts() -> dict[str, Table]:
    """Return every table of facts by name: what reasoners conclude from the estate."""
    return {name: table for name, table in _load_declared("facts") if not table.of_batch}


def load_batch_facts() -> dict[str, Table]:
    """Return every table of facts that is made for a batch of logs: what detections may join."""
    return {name: table for name, table in _load_declared("facts") if table.of_batch}


def load_logs() -> dict[str, Table]:
    """Return every table of logs by name."""
    return dict(_load_declared("logs"))


def load_formats() -> tuple[LogFormat, ...]:
    """Return how the records of each source of logs become rows of its table."""
    return tuple(log for _, log in find_each(LogFormat, "logs"))


def load_watched() -> dict[str, Table]:
    """Return the tables that detections may read: logs, the estate and the facts."""
    return dict(sorted((load_logs() | load_judged() | load_batch_facts()).items()))


def load_judged() -> dict[str, Table]:
    """Return the tables that controls may read: the estate's and the facts."""
    return dict(sorted((load_tables() | load_facts()).items()))


@cache
def _load_declared(folder: str) -> tuple[tuple[str, Table], ...]:
    found: dict[str, Table] = {}
    for path, table in find_declared(Table, folder):
        if table.name != path.stem:
            raise ValueError(f"{path}: a file is named after its table, {table.name}")
        if table.name in found:
            raise ValueError(f"{path}: another service has a table {table.name} too")
        derived = (*table.derived, *derive_statements(table))
        found[table.name] = replace(table, service=path.parents[1].name, derived=derived)
    repeated = _find_repeated(found.values())
    return tuple(sorted((name, _complete(t, found, repeated)) for name, t in found.items()))


def _find_repeated(tables: Iterable[Table]) -> frozenset[tuple[str, str]]:
    """Return the operations that several tables of a service name, each with the service.

    What makes a report is asked until the report is there.
    """
    named = Counter(
        (table.service, operation)
        for table in tables
        for operation in find_operations(table)
        if not operation.partition(".")[2].startswith("generate_")
    )
    return frozenset(one for one, times in named.items() if times > 1)


def _complete(
    table: Table, tables: Mapping[str, Table], repeated: frozenset[tuple[str, str]]
) -> Table:
    """Return a table that knows what it shares with others of its service.

    That is the columns of the tables that its rows become rows of, and the operations that other
    tables name too.
    """
    derived = (replace(one, columns=tables[one.table].columns) for one in table.derived)
    shared = frozenset(o for o in find_operations(table) if (table.service, o) in repeated)
    return replace(table, derived=tuple(derived), repeated=shared)


def load_lifecycles() -> dict[str, Lifecycle]:
    """Return how the rows of tables come, change and go, by the name of the table.

    ValueError where a file is not named after its table, or is not in the folder of its service.
    """
    return dict(_lifecycles())


@cache
def _lifecycles() -> tuple[tuple[str, Lifecycle], ...]:
    return tuple((lifecycle.table, lifecycle) for lifecycle in find_lifecycles())


def find_lifecycles(root: Path = CATALOG, package: str = PACKAGE) -> Iterator[Lifecycle]:
    """Yield the lifecycles below a folder that is laid out as the catalog is, in order."""
    tables = load_tables()
    for path, lifecycle in find_declared(Lifecycle, "lifecycles", root, package):
        if lifecycle.table != path.stem:
            raise ValueError(f"{path}: a file is named after its table, {lifecycle.table}")
        if lifecycle.table not in tables:
            raise ValueError(f"{path}: there is no table {lifecycle.table}")
        if tables[lifecycle.table].service != path.parents[1].name:
            raise ValueError(f"{path}: the table is of {tables[lifecycle.table].service}")
        yield lifecycle


def load_exports() -> dict[str, TableExport]:
    """Return what is to be said of exports, by the name of the table."""
    return dict(_exports())


@cache
def _exports() -> tuple[tuple[str, TableExport], ...]:
    return tuple((export.table, export) for export in find_exports())


def find_exports(root: Path = CATALOG, package: str = PACKAGE) -> Iterator[TableExport]:
    """Yield the exports below a folder that is laid out as the catalog is, in order.

    ValueError where a file is not named after its table, or the table has no lifecycle.
    """
    lifecycles = load_lifecycles()
    for path, export in find_declared(TableExport, "exports", root, package):
        if export.table != path.stem:
            raise ValueError(f"{path}: a file is named after its table, {export.table}")
        if export.table not in lifecycles:
            raise ValueError(f"{path}: {export.table} has no lifecycle, so nothing wants its rows")
        yield export


def load_rules(*folders: Path) -> dict[str, Rule]:
    """Return every rule by id: ours, then those of the user's folders.

    A folder is laid out as the catalog is: `<service>/controls/<name>.sql`. Raises BadRule for a
    broken header and BadInput for a folder without rules or an id that is taken.
    """
    found = dict(_own_rules())
    for folder in folders:
        _add_rules(found, folder)
    return dict(sorted(found.items()))


@cache
def _own_rules() -> tuple[tuple[str, Rule], ...]:
    found: dict[str, Rule] = {}
    _add_rules(found, CATALOG)
    return tuple(found.items())


def _add_rules(found: dict[str, Rule], folder: Path) -> None:
    paths = sorted(folder.glob("*/controls/*.sql"))
    if not paths and not any(folder.glob(DETECTIONS)):
        raise BadInput(
            f"{folder}: no rules here; expected <service>/controls/<name>.sql or "
            "<service>/detections/<name>.sql"
        )
    for path in paths:
        rule = read_rule(path)
        if rule.family:
            check_tables(rule, read_family(FAMILIES / f"{rule.family}.sql"), load_tables())
        if rule.id in found:
            raise BadInput(f"{path}: rule {rule.id} is already in {found[rule.id].path}")
        found[rule.id] = rule


def load_detections(*folders: Path) -> dict[str, DetectionRule]:
    """Return every detection by id: ours, then those of the user's folders.

    A folder is laid out as the catalog is: `<service>/detections/<name>.sql`. Raises BadRule for a
    broken header or a user's own Python, and BadInput for an id that is taken, by a control too.
    """
    found = dict(_own_detections())
    for folder in folders:
        _add_detections(found, folder)
    controls = load_rules(*folders)
    for rule in found.values():
        if rule.id in controls:
            raise BadInput(f"{rule.path}: {rule.id} is a control already, {controls[rule.id].path}")
    return dict(sorted(found.items()))


@cache
def _own_detections() -> tuple[tuple[str, DetectionRule], ...]:
    found: dict[str, DetectionRule] = {}
    _add_detections(found, CATALOG)
    return tuple(found.items())


def _add_detections(found: dict[str, DetectionRule], folder: Path) -> None:
    for path in sorted((*folder.glob(DETECTIONS), *folder.glob(CODED_DETECTIONS))):
        rule = read_detection(path)
        if rule.is_code and folder != CATALOG:
            load_judge(rule)  # refuses it
        if rule.id in found:
            raise BadInput(f"{path}: detection {rule.id} is already in {found[rule.id].path}")
        found[rule.id] = rule


def load_families() -> dict[str, RuleFamily]:
    """Return every family of rules by name."""
    return {path.stem: read_family(path) for path in sorted(FAMILIES.glob("*.sql"))}


def load_playbooks() -> dict[str, Playbook]:
    """Return every playbook by id: its service, a dot and the name of its file."""
    found: dict[str, Playbook] = {}
    for path, playbook in find_declared(Playbook, "playbooks"):
        if playbook.id != f"{path.parents[1].name}.{path.stem}":
            raise ValueError(f"{path}: a file is named after its playbook, {playbook.id}")
        found[playbook.id] = playbook
    return found


def load_responses() -> dict[str, ResponsePlaybook]:
    """Return every playbook that contains a threat, by id: its service and the name of its file."""
    found: dict[str, ResponsePlaybook] = {}
    for path, playbook in find_declared(ResponsePlaybook, "responses"):
        if playbook.id != f"{path.parents[1].name}.{path.stem}":
            raise ValueError(f"{path}: a file is named after its playbook, {playbook.id}")
        found[playbook.id] = playbook
    return found


def load_sections() -> tuple[SectionPart, ...]:
    """Return what every service folder has to do for the sections of a blueprint, by section.

    They are in its `blueprint.py`, or in the files of its folder `sections` where they are many.
    """
    files = ("blueprint.py", "sections/*.py")
    found = [part for file in files for _, part in find_all(SectionPart, file)]
    return tuple(sorted(found, key=lambda part: part.section))


def load_adoptions() -> tuple[AdoptionPart, ...]:
    """Return what service folders know of sections where an organization is adopted."""
    found = [part for _, part in find_all(AdoptionPart, "adoption.py")]
    return tuple(sorted(found, key=lambda part: part.section))


def load_manual_parts() -> tuple[ManualPart, ...]:
    """Return what every service folder has for a person to do, by section."""
    found = [part for _, part in find_all(ManualPart, "manual.py")]
    return tuple(sorted(found, key=lambda part: part.section))


def load_writes() -> tuple[WriteShape, ...]:
    """Return the shape of every write that a playbook or a lifecycle makes, each once."""
    tables = load_tables()
    of_lifecycles = (
        shape
        for name, lifecycle in load_lifecycles().items()
        for shape in find_shapes(lifecycle, tables[name])
    )
    return _each_once((*load_fixing_writes(), *load_response_writes(), *of_lifecycles))


def load_fixing_writes() -> tuple[WriteShape, ...]:
    """Return the shape of every write that any playbook of a finding makes, each once."""
    return _each_once(shape for playbook in load_playbooks().values() for shape in playbook.writes)


def load_response_writes() -> tuple[WriteShape, ...]:
    """Return the shape of every write that any playbook of a threat makes, each once."""
    return _each_once(shape for playbook in load_responses().values() for shape in playbook.writes)


def _each_once(shapes: Iterable[WriteShape]) -> tuple[WriteShape, ...]:
    unique = {(shape.operation, str(shape)): shape for shape in shapes}
    return tuple(shape for _, shape in sorted(unique.items(), key=lambda item: item[0]))
