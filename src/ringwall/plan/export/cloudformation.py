"""CloudFormation templates of a blueprint, and what is to be known to deploy them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Ref, RowKey
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.plan.export.intrinsics import Function, write_value
from ringwall.plan.export.known_values import ACCOUNT_TABLE
from ringwall.plan.export.likeness import OWN_ACCOUNT, OWN_REGION
from ringwall.plan.export.naming import find_attribute, name_row, write_camel, write_logical_id
from ringwall.plan.export.placement import Placed
from ringwall.plan.export.resource import ExportedKey
from ringwall.plan.export.rows import ExportCatalog

INLINE = 51_200
"""Bytes of a template that is sent as it is; a bigger one is taken from S3."""
_ACCOUNT_ID = r"\d{12}"
DYNAMIC = "{{resolve:"
"""How a dynamic reference begins."""


@dataclass(frozen=True)
class ParameterOrigin:
    """Where the value of a parameter comes from."""

    parameter: str
    said: str
    """What it is, as the parameter's description says it."""
    account: str = ""
    """The account whose id it is."""
    output: str = ""
    """The output of another template that has it."""
    row: RowKey | None = None
    """The row that it is of."""


@dataclass
class Template:
    """One template: filled as its values are written."""

    placed: Placed
    landscape: Landscape
    catalog: ExportCatalog
    others: "Mapping[RowKey, Template]" = field(repr=False)
    """The template that makes a row, of all templates."""
    logical: dict[ExportedKey, str] = field(default_factory=dict)
    origins: dict[str, ParameterOrigin] = field(default_factory=dict)
    outputs: dict[str, Function] = field(default_factory=dict)
    resources: Row = field(default_factory=dict)

    def name_resources(self) -> None:
        """Give every resource its logical id."""
        taken: set[str] = set()
        for one in self.placed.resources:
            name = write_logical_id(one.key, taken, anywhere=self.placed.target.is_set)
            self.logical[one.key] = name
            taken.add(name)

    def write_resources(self) -> None:
        """Write the resources; what they need of other templates becomes parameters."""
        for one in self.placed.resources:
            written: Row = {"Type": one.type.name}
            if one.retained:
                written |= {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
            properties = write_value(one.properties, self._find)
            _refuse_secrets(one.key.row, properties)
            if after := self._list_needs(one.key, one.needs, properties):
                written["DependsOn"] = after
            if properties:
                written["Properties"] = dict(sorted(properties.items()))
            self.resources[self.logical[one.key]] = written

    def add_output(self, key: RowKey, column: str) -> str:
        """Return the output that has a column of a row; '' where there can be none."""
        general = self.placed.members[ExportedKey(key)]
        function = self._find_attribute(general, column)
        if function is None:
            return ""
        name = write_camel(function.name, function.attribute or "Name")
        self.outputs[name] = function
        return name

    def write(self) -> str:
        """Return the template as the text of a file."""
        document: Row = {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": self._describe(),
        }
        if self.origins:
            document["Parameters"] = {
                name: self._write_parameter(origin) for name, origin in sorted(self.origins.items())
            }
        document["Resources"] = dict(sorted(self.resources.items()))
        if self.outputs:
            document["Outputs"] = {
                name: {"Value": function.document}
                for name, function in sorted(self.outputs.items())
            }
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        if len(text.encode()) > INLINE:
            text = json.dumps(document, separators=(",", ":"), ensure_ascii=False) + "\n"
        return text

    def _describe(self) -> str:
        target = self.placed.target
        what = "a StackSet" if target.is_set else f"{target.accounts[0]}, {target.regions[0]}"
        return f"{self.landscape.name}: wave {self.placed.wave}, {what}. Written by Ringwall."

    def _write_parameter(self, origin: ParameterOrigin) -> Row:
        written: Row = {"Type": "String", "Description": origin.said}
        if origin.account:
            written["AllowedPattern"] = _ACCOUNT_ID
        return written

    def _list_needs(
        self, key: ExportedKey, needs: tuple[RowKey, ...], properties: Row
    ) -> list[str]:
        """Return what has to be there first and is not referred to."""
        referred = set(_list_names(properties))
        wanted = {
            self.logical[other]
            for row in needs
            for part in range(3)
            if (other := self.placed.members.get(ExportedKey(row, part))) and other != key
        }
        return sorted(wanted - referred - {self.logical[key]})

    def _find(self, ref: Ref) -> Function:
        if ref == OWN_ACCOUNT:
            return Function("AWS::AccountId")
        if ref == OWN_REGION:
            return Function("AWS::Region")
        if ref.key.table == ACCOUNT_TABLE and ref.column == "id":
            return self._find_account(ref)
        general = self.placed.members.get(ExportedKey(ref.key))
        is_inside = general is not None and (
            not self.placed.target.is_set or general.row == ref.key
        )
        if general and is_inside and (function := self._find_attribute(general, ref.column)):
            return function
        return self._ask_for(ref)

    def _find_account(self, ref: Ref) -> Function:
        name = ref.key.name
        if not self.placed.target.is_set and self.placed.target.accounts == (name,):
            return Function("AWS::AccountId")
        if own := self.placed.members.get(ExportedKey(ref.key)):
            return Function(self.logical[own], "AccountId")
        parameter = write_camel("AccountId", name)
        self.origins[parameter] = ParameterOrigin(
            parameter, f"Id of the account {name}", account=name
        )
        return Function(parameter)

    def _find_attribute(self, key: ExportedKey, column: str) -> Function | None:
        one = next(one for one in self.placed.resources if one.key == key)
        export = self.catalog.export_of(key.row.table)
        name = find_attribute(one.type, export, column)
        if not name:
            return None
        is_read_only = name in one.type.read_only
        return Function(self.logical[key], name if is_read_only else "")

    def _ask_for(self, ref: Ref) -> Function:
        """Return the parameter for a value that another template, or a person, knows."""
        key = ref.key
        place = (key.account, key.region)
        parameter = write_camel(*place, key.table, key.name, ref.column)[:255]
        other = self.others.get(key)
        output = other.add_output(key, ref.column) if other else ""
        origin = f"; output {output}" if output else "; this export does not make it"
        said = f"{ref.column} of {name_row(key)}{origin}"
        self.origins[parameter] = ParameterOrigin(parameter, said, output=output, row=key)
        return Function(parameter)


def write_templates(
    placed: tuple[Placed, ...], landscape: Landscape, catalog: ExportCatalog
) -> tuple[Template, ...]:
    """Return the templates, in the order of their waves."""
    of_row: dict[RowKey, Template] = {}
    templates = tuple(Template(one, landscape, catalog, of_row) for one in placed)
    for template in templates:
        template.name_resources()
        of_row.update(dict.fromkeys((key.row for key in template.placed.members), template))
    for template in templates:
        template.write_resources()
    return templates


def _refuse_secrets(row: RowKey, properties: Row) -> None:
    """Raise BadInput for a text that CloudFormation fills with a secret: no escape keeps it.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    """
    if DYNAMIC in json.dumps(properties):
        raise BadInput(
            f"{name_row(row)}: CloudFormation puts a parameter or a secret of the account in place "
            f"of {DYNAMIC}...}}}}, which one of its texts has; take it out, or use ringwall apply"
        )


def _list_names(value: Any) -> list[str]:
    """Return the resources that a value of a template refers to."""
    if isinstance(value, Mapping):
        if "Fn::GetAtt" in value:
            return [value["Fn::GetAtt"][0]]
        if "Ref" in value:
            return [value["Ref"]]
        if "Fn::Sub" in value:
            parts = str(value["Fn::Sub"]).split("${")[1:]
            return [part.partition("}")[0].partition(".")[0] for part in parts]
        return [name for member in value.values() for name in _list_names(member)]
    if isinstance(value, list):
        return [name for item in value for name in _list_names(item)]
    return []
