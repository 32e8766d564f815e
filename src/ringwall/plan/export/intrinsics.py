"""Values in CloudFormation's language: references are its functions."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ringwall.model.blueprint.wanted import Join, Ref
from ringwall.plan.export.values import JsonText, map_value, spell_json


@dataclass(frozen=True)
class Function:
    """A parameter, a pseudo parameter or a resource by its name, or an attribute of a resource."""

    name: str
    attribute: str = ""

    @property
    def document(self) -> dict[str, Any]:
        """Return it as a value."""
        if self.attribute:
            return {"Fn::GetAtt": [self.name, self.attribute]}
        return {"Ref": self.name}

    @property
    def text(self) -> str:
        """Return it as a text of Fn::Sub has it."""
        return f"${{{self.name}.{self.attribute}}}" if self.attribute else f"${{{self.name}}}"


FindFunction = Callable[[Ref], Function]
"""Returns what a reference is in a template."""


def write_value(value: Any, find: FindFunction) -> Any:
    """Return a value as a template has it."""
    if isinstance(value, Ref):
        return find(value).document
    if isinstance(value, Join):
        return _write_text(value, find)
    if isinstance(value, JsonText):
        return _write_text(spell_json(value.document), find)
    return map_value(value, lambda member: write_value(member, find))


def _write_text(value: Any, find: FindFunction) -> Any:
    if isinstance(value, str):
        return value
    parts = value.parts if isinstance(value, Join) else (value,)
    written = [find(part).text if isinstance(part, Ref) else _escape(part) for part in parts]
    return {"Fn::Sub": "".join(written)}


def _escape(text: str) -> str:
    """Return a text in which Fn::Sub finds nothing to fill."""
    return re.sub(r"\$\{", "${!", text)
