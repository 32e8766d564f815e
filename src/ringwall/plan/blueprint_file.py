"""Reads `ringwall.yaml`: everything that is wrong with it is said at once, each with its place."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from ringwall.catalog.organizations.policy_flaw import PolicyFlaw
from ringwall.model.blueprint.accounts import walk_units
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.errors import BadBlueprint
from ringwall.model.text import count_of, make_visible
from ringwall.plan.account_remarks import find_account_conflicts, find_missing_accounts
from ringwall.plan.name_remarks import find_unknown_names
from ringwall.plan.once import find_overridden_once
from ringwall.plan.own_policies import read_own_policies
from ringwall.plan.region_remarks import find_region_conflicts
from ringwall.plan.remark import Remark
from ringwall.plan.schema import make_schema, make_validator
from ringwall.plan.schema_flaws import Keys, Refusal, find_node, find_place, find_refusals
from ringwall.plan.settings import Setting, complete, from_node, merge, to_plain
from ringwall.plan.yaml_tree import FilePlace, Flaw, YamlNode, read_tree

MAX_BYTES = 1024 * 1024
MAX_NAMED = 100
"""How many flaws are named."""
STAND_INS = {"blueprint": "unnamed", "home_region": "us-east-1"}


@dataclass(frozen=True)
class BlueprintFile:
    """A blueprint as its file has it: nothing is wrong with it but what an organization shows."""

    name: str
    """The file, as messages name it."""
    tree: YamlNode
    blueprint: Blueprint
    """The blueprint as it is where no unit overrides anything."""

    def resolve(self, unit: tuple[str, ...] = ()) -> Setting:
        """Return every setting, with its origin, as it is in a unit; () is the root."""
        given = self.set_in(unit)
        return complete(Blueprint, given, level_of(given))

    def set_in(self, unit: tuple[str, ...] = ()) -> Setting:
        """Return the settings that the file has for a unit, without defaults."""
        given = from_node(self.tree)
        for path in (unit[: depth + 1] for depth in range(len(unit))):
            override = self.find_override(path)
            given = merge(given, from_node(override, path)) if override else given
        return given

    def find_override(self, unit: tuple[str, ...]) -> YamlNode | None:
        """Return what a unit itself overrides, if anything."""
        keys = (key for name in unit for key in ("units", name))
        return find_node(self.tree, ("accounts", *keys, "overrides"))

    def settings_of(self, unit: tuple[str, ...]) -> Blueprint:
        """Return the blueprint with the overrides of a unit, and of those above it, put in."""
        nearest = unit
        while nearest and not self.find_override(nearest):
            nearest = nearest[:-1]
        if not nearest:
            return self.blueprint
        try:
            return _convert(to_plain(self.resolve(nearest)))
        except msgspec.ValidationError as error:  # each for itself is right, both together are not
            keys = tuple(key for name in nearest for key in ("units", name))
            place = find_place(self.tree, ("accounts", *keys, "overrides"))
            raise describe_flaws(self.name, [Flaw(place, str(error))]) from error

    def place_of(self, remark: Remark) -> FilePlace:
        """Return the place in the file that a remark is about."""
        return find_place(self.tree, remark.keys, is_key=remark.is_key)

    def describe(self, remark: Remark) -> str:
        """Return a remark as a line: `file:line:column: message`."""
        return describe_flaw(self.name, Flaw(self.place_of(remark), remark.message))

    def check(self, remarks: Iterable[Remark]) -> None:
        """Raise BadBlueprint where a remark is an error."""
        flaws = [Flaw(self.place_of(r), r.message) for r in remarks if is_error(r)]
        if flaws:
            raise describe_flaws(self.name, flaws)


def is_error(remark: Remark) -> bool:
    """Whether a blueprint cannot be used because of a remark."""
    return remark.kind == "error"


def level_of(given: Setting) -> str:
    """Return the level that settings have, before their defaults are known."""
    level = given.members.get("level")
    return str(level.value) if level else "baseline"


def read_blueprint(path: Path) -> BlueprintFile:
    """Return the blueprint of a file; BadBlueprint names each line where something is wrong.

    The files that it names, documents of policies, are read too.
    """
    file = parse_blueprint(_read_bytes(path), str(path))
    accounts = file.blueprint.accounts
    try:
        policies = read_own_policies(path.parent, accounts.policies)
    except PolicyFlaw as flaw:
        place = find_place(file.tree, flaw.keys, is_key=True)
        raise describe_flaws(file.name, [Flaw(place, flaw.message)]) from flaw
    accounts = msgspec.structs.replace(accounts, policies=policies)
    return replace(file, blueprint=msgspec.structs.replace(file.blueprint, accounts=accounts))


def parse_blueprint(content: bytes, name: str) -> BlueprintFile:
    """Return the blueprint that bytes are; `name` is the file in messages."""
    tree, flaws = read_tree(_decode(content, name))
    if tree is None:
        raise describe_flaws(name, flaws)
    refusals = list(find_refusals(_validator(), tree))
    flaws += [Flaw(find_place(tree, r.keys, is_key=r.is_key), r.message) for r in refusals]
    sound = _without(tree, refusals) if flaws else tree
    given = from_node(sound)
    try:
        blueprint = _convert(to_plain(complete(Blueprint, given, level_of(given))))
    except msgspec.ValidationError as error:
        raise describe_flaws(name, flaws or [Flaw(tree.place, str(error))]) from error
    file = BlueprintFile(name, sound, blueprint)
    remarks = _look_further(file, is_sound=not flaws)
    flaws += [Flaw(file.place_of(remark), remark.message) for remark in remarks]
    if flaws:
        raise describe_flaws(name, flaws)
    for place in walk_units(blueprint.accounts.units):
        file.settings_of(place.path)
    return file


def _look_further(file: BlueprintFile, *, is_sound: bool) -> Iterator[Remark]:
    """Yield what is wrong beyond the form of a file."""
    yield from find_overridden_once(file.tree, file.blueprint)
    yield from find_account_conflicts(file.blueprint)
    if "home_region" in file.tree.keys:  # else there is but a stand-in
        yield from find_region_conflicts(file.blueprint)
    if is_sound:  # a part that is wrong may have what is missing
        yield from find_missing_accounts(file.blueprint)
        yield from find_unknown_names(file.blueprint)


def describe_flaws(name: str, flaws: Iterable[Flaw]) -> BadBlueprint:
    """Return the error that has a line for each flaw, in the order of the file."""
    found = sorted(set(flaws))
    lines = [describe_flaw(name, flaw) for flaw in found[:MAX_NAMED]]
    if len(found) > MAX_NAMED:
        lines.append(f"{name}: {count_of(len(found) - MAX_NAMED, 'more error')}")
    return BadBlueprint("\n".join(lines))


def describe_flaw(name: str, flaw: Flaw) -> str:
    """Return a flaw as a line: `file:line:column: message`."""
    return f"{name}:{flaw.place.line}:{flaw.place.column}: {make_visible(flaw.message)}"


def _read_bytes(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise BadBlueprint(f"{path}: not a file")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        hint = (
            "; `ringwall blueprint init` writes one" if isinstance(error, FileNotFoundError) else ""
        )
        raise BadBlueprint(f"{path}: {error.strerror}{hint}") from error
    if len(content) > MAX_BYTES:
        raise BadBlueprint(f"{path}:1:1: larger than {MAX_BYTES // 1024**2} MiB")
    return content


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        raise BadBlueprint(f"{name}:{line}:{column}: this byte is no UTF-8") from error


@functools.cache
def _validator() -> Any:
    return make_validator(make_schema())


def _convert(data: Any) -> Blueprint:
    return msgspec.convert(data, Blueprint)


def _without(node: YamlNode, refusals: Iterable[Refusal]) -> YamlNode:
    """Return a tree without what is refused, so that the rest can be looked at.

    What a blueprint cannot be without has a stand-in.
    """
    refused = {refusal.keys for refusal in refusals}

    def keep(keys: Keys, node: YamlNode) -> YamlNode:
        return replace(node, value=_filter(keys, node, refused, keep))

    kept = keep((), node)
    members = kept.value if isinstance(kept.value, Mapping) else {}
    stand_ins = {key: YamlNode(node.place, value) for key, value in STAND_INS.items()}
    places = {key: place for key, place in node.keys.items() if key in members}
    return replace(kept, value={**stand_ins, **members}, keys=places)


def _filter(
    keys: Keys,
    node: YamlNode,
    refused: set[Keys],
    keep: Callable[[Keys, YamlNode], YamlNode],
) -> Any:
    if isinstance(node.value, Mapping):
        every: Iterator[tuple[str, YamlNode]] = iter(node.value.items())
        return {k: keep((*keys, k), each) for k, each in every if (*keys, k) not in refused}
    if isinstance(node.value, tuple):
        pairs = enumerate(node.value)
        return tuple(keep((*keys, k), each) for k, each in pairs if (*keys, k) not in refused)
    return node.value
