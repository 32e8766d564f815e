"""Which resources stand together in a template, where it is deployed, and in which wave.

What is alike in several places of member accounts becomes a StackSet, if every reference inside it
stays inside. The rest is one template an account and Region. Where a template needs one of another
place, it comes in a later wave.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import RowKey
from ringwall.plan.export.known_values import ACCOUNT_TABLE
from ringwall.plan.export.likeness import PlaceLikeness, name_anywhere
from ringwall.plan.export.resource import ExportedKey, ExportedResource
from ringwall.plan.export.values import list_refs

AccountRegion = tuple[str, str]
"""An account and a Region, or `global`."""
MOST_RESOURCES = 400
"""CloudFormation takes 500; outputs and further policies want room."""
MOST_TEXT = 500_000
"""Characters of resources in a template: CloudFormation takes 1 MB."""


@dataclass(frozen=True)
class DeploymentTarget:
    """Where a template is deployed: several places make a StackSet."""

    accounts: tuple[str, ...]
    regions: tuple[str, ...]

    @property
    def is_set(self) -> bool:
        """Whether it takes a StackSet."""
        return len(self.accounts) * len(self.regions) > 1

    @property
    def places(self) -> tuple[AccountRegion, ...]:
        """Return every place."""
        return tuple((account, region) for account in self.accounts for region in self.regions)


@dataclass(frozen=True)
class Placed:
    """The resources of one template, of the first of its places."""

    target: DeploymentTarget
    wave: int
    chunk: int
    resources: tuple[ExportedResource, ...]
    """In order. Of a StackSet: as they are in any of its places."""
    members: Mapping[ExportedKey, ExportedKey] = field(repr=False)
    """Every resource that it makes, in all places, and the one of `resources` that stands for
    it."""

    def list_waits(self) -> tuple[RowKey, ...]:
        """Return the rows that somebody else makes before it is deployed."""
        of_key = {one.key: one for one in self.resources}
        return tuple(
            sorted(
                {
                    move_row(row, general.row, key.row)
                    for key, general in self.members.items()
                    for row in of_key[general].waits
                }
            )
        )


@dataclass(frozen=True)
class _Block:
    """What is placed together: one resource, or the like resources of a StackSet."""

    target: DeploymentTarget
    resources: tuple[ExportedResource, ...]
    members: Mapping[ExportedKey, ExportedKey]

    def list_later(self) -> frozenset[RowKey]:
        """Return the rows between which and this block somebody else makes something."""
        of_key = {one.key: one for one in self.resources}
        return frozenset(
            move_row(row, general.row, key.row)
            for key, general in self.members.items()
            for row in of_key[general].later
        )


def place_resources(
    resources: tuple[ExportedResource, ...], landscape: Landscape
) -> tuple[Placed, ...]:
    """Return the templates, by waves."""
    blocks = list(_find_blocks(resources, landscape))
    while True:
        graph = _link_blocks(blocks)
        try:
            order = tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            blocks = _break_up(blocks, set(error.args[1]), resources)
        else:
            return tuple(_place(blocks, graph, order))


def _find_blocks(resources: tuple[ExportedResource, ...], landscape: Landscape) -> Iterator[_Block]:
    """Yield the blocks of StackSets, then the other resources one by one."""
    likeness = PlaceLikeness(landscape)
    in_sets: set[ExportedKey] = set()
    components = [
        component
        for component in _find_components(resources)
        if component[0].key.row.account != landscape.management.name
    ]
    for way, group in likeness.group(components):
        for target, alike in _find_targets(group):
            if target.is_set:
                first = likeness.generalize(alike[0], way)
                members = {
                    one.key: general.key
                    for component in alike
                    for one, general in zip(component, first, strict=True)
                }
                in_sets |= members.keys()
                yield _Block(target, first, members)
    yield from _list_singles(one for one in resources if one.key not in in_sets)


def _list_singles(resources: Iterable[ExportedResource]) -> Iterator[_Block]:
    """Yield resources one by one, those together that stand beside one another."""
    for found in _find_components(tuple(resources), by_beside_alone=True):
        of_row = {one.key.row for one in found}
        for few in [found] if len(of_row) > 1 else [(one,) for one in found]:
            account, region = few[0].place
            keys = {one.key: one.key for one in few}
            yield _Block(DeploymentTarget((account,), (region,)), tuple(few), keys)


def _find_components(
    resources: tuple[ExportedResource, ...], *, by_beside_alone: bool = False
) -> list[tuple[ExportedResource, ...]]:
    """Return the resources of each place by what refers to one another."""
    heads: dict[RowKey, RowKey] = {one.key.row: one.key.row for one in resources}

    def head(key: RowKey) -> RowKey:
        while heads[key] != key:
            key = heads[key]
        return key

    for one in resources:
        refs = () if by_beside_alone else (ref.key for ref in list_refs(one.properties))
        for key in (*refs, *one.beside):
            if key in heads and key[:2] == one.place:
                heads[head(key)] = head(one.key.row)
    found: defaultdict[RowKey, list[ExportedResource]] = defaultdict(list)
    for one in resources:
        found[head(one.key.row)].append(one)
    return [tuple(sorted(component, key=name_anywhere)) for component in found.values()]


def _find_targets(
    group: Iterable[tuple[ExportedResource, ...]],
) -> Iterator[tuple[DeploymentTarget, list[tuple[ExportedResource, ...]]]]:
    """Yield accounts that have alike resources in the same Regions, with those resources."""
    of_account: defaultdict[str, dict[str, tuple[ExportedResource, ...]]] = defaultdict(dict)
    for component in group:
        account, region = component[0].place
        of_account[account][region] = component
    accounts: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for account, regions in of_account.items():
        accounts[tuple(regions)].append(account)
    for shared, names in accounts.items():
        alike = [of_account[name][region] for name in names for region in shared]
        yield DeploymentTarget(tuple(names), shared), alike


def _link_blocks(blocks: list[_Block]) -> dict[int, set[int]]:
    """Return which blocks each block needs, by their numbers."""
    of_row: defaultdict[RowKey, set[int]] = defaultdict(set)
    for number, block in enumerate(blocks):
        for key in block.members:
            of_row[key.row].add(number)
    needed = {one.key: one for block in blocks for one in block.resources}
    graph: dict[int, set[int]] = {}
    for number, block in enumerate(blocks):
        graph[number] = set()
        for key, general in block.members.items():
            one = needed[general]
            rows = {move_row(need, one.key.row, key.row) for need in one.needs}
            rows |= {ref.key for ref in list_refs(one.properties)}
            if general.part:
                rows.add(key.row)
            for row in rows:
                graph[number] |= of_row.get(row, set())
        graph[number].discard(number)
    return graph


def move_row(need: RowKey, here: RowKey, there: RowKey) -> RowKey:
    """Return what a like resource in another place needs."""
    if need.table == ACCOUNT_TABLE and need.name == here.account:
        return need._replace(name=there.account)
    if need.account != here.account:
        return need
    region = there.region if need.region == here.region else need.region
    return need._replace(account=there.account, region=region)


def _break_up(
    blocks: list[_Block], circle: set[int], resources: tuple[ExportedResource, ...]
) -> list[_Block]:
    """Return the blocks without the StackSets of a circle: their resources one by one."""
    of_key = {one.key: one for one in resources}
    found: list[_Block] = []
    for number, block in enumerate(blocks):
        if number in circle and block.target.is_set:
            found += _list_singles(of_key[key] for key in block.members)
        else:
            found.append(block)
    if len(found) == len(blocks):
        raise ValueError(f"resources need each other: {[blocks[n].resources for n in circle]}")
    return found


def _place(
    blocks: list[_Block], graph: Mapping[int, set[int]], order: tuple[int, ...]
) -> Iterator[Placed]:
    """Yield the templates: blocks of one target and wave, in chunks that CloudFormation takes."""
    waves: dict[int, int] = {}
    groups: defaultdict[tuple[int, DeploymentTarget, int], list[_Block]] = defaultdict(list)
    sizes: Counter[DeploymentTarget] = Counter()
    counts: Counter[DeploymentTarget] = Counter()
    chunks: dict[int, int] = {}
    for number in order:
        block = blocks[number]
        target = block.target
        counts[target] += len(block.resources)
        sizes[target] += sum(len(repr(one.properties)) for one in block.resources)
        chunks[number] = max(counts[target] // MOST_RESOURCES, sizes[target] // MOST_TEXT)
        later = block.list_later()
        waves[number] = max(
            (
                waves[need]
                + (
                    (blocks[need].target, chunks[need]) != (target, chunks[number])
                    or any(key.row in later for key in blocks[need].members)
                )
                for need in graph[number]
            ),
            default=1,
        )
        groups[waves[number], target, chunks[number]].append(block)
    for (wave, target, chunk), found in sorted(groups.items(), key=_order_of):
        yield Placed(
            target,
            wave,
            chunk,
            tuple(one for block in found for one in block.resources),
            {key: general for block in found for key, general in block.members.items()},
        )


def _order_of(
    item: tuple[tuple[int, DeploymentTarget, int], object],
) -> tuple[int, bool, object, int]:
    (wave, target, chunk), _ = item
    return wave, target.is_set, (target.accounts, target.regions), chunk
