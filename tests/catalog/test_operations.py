"""What tables say of AWS's API is what botocore's service models say of it.

A misspelled path would yield "there is none" for ever.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from botocore.model import StructureShape
from service_shapes import Document, Path, find_operation, item_of, read_service

from ringwall.aws.verbs import is_read
from ringwall.catalog.loader import load_playbooks, load_tables
from ringwall.catalog.operations import find_operations, find_reads_of
from ringwall.catalog.plaintext import MEMBER
from ringwall.catalog.walk import CATALOG
from ringwall.model.table import Call, Reader, Row, Shared, Table, text

TABLES = {name: table for name, table in load_tables().items() if not table.is_derived}
MADE = frozenset({MEMBER, "Label"})
"""Members that documents have of us, in place of what may be secret."""
OF_POLICIES = {
    *("Sid", "Effect", "Principal", "Service", "AWS", "Action", "Resource", "Condition"),
    *("ArnLike", "Bool", "StringEquals", "AWS:SourceArn", "aws:SourceArn", "AWS:SourceAccount"),
    *("aws:SourceAccount", "lambda:FunctionUrlAuthType", "lambda:InvokedViaFunctionUrl"),
}
"""Members of policies, which AWS sends as texts."""
ENVELOPE = {"account_id", "region", "partition"}
"""Names that a template takes of the reader."""


def take(call: Call) -> Any:
    """Return the shape of what a call takes of its answer; fail where there is no such member."""
    path = Path(call.take or "@")
    shape = path.look_up(find_operation(call.operation).output_shape)
    assert path.wrong == [], f"{call.operation} answers without {path.wrong[0]}"
    return shape


def describe_document(table: Table) -> Document:
    """Return what the documents of a table have, the answers of detail calls among it."""
    item = item_of(take(table.list)) if table.list else None
    listed: dict[str, Any] = {}
    others: frozenset[str] = frozenset()
    if isinstance(item, StructureShape):
        listed |= item.members
    elif item is not None:
        listed["id"] = item
    else:
        others = find_names(table)
    # Of what is reduced, nobody but the table's own function knows the members.
    details = {call.into: None if call.reduce else take(call) for call in table.calls}
    return Document(
        {**listed, **dict.fromkeys(shared.into for shared in table.shared), **details},
        others | MADE | (OF_POLICIES if others else set()),
    )


def find_names(table: Table) -> frozenset[str]:
    """Return the names that documents made by a function can have.

    That is every member of AWS's shapes, and what the functions of the service's folder name.
    """
    found: set[str] = set()
    for operation in find_operations(table):
        found |= find_members(operation.partition(".")[0])
    for path in (*(CATALOG / table.service).glob("*.py"), *(CATALOG / table.service).glob("t*/*")):
        if path.suffix == ".py":
            found |= find_words(path.read_text(encoding="utf-8"))
    return frozenset(found)


@cache
def find_members(service: str) -> frozenset[str]:
    model = read_service(service)
    shapes = (model.shape_for(name) for name in model.shape_names)
    return frozenset(m for s in shapes if isinstance(s, StructureShape) for m in s.members)


@cache
def find_words(source: str) -> frozenset[str]:
    """Return the strings of a module's functions: what it declares is what is to be checked."""
    functions = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef))
    nodes = (node for function in functions for node in ast.walk(function))
    return frozenset(
        node.value for node in nodes if isinstance(node, ast.Constant) and type(node.value) is str
    )


def find_faults(table: Table) -> Iterator[str]:
    """Yield what a table says of AWS that botocore does not."""
    for operation in find_operations(table):
        find_operation(operation)
        if not is_read(operation):
            yield f"{operation} is no read"
    document = describe_document(table)
    for call in (*filter(None, [table.list]), *table.calls):
        shape = find_operation(call.operation).input_shape
        known, needed = (shape.members, shape.required_members) if shape else ({}, [])
        yield from (f"{call.operation} has no {p}" for p in call.parameters.keys() - known.keys())
        yield from (f"{call.operation} needs {p}" for p in set(needed) - call.parameters.keys())
    for where, path, against in find_paths(table, document):
        followed = Path(path)
        followed.look_up(against)
        yield from (f"{where}: no {name} in what AWS answers" for name in followed.wrong)


def find_paths(table: Table, document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield each path of a declaration, what it is about, and what it looks at."""
    paths = {name: getattr(table, name) for name in ("region", "account", "tags")}
    paths |= {f"column {column.name}": column.path for column in table.columns}
    paths |= {f"key of {shared.into}": shared.key for shared in table.shared}
    paths |= {f"when of {call.into}": call.when for call in table.calls}
    paths |= {"arn": table.arn if "{" not in table.arn else ""}
    yield from ((where, path, document) for where, path in paths.items() if path)
    wide = Document({**document.members, **dict.fromkeys(ENVELOPE)}, document.others)
    for template in find_templates(table):
        yield from ((template, path, wide) for path in re.findall(r"\{(.+?)\}", template))


def find_templates(table: Table) -> Iterator[str]:
    yield table.arn
    values = [value for call in table.calls for value in call.parameters.values()]
    while values:
        value = values.pop()
        if isinstance(value, Mapping):
            values.extend(value.values())
        elif isinstance(value, list | tuple):
            values.extend(value)
        elif isinstance(value, str):
            yield value


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_what_a_table_says_of_aws_is_what_botocore_says(table: Table) -> None:
    assert list(find_faults(table)) == []


def declare(**changes: Any) -> Table:
    """Return a table of clusters with some of its parts changed."""
    parts: dict[str, Any] = {
        "list": Call("eks.list_clusters", "clusters"),
        "arn": "arn:{partition}:eks:{region}:{account_id}:cluster/{id}",
        "calls": (Call("eks.describe_cluster", "cluster", {"name": "{id}"}, into="Cluster"),),
        "columns": (text("version", "Cluster.version", "The version."),),
    }
    return Table("eks_cluster", "A cluster.", **(parts | changes), service="eks")


def test_a_right_declaration_has_no_fault() -> None:
    assert list(find_faults(declare())) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"columns": (text("v", "Cluster.versoin", "d."),)}, "column v: no versoin"),
        ({"columns": (text("v", "Clutser.version", "d."),)}, "column v: no Clutser"),
        ({"columns": (text("n", "name", "d."),)}, "column n: no name"),
        (
            {"columns": (text("n", "Cluster.encryptionConfig[].resuorces", "d."),)},
            "column n: no resuorces",
        ),
        (
            {"columns": (text("n", "length(Cluster.tag || `[]`) > `0`", "d."),)},
            "column n: no tag",
        ),
        (
            {"columns": (text("n", "Cluster.encryptionConfig[?a=='b'] | [0]", "d."),)},
            "column n: no a",
        ),
        ({"arn": "arn:{partition}:eks:{region}:{account_id}:cluster/{name}"}, "no name"),
        ({"arn": "name"}, "arn: no name"),
        ({"tags": "Cluster.Tags"}, "tags: no Tags"),
        ({"list": Call("eks.list_clusters", "clusters", {"limit": 3})}, "list_clusters has no lim"),
        (
            {"calls": (Call("eks.describe_cluster", "cluster", into="Cluster"),)},
            "describe_cluster needs name",
        ),
        (
            {
                "calls": (
                    Call("eks.describe_cluster", "cluster", {"name": "{nmae}"}, into="Cluster"),
                )
            },
            "{nmae}: no nmae",
        ),
        (
            {
                "calls": (
                    *declare().calls,
                    Call("eks.describe_addon_versions", "", when="Cluster.x", into="Addons"),
                )
            },
            "when of Addons: no x",
        ),
        ({"shared": (Shared("Report", lambda _: {}, key="nmae"),)}, "key of Report: no nmae"),
        ({"list": Call("eks.create_cluster", "cluster", {}), "columns": ()}, "is no read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_misspelled_name_is_found(changes: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in find_faults(declare(**changes)))


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (Call("eks.list_cluster", "clusters"), "botocore knows no operation eks.list_cluster"),
        (Call("eks.list_clusters", "Clusters"), "eks.list_clusters answers without Clusters"),
    ],
    ids=["operation", "take"],
)
def test_a_misspelled_call_is_found(call: Call, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        list(find_faults(declare(list=call)))


def _list_clusters(reader: Reader) -> Iterator[Row]:
    yield from reader.items("eks.list_clustres", "clusters")


def test_the_operations_of_functions_are_looked_up_too() -> None:
    assert find_operations(declare(list=None, fetch=_list_clusters)) == (
        "eks.list_clustres",
        "eks.describe_cluster",
    )
    with pytest.raises(AssertionError, match=r"knows no operation eks\.list_clustres"):
        list(find_faults(declare(list=None, fetch=_list_clusters)))


def test_functions_of_other_modules_are_followed() -> None:
    assert find_operations(TABLES["organizations_organizational_unit"]) == (
        "organizations.list_organizational_units_for_parent",
        "organizations.list_roots",
        "organizations.list_tags_for_resource",
    )
    assert find_operations(TABLES["account_region"]) == ()


def test_a_playbook_reads_what_its_functions_and_their_constants_name() -> None:
    playbooks = load_playbooks()
    assert find_reads_of(playbooks["ec2.close_ssh"]) == ("ec2.describe_security_group_rules",)
    assert find_reads_of(playbooks["rds.protect_from_deletion"]) == ("rds.describe_db_instances",)
    for playbook in playbooks.values():
        assert find_reads_of(playbook)
        assert all(is_read(operation) for operation in find_reads_of(playbook)), playbook.id
