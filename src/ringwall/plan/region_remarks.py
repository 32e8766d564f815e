"""What is wrong with the Regions of a blueprint: unknown, of another partition, named twice."""

from collections.abc import Iterator, Sequence

from ringwall.aws.offers import list_regions
from ringwall.model.blueprint.accounts import walk_units
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.partition import find_partition
from ringwall.model.spelling import find_likely
from ringwall.plan.remark import Remark

PARTITIONS = ("aws", "aws-cn", "aws-us-gov")
"""The partitions that a blueprint can be for."""


def find_region_conflicts(blueprint: Blueprint) -> Iterator[Remark]:
    """Yield the Regions that there are not, and those that are named where they cannot be."""
    partition = find_partition(blueprint.home_region)
    if partition not in PARTITIONS:
        said = f"{blueprint.home_region} is in the partition {partition}; a blueprint is for "
        yield Remark(("home_region",), f"{said}{', '.join(PARTITIONS)}")
        return
    yield from _check_known(("home_region",), blueprint.home_region, partition)
    governed = govern_regions(blueprint)
    for keys, regions in _list_regions(blueprint):
        for position, region in enumerate(regions):
            place: tuple[str | int, ...] = (*keys, position)
            if region in regions[:position]:
                yield Remark(place, f"the Region {region} is named twice")
            unknown = list(_check_known(place, region, partition))
            yield from unknown
            if not unknown and region not in governed:
                said = "is none of the blueprint's regions; add it there, or leave it out here"
                yield Remark(place, f"the Region {region} {said}")


def govern_regions(blueprint: Blueprint) -> tuple[str, ...]:
    """Return the Regions that are governed, the home Region first."""
    return tuple(dict.fromkeys((blueprint.home_region, *blueprint.regions)))


def _list_regions(blueprint: Blueprint) -> Iterator[tuple[tuple[str, ...], Sequence[str]]]:
    yield ("regions",), blueprint.regions
    for name, account in blueprint.accounts.accounts.items():
        yield ("accounts", "accounts", name, "regions"), account.regions
    for placed in walk_units(blueprint.accounts.units):
        yield (*placed.keys, "overrides", "regions"), placed.unit.overrides.regions or ()


def _check_known(keys: tuple[str | int, ...], region: str, partition: str) -> Iterator[Remark]:
    known = list_regions(partition)
    if region in known:
        return
    other = find_partition(region)
    if other != partition and region in list_regions(other):
        said = f"the Region {region} is in the partition {other}, the home Region in {partition}"
        yield Remark(keys, said)
        return
    meant = find_likely(region, known)
    hint = f"; did you mean {meant}?" if meant else f"; there are {', '.join(known)}"
    yield Remark(keys, f"{partition} has no Region {region}{hint}")
