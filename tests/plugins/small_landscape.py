"""A landscape of four units and five accounts, for what makes rows of it."""

from dataclasses import replace
from typing import Any

import msgspec

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount, LandscapeUnit
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey

ORGANIZATION = RowKey("management", GLOBAL, "organizations_organization", "organization")
PLACES = {
    "management": (),
    "security": ("Security",),
    "log-archive": ("Security",),
    "shop": ("Workloads", "Prod"),
    "lab": ("Workloads",),
}
UNITS = (("Security",), ("Workloads",), ("Workloads", "Prod"), ("Sandbox",))


def make_landscape(level: str = "baseline", **changes: Any) -> Landscape:
    """Return a landscape whose organization and units are not there yet."""
    settings = msgspec.convert(
        {"blueprint": "acme", "home_region": "eu-central-1", "level": level}, Blueprint
    )
    accounts = {
        name: LandscapeAccount(
            name=name,
            id=f"{number:012}",
            email=f"{name}@example.com",
            unit=unit,
            regions=("eu-central-1", "eu-west-1"),
            settings=settings,
            is_management=name == "management",
        )
        for number, (name, unit) in enumerate(PLACES.items(), 1)
    }
    landscape = Landscape(
        name="acme",
        partition="aws",
        home_region="eu-central-1",
        regions=("eu-central-1", "eu-west-1"),
        settings=settings,
        accounts=tuple(accounts.values()),
        security=accounts["security"],
        logs=accounts["log-archive"],
        organization_id=Ref(ORGANIZATION, "id"),
        root_id=Ref(ORGANIZATION, "root_id"),
        units=tuple(LandscapeUnit(path, Ref(unit_key(path), "id")) for path in UNITS),
    )
    return replace(landscape, **changes)


def unit_key(path: tuple[str, ...]) -> RowKey:
    """Return the key of a unit's row."""
    return RowKey("management", GLOBAL, "organizations_organizational_unit", "/".join(path))
