"""Writes what follows from the code: the pages of tables, rules and the command line, known reads.

`make docs` writes them; `tests/test_docs.py` fails where a page no longer says what the code says.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec
from botocore.loaders import create_loader
from msgspec import inspect
from operation_actions import write_operation_actions
from playbooks import make_pages
from resource_types import write_resource_types
from systems import write_systems

from ringwall.aws.discover import DISCOVERY
from ringwall.catalog.detectionfile import describe_window
from ringwall.catalog.loader import (
    load_batch_facts,
    load_detections,
    load_facts,
    load_families,
    load_fixing_writes,
    load_judged,
    load_logs,
    load_playbooks,
    load_rules,
    load_tables,
    load_watched,
)
from ringwall.catalog.managed_policies import split_policies
from ringwall.catalog.operations import find_operations, find_reads_of
from ringwall.catalog.organizations.policy_cases import sample_values
from ringwall.catalog.organizations.policy_document import fill_document, measure_document
from ringwall.catalog.organizations.policy_library import LibraryPolicy, load_policies
from ringwall.catalog.permissions import FILE as OPERATION_ACTIONS
from ringwall.catalog.permissions import find_actions, keep_encrypted
from ringwall.catalog.requirements import load_requirements
from ringwall.catalog.resource_types import FILE as RESOURCE_TYPES
from ringwall.catalog.template import describe_parameter
from ringwall.cli.exit_codes import MEANINGS
from ringwall.cli.main import make_app
from ringwall.emulator.answerers import Answerer, list_answerers
from ringwall.jobs.blueprint.schema import write_schema
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.coverage import COVERAGE
from ringwall.model.detection import DetectionRule
from ringwall.model.layer import LAYERS
from ringwall.model.rule import Rule
from ringwall.model.table import ENVELOPE, Column, Table
from ringwall.store.engine.known_reads import FILE as KNOWN_READS
from ringwall.store.engine.reads import write_reads

DOCS = Path(__file__).parents[1] / "docs"
NOTE = "<!-- Written by tools/write_docs.py from the code: change the code, then `make docs`. -->"
BLUEPRINT = "blueprint.md"
POLICIES = "blueprint_policies.md"
CREDENTIALS = "howto/credentials.md"
ANSWERERS: tuple[Answerer, ...] = ("ours", "moto", "completed", "refused")
OPERATIONS = """Who answers an operation: Ringwall (ours), moto, the completion from the service
model alone (completed), or nobody: it is refused with `UnknownOperationException`, 501. See
[the emulator](emulator/inside.md#what-answers-a-call)."""
INTRODUCTION = """What rules and `ringwall query` can read. NULL means not known;
'' / false / 0 / [] / {} / 1970-01-01 mean that AWS answered: there is none (never).
"""


def write_blueprint() -> str:
    """Return the page about blueprints, with a table of the keys of each part."""
    page = (DOCS / BLUEPRINT).read_text(encoding="utf-8")
    parts: dict[str, inspect.StructType] = {}
    _find_structs(inspect.type_info(Blueprint), parts)
    sections = []
    for name, kind in parts.items():
        about = (kind.cls.__doc__ or "").partition("\n")[0]
        sections.append(f"### {name}\n\n{about}\n\n{_keys_of(kind)}")
    return _fill(page, "keys", "\n" + "\n".join(sections) + "\n")


def _find_structs(kind: inspect.Type, found: dict[str, inspect.StructType]) -> None:
    """Note every struct that a type holds, each before those in it."""
    if isinstance(kind, inspect.StructType):
        if kind.cls.__name__ in found:
            return
        found[kind.cls.__name__] = kind
        for field in kind.fields:
            _find_structs(field.type, found)
    for inner in _inner_types(kind):
        _find_structs(inner, found)


def _inner_types(kind: inspect.Type) -> list[inspect.Type]:
    names = ("type", "item_type", "value_type")
    return [*getattr(kind, "types", ()), *(getattr(kind, n) for n in names if hasattr(kind, n))]


def _keys_of(kind: inspect.StructType) -> str:
    rows = ["| key | type | default | strict | meaning |", "|---|---|---|---|---|"]
    for field in kind.fields:
        about = _about(field.type)
        default, strict = _show_default(field), about.extra or {}
        said = _show_value(strict["strict"]) if "strict" in strict else ""
        meaning = str((about.extra_json_schema or {}).get("description", "")).replace("|", " ")
        name = f"`{field.encode_name}`"
        rows.append(f"| {name} | {_show_type(field.type)} | {default} | {said} | {meaning} |")
    return "\n".join([*rows, ""])


def _about(kind: inspect.Type) -> inspect.Metadata:
    return kind if isinstance(kind, inspect.Metadata) else inspect.Metadata(kind)


def _show_default(field: inspect.Field) -> str:
    if field.required:
        return "required"
    if field.default is not msgspec.NODEFAULT:
        return _show_value(field.default)
    if field.default_factory is msgspec.NODEFAULT or isinstance(
        field.default_factory(), msgspec.Struct
    ):
        return ""
    return _show_value(field.default_factory())


def _show_value(value: object) -> str:
    return f"`{json.dumps(msgspec.to_builtins(value))}`"


def _show_type(kind: inspect.Type) -> str:
    """Return a type in words."""
    kind = _about(kind).type
    if isinstance(kind, inspect.StructType):
        return f"[{kind.cls.__name__}](#{kind.cls.__name__.lower()})"
    if isinstance(kind, inspect.UnionType):
        return " or ".join(map(_show_type, kind.types))
    if isinstance(kind, inspect.VarTupleType | inspect.ListType):
        return f"list of {_show_type(kind.item_type)}"
    if isinstance(kind, inspect.DictType):
        return f"by name: {_show_type(kind.value_type)}"
    if isinstance(kind, inspect.LiteralType):
        return ", ".join(f"`{value}`" for value in kind.values)
    names = {"StrType": "text", "BoolType": "true, false", "IntType": "number", "NoneType": "null"}
    return names.get(type(kind).__name__, type(kind).__name__.removesuffix("Type").lower())


def write_emulator_operations() -> str:
    """Return the page of all operations of AWS, by who answers them in the emulator."""
    found = {
        name: list_answerers(name) for name in create_loader().list_available_services("service-2")
    }
    counts = Counter(answerer for service in found.values() for answerer in service.values())
    some = {
        name: answers for name, answers in found.items() if {"ours", "moto"} & {*answers.values()}
    }
    total = ", ".join(f"{counts[answerer]:,} {answerer}" for answerer in ANSWERERS)
    others = ", ".join(f"`{name}`" for name in found if name not in some)
    parts = [
        "# Operations of the emulator",
        NOTE,
        OPERATIONS,
        f"Of {counts.total():,} operations of {len(found)} services: {total}.",
        f"In these services nothing but the completion answers: {others}.",
    ]
    for name, answers in some.items():
        parts.append(f"## {name}")
        for answerer in ANSWERERS:
            named = sorted(o for o, who in answers.items() if who == answerer)
            if named:
                parts.append(f"**{answerer}** ({len(named)}): {', '.join(named)}")
    return "\n\n".join(parts) + "\n"


def write_credentials() -> str:
    """Return the page about credentials, with the policies of exactly the calls that are made."""
    page = (DOCS / CREDENTIALS).read_text(encoding="utf-8")
    reads = {o for table in load_tables().values() for o in find_operations(table)}
    reads |= set(DISCOVERY)
    playbooks = load_playbooks().values()
    fixes = {o for book in playbooks for o in find_reads_of(book)}
    also = {action for shape in load_fixing_writes() for action in shape.also}
    writes = {shape.operation for shape in load_fixing_writes()}
    page = _fill(page, "read", _policy(_actions(reads)))
    return _fill(page, "fix", _policy(_actions(fixes | writes) | also))


def _actions(operations: Iterable[str]) -> set[str]:
    """Return the IAM actions that AWS checks for operations."""
    return {action for operation in operations for action in find_actions(operation)}


def _policy(actions: Iterable[str]) -> str:
    """Return managed policies, each in a block of its own: IAM takes no longer ones."""
    statement = {"Effect": "Allow", "Action": sorted(actions), "Resource": "*"}
    policies = split_policies(keep_encrypted([statement]))
    return "\n".join(f"```json\n{json.dumps(policy, indent=2)}\n```\n" for policy in policies)


def _fill(page: str, name: str, text: str) -> str:
    """Return a page with what is between two marks replaced."""
    begin, end = (
        f"<!-- begin {name}: made from the code by `make docs` -->\n",
        f"<!-- end {name} -->",
    )
    before, _, rest = page.partition(begin)
    return f"{before}{begin}{text}{end}{rest.partition(end)[2]}"


def write_known_reads() -> str:
    """Return the text of the file that says what each control and each detection reads."""
    return write_reads(
        ([rule.sql for rule in load_rules().values()], load_judged().values()),
        ([rule.sql for rule in load_detections().values()], load_watched().values()),
    )


def write_policies() -> str:
    """Return the page about organization policies, with what is in the library."""
    page = (DOCS / POLICIES).read_text(encoding="utf-8")
    policies = load_policies().values()
    head = "| policy | type | level | attached to | characters |\n|---|---|---|---|---|\n"
    parts = [head + "\n".join(map(_policy_row, policies))]
    for policy in policies:
        named = ", ".join(f"`{name}`" for name in policy.partitions)
        parts += [
            f"## {policy.name}",
            f"**{policy.title}.** {policy.why}",
            f"May break: {policy.may_break}" + (f" Only in the partition {named}." * bool(named)),
        ]
        for word, expect in (("Denied", "denied"), ("Not denied", "allowed")):
            names = [case.name for case in policy.case if case.expect == expect]
            if names:
                parts.append(f"{word}: {'; '.join(names)}.")
        parts.append(f"[AWS about it]({policy.url})")
    return _fill(page, "library", "\n" + "\n\n".join(parts) + "\n\n")


def _policy_row(policy: LibraryPolicy) -> str:
    size = measure_document(fill_document(policy.document, sample_values("aws")))
    link = f"[`{policy.name}`](#{policy.name})"
    return f"| {link} | `{policy.type}` | {policy.level} | {', '.join(policy.targets)} | {size:,} |"


def write_tables() -> str:
    """Return the page of all tables and columns."""
    facts = load_facts() | load_batch_facts()
    tables = [*load_tables().values(), COVERAGE, *load_logs().values(), *facts.values()]
    parts = [
        f"# Tables\n\n{NOTE}\n",
        INTRODUCTION,
        "## The envelope\n\nEvery table of the estate but `coverage` starts with these columns.\n",
        _columns(ENVELOPE),
    ]
    for table in tables:
        parts.append(f"## {table.full_name}\n\n{table.doc}{_origin(table)}\n")
        parts.append(_columns(table.columns))
    return "\n".join(parts)


def write_rules() -> str:
    """Return the page of all rules, by layer, with the requirements that they answer."""
    rules, playbooks = load_rules(), load_playbooks().values()
    fixable = {rule: playbook.id for playbook in playbooks for rule in playbook.answers}
    required: dict[str, list[str]] = {}
    for requirement in load_requirements():
        required.setdefault(requirement.rule, []).append(requirement.id)
    detections = load_detections()
    counted = (
        f"{len(rules)} controls, {len(fixable)} with a playbook; {len(detections)} detections.\n"
    )
    parts = [f"# Rules\n\n{NOTE}\n", counted]
    for layer in LAYERS:
        parts.append(f"## {layer.capitalize()}\n")
        parts.append(
            "| rule | severity | title | playbook | CIS 7.0, FSBP |\n|---|---|---|---|---|"
        )
        parts.extend(
            f"| `{rule.id}` | {rule.severity} | {rule.title} | {fixable.get(rule.id, '')} "
            f"| {', '.join(required.get(rule.id, []))} |"
            for rule in rules.values()
            if rule.layer == layer
        )
        parts.append("")
    parts.append(write_detections(detections.values()))
    return "\n".join([*parts, write_families([*rules.values(), *detections.values()])])


def write_detections(rules: Iterable[DetectionRule]) -> str:
    """Return the section on detections: acts in logs, with what they answer."""
    parts = [
        "## Detections\n",
        "Bad acts that logs show. [How to add one](howto/write_a_detection.md).\n",
        "| detection | severity | title | window | ATT&CK | GuardDuty |\n|---|---|---|---|---|---|",
    ]
    for rule in rules:
        kind = " (trial)" * rule.is_trial + " (context)" * rule.is_context
        severity = f"{rule.severity}{kind}"
        window = describe_window(rule.window)
        answers = "<br>".join(rule.finding_types)
        parts.append(
            f"| `{rule.id}` | {severity} | {rule.title} | {window} | {', '.join(rule.attacks)} "
            f"| {answers} |"
        )
    return "\n".join([*parts, ""])


def write_families(rules: Iterable[Rule | DetectionRule]) -> str:
    """Return the section on families: each with its question, its parameters and its members."""
    members = Counter(rule.family for rule in rules)
    parts = [
        "## Families\n",
        "Questions that several rules ask. [How to add a member](howto/write_a_rule.md).\n",
        "| family | question | parameters | members |\n|---|---|---|---|",
    ]
    for family in load_families().values():
        said = [f"`{p.name}`: {describe_parameter(p)}" for p in family.parameters.values()]
        asked = "<br>".join(said)
        parts.append(f"| `{family.name}` | {family.doc} | {asked} | {members[family.name]} |")
    return "\n".join([*parts, ""])


def write_cli() -> str:
    """Return the page of all verbs and options."""
    text = make_app().generate_docs(output_format="markdown")
    lines = (line.rstrip() for line in text.splitlines())
    codes = "\n".join(f"| {code} | {meaning} |" for code, meaning in MEANINGS.items())
    table = f"## Exit codes\n\n| code | means |\n|---|---|\n{codes}\n"
    return f"{NOTE}\n\n" + "\n".join(lines) + f"\n\n{table}"


def _columns(columns: tuple[Column, ...]) -> str:
    rows = [f"| `{c.name}` | {c.type} | {c.doc.replace('|', ' ')} |" for c in columns]
    return "\n".join(["| column | type | meaning |", "|---|---|---|", *rows, ""])


def _origin(table: Table) -> str:
    parts = [f"CloudFormation: `{table.cloudformation}`."] if table.cloudformation else []
    parts.append(f"Scope: {table.scope}.")
    if calls := find_operations(table):
        parts.append(f"Calls: {', '.join(f'`{name}`' for name in calls)}.")
    return " " + " ".join(parts)


PAGES: Mapping[str, Callable[[], str]] = {
    "tables.md": write_tables,
    "rules.md": write_rules,
    "systems.md": lambda: write_systems(NOTE),
    "cli.md": write_cli,
    CREDENTIALS: write_credentials,
    "emulator_operations.md": write_emulator_operations,
    BLUEPRINT: write_blueprint,
    POLICIES: write_policies,
    "schemas/blueprint.json": write_schema,
    **make_pages(NOTE),
}
"""What writes each page, by its file name in docs/."""


if __name__ == "__main__":
    RESOURCE_TYPES.write_text(write_resource_types(), encoding="utf-8")
    OPERATION_ACTIONS.write_text(write_operation_actions(), encoding="utf-8")  # pages read it
    for name, write in PAGES.items():
        (DOCS / name).parent.mkdir(exist_ok=True)
        (DOCS / name).write_text(write(), encoding="utf-8")
    KNOWN_READS.write_text(write_known_reads(), encoding="utf-8")
