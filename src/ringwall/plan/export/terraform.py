"""A blueprint as Terraform's JSON: a module an account, and a root that puts them together."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey
from ringwall.model.table import Row
from ringwall.plan.export.expressions import write_properties
from ringwall.plan.export.known_values import ACCOUNT_TABLE
from ringwall.plan.export.naming import (
    find_attribute,
    name_row,
    write_local_name,
    write_plain,
    write_terraform_type,
    write_top_attribute,
)
from ringwall.plan.export.resource import ExportedKey, ExportedResource, Loss
from ringwall.plan.export.rows import ExportCatalog
from ringwall.plan.export.values import list_refs

FILE = "main.tf.json"
_SOURCE = "hashicorp/awscc"
_VERSION = ">= 1.0"
_ROLE = "role_name"


@dataclass
class Module:
    """The module of one account, filled as its resources are written."""

    account: LandscapeAccount
    resources: dict[str, Row] = field(default_factory=dict)
    names: dict[ExportedKey, str] = field(default_factory=dict)
    """The address of each resource."""
    regions: set[str] = field(default_factory=set)
    variables: dict[str, str] = field(default_factory=dict)
    """What is handed in, with what it is."""
    outputs: dict[str, str] = field(default_factory=dict)
    """What is handed out: expressions."""
    sources: dict[str, str] = field(default_factory=dict)
    """The expression of the root that each variable is given."""

    @property
    def name(self) -> str:
        """Return the name of the module in the root."""
        return write_plain(self.account.name)

    def write(self) -> Row:
        """Return the module's document."""
        aliases = [f"awscc.{write_plain(region)}" for region in sorted(self.regions)]
        document: Row = {
            "terraform": {
                "required_providers": {
                    "awscc": {"source": _SOURCE, "configuration_aliases": aliases}
                }
            }
        }
        if self.variables:
            document["variable"] = {
                name: {"description": said, "type": "string"}
                for name, said in sorted(self.variables.items())
            }
        document["resource"] = {
            kind: dict(sorted(named.items())) for kind, named in sorted(self.resources.items())
        }
        if self.outputs:
            document["output"] = {
                name: {"value": f"${{{value}}}"} for name, value in sorted(self.outputs.items())
            }
        return document


class TerraformExport:
    """The modules of all accounts, and what is not in them."""

    def __init__(
        self, resources: tuple[ExportedResource, ...], landscape: Landscape, catalog: ExportCatalog
    ) -> None:
        self._landscape = landscape
        self._catalog = catalog
        self.losses = tuple(_find_losses(resources))
        self.lost = frozenset(loss.row for loss in self.losses)
        self._rows = {one.key: one for one in resources if one.key.row not in self.lost}
        self._modules = {account.name: Module(account) for account in landscape.accounts}
        self._root: dict[str, str] = {}
        for one in self._rows.values():
            self._name(one)
        for one in self._rows.values():
            self._write(one)

    def write_files(self) -> dict[str, str]:
        """Return each file's text by its path."""
        modules = [module for module in self._modules.values() if module.resources]
        files = {FILE: self._write_root(modules)}
        for module in modules:
            files[f"accounts/{module.account.name}/{FILE}"] = module.write()
        return {path: _write_json(document) for path, document in sorted(files.items())}

    def _name(self, one: ExportedResource) -> None:
        module = self._modules[one.key.row.account]
        kind = write_terraform_type(one.type)
        taken = module.resources.setdefault(kind, {})
        name = write_local_name(one.key, taken)
        taken[name] = {}
        module.names[one.key] = f"{kind}.{name}"
        module.regions.add(self._region_of(one.key.row))

    def _write(self, one: ExportedResource) -> None:
        module = self._modules[one.key.row.account]
        address = module.names[one.key]
        kind, _, name = address.partition(".")
        region = write_plain(self._region_of(one.key.row))
        referred: set[str] = set()

        def say(ref: Ref) -> str:
            said = self._refer(ref, module)
            referred.add(said)
            return said

        written = write_properties(one.properties, one.type, say)
        document: Row = {"provider": f"awscc.{region}", **written}
        if after := sorted(self._list_needs(one, module, referred)):
            document["depends_on"] = after
        if one.retained:
            document["lifecycle"] = {"prevent_destroy": True}
        module.resources[kind][name] = document

    def _list_needs(
        self, one: ExportedResource, module: Module, referred: set[str]
    ) -> Iterator[str]:
        """Yield what has to be there first and is not referred to."""
        for row in one.needs:
            for part in range(3):
                key = ExportedKey(row, part)
                if key not in self._rows or key == one.key:
                    continue
                if row.account != module.account.name:
                    said = f"comes after {name_row(row)}"
                    name = write_plain("after", *row, *([str(part)] if part else []))
                    yield self._hand_over(module, name, said, key, "id")
                elif not any(text.startswith(f"{module.names[key]}.") for text in referred):
                    yield module.names[key]

    def _refer(self, ref: Ref, module: Module) -> str:
        """Return what a reference is in a module."""
        if ref.key.table == ACCOUNT_TABLE and ref.column == "id":
            return self._ask_for_account(ref.key.name, module)
        key = ExportedKey(ref.key)
        said = f"{ref.column} of {name_row(ref.key)}"
        name = write_plain(*ref.key, ref.column)
        if one := self._rows.get(key):
            export = self._catalog.export_of(ref.key.table)
            if attribute := find_attribute(one.type, export, ref.column):
                written = write_top_attribute(attribute, one.type)
                if ref.key.account == module.account.name:
                    return f"{module.names[key]}.{written}"
                return self._hand_over(module, name, said, key, written)
        self._root[name] = f"{said}, which this configuration does not make"
        return self._hand_in(module, name, said, f"var.{name}")

    def _ask_for_account(self, account: str, module: Module) -> str:
        name = write_plain("account_id", account)
        return self._hand_in(module, name, f"Id of the account {account}", f"var.{name}")

    def _hand_over(
        self, module: Module, name: str, said: str, key: ExportedKey, attribute: str
    ) -> str:
        """Return the variable that has an attribute of a resource of another module."""
        other = self._modules[key.row.account]
        other.outputs[name] = f"{other.names[key]}.{attribute}"
        return self._hand_in(module, name, said, f"module.{other.name}.{name}")

    def _hand_in(self, module: Module, name: str, said: str, source: str) -> str:
        module.variables[name] = said
        module.sources[name] = source
        return f"var.{name}"

    def _region_of(self, key: RowKey) -> str:
        return self._landscape.home_region if key.region == GLOBAL else key.region

    def _write_root(self, modules: list[Module]) -> Row:
        return {
            "terraform": {
                "required_version": ">= 1.5",
                "required_providers": {"awscc": {"source": _SOURCE, "version": _VERSION}},
            },
            "variable": self._write_variables(modules),
            "provider": {"awscc": [one for each in modules for one in self._list_providers(each)]},
            "module": {module.name: _write_call(module) for module in modules},
        }

    def _write_variables(self, modules: list[Module]) -> Row:
        found: Row = {
            _ROLE: {
                "description": "Name of the role in each account that Terraform assumes",
                "type": "string",
            },
            **{
                name: {"description": said, "type": "string"}
                for name, said in sorted(self._root.items())
            },
        }
        named = {name for module in modules for name in module.variables}
        for account in self._landscape.accounts:
            name = write_plain("account_id", account.name)
            if name in named or any(each.account is account for each in modules):
                found[name] = {
                    "description": f"Id of the account {account.name}",
                    "type": "string",
                    **({"default": account.id} if isinstance(account.id, str) else {}),
                }
        return found

    def _list_providers(self, module: Module) -> Iterator[Row]:
        partition = self._landscape.partition
        account = f"${{var.{write_plain('account_id', module.account.name)}}}"
        for region in sorted(module.regions):
            yield {
                "alias": f"{module.name}_{write_plain(region)}",
                "region": region,
                "assume_role": {
                    "role_arn": f"arn:{partition}:iam::{account}:role/${{var.{_ROLE}}}"
                },
            }


def _write_call(module: Module) -> Row:
    providers = {
        f"awscc.{write_plain(region)}": f"awscc.{module.name}_{write_plain(region)}"
        for region in sorted(module.regions)
    }
    given = {name: f"${{{source}}}" for name, source in sorted(module.sources.items())}
    return {"source": f"./accounts/{module.account.name}", "providers": providers, **given}


def _find_losses(resources: tuple[ExportedResource, ...]) -> Iterator[Loss]:
    """Yield the resources whose type the provider cannot have, and what must not be without them.

    What refers to such a resource is not among them: it is given the value by a variable.
    """
    lost: set[RowKey] = set()
    for one in resources:
        referred = {ref.key for ref in list_refs(one.properties)}
        if not one.type.in_cloud_control:
            said = f"{one.type.name} is not in Cloud Control, so the awscc provider lacks it"
        elif waits := lost.intersection(one.needs) - referred:
            said = f"it must not be there before {name_row(min(waits))}, which is not exported"
        else:
            continue
        lost.add(one.key.row)
        yield Loss(one.key.row, "", said)


def _write_json(document: Row) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
