"""What botocore's service models say of AWS's API: its operations, and where paths lead to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import botocore.session
import jmespath
from botocore import xform_name
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel

from ringwall.model.table import Row

SESSION = botocore.session.Session()


@cache
def read_service(service: str) -> ServiceModel:
    return SESSION.get_service_model(service)


@cache
def name_operations(service: str) -> Mapping[str, str]:
    return {xform_name(name): name for name in read_service(service).operation_names}


def find_operation(operation: str) -> OperationModel:
    service, _, name = operation.partition(".")
    assert name in name_operations(service), f"botocore knows no operation {operation}"
    return read_service(service).operation_model(name_operations(service)[name])


@dataclass(frozen=True)
class Document:
    """What a path may look at: members with their shapes; None where a shape is not known."""

    members: Mapping[str, Any]
    others: frozenset[str] | None = field(default_factory=frozenset)
    """Names of members of which no shape is known; None where any name will do."""


@dataclass(frozen=True)
class Items:
    """A list of something."""

    of: Any


class Path:
    """A JMESPath, followed through shapes: `look_up` returns the shape of what it yields.

    A shape is one of botocore's, a Document, Items, or None for anything. Names that a shape
    does not have are collected in `wrong`.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.wrong: list[str] = []

    def look_up(self, shape: Any) -> Any:
        return self._visit(dict(jmespath.compile(self.path).parsed), shape)

    def _visit(self, node: Row, shape: Any) -> Any:
        follow: Callable[[Row, Any], Any] = {
            "field": self._field,
            "subexpression": self._chain,
            "index_expression": self._chain,
            "pipe": self._chain,
            "projection": self._project,
            "filter_projection": self._project,
            "value_projection": self._project_values,
            "flatten": self._flatten,
            "index": lambda _, shape: item_of(shape),
            "current": lambda _, shape: shape,
            "identity": lambda _, shape: shape,
            "multi_select_dict": self._choose,
            "or_expression": self._either,
            "and_expression": self._last,
        }.get(node["type"], self._compute)
        return follow(node, shape)

    def _chain(self, node: Row, shape: Any) -> Any:
        for child in node["children"]:
            shape = self._visit(child, shape)
        return shape

    def _project(self, node: Row, shape: Any) -> Any:
        left, right, *conditions = node["children"]
        item = item_of(self._visit(left, shape))
        for condition in conditions:
            self._visit(condition, item)
        return Items(self._visit(right, item))

    def _project_values(self, node: Row, shape: Any) -> Any:
        left, right = node["children"]
        found = self._visit(left, shape)
        return Items(self._visit(right, found.value if isinstance(found, MapShape) else None))

    def _flatten(self, node: Row, shape: Any) -> Any:
        item = item_of(self._visit(node["children"][0], shape))
        return Items(item_of(item) if is_list(item) else item)

    def _choose(self, node: Row, shape: Any) -> Any:
        pairs = node["children"]
        return Document({p["value"]: self._visit(p["children"][0], shape) for p in pairs})

    def _either(self, node: Row, shape: Any) -> Any:
        found = [self._visit(child, shape) for child in node["children"]]
        return next((each for each in found if each is not None), None)

    def _last(self, node: Row, shape: Any) -> Any:
        return [self._visit(child, shape) for child in node["children"]][-1]

    def _compute(self, node: Row, shape: Any) -> None:
        """Follow what a function, a comparison or a list is made of; its own shape is not known."""
        for child in node["children"]:
            if isinstance(child, dict) and child["type"] != "expref":
                self._visit(child, shape)

    def _field(self, node: Row, shape: Any) -> Any:
        return self._member(node["value"], shape)

    def _member(self, name: str, shape: Any) -> Any:
        if shape is None:
            return None
        if isinstance(shape, Document):
            if name not in shape.members and shape.others is not None and name not in shape.others:
                self.wrong.append(name)
            return shape.members.get(name)
        if isinstance(shape, Items) or shape.type_name not in {"structure", "map", "string"}:
            self.wrong.append(name)
        elif shape.type_name == "structure":
            # A document type has members that no model lists.
            if name in shape.members:
                return shape.members[name]
            if not shape.is_document_type:
                self.wrong.append(name)
        elif shape.type_name == "map":
            if (names := getattr(shape.key, "enum", None)) and name not in names:
                self.wrong.append(name)
            return shape.value
        return None  # a string may hold JSON


def is_list(shape: Any) -> bool:
    return isinstance(shape, Items | ListShape)


def item_of(shape: Any) -> Any:
    if isinstance(shape, Items):
        return shape.of
    return shape.member if isinstance(shape, ListShape) else None
