"""The package of countries and networks as it would be, were it installed; no test has the real."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

Put = Callable[..., None]


@dataclass
class GeoData:
    """What the package answers, by address."""

    built: str = "2026-10-04"
    networks: dict[str, Any] = field(default_factory=dict)

    def lookup(self, address: IPv4Address | IPv6Address) -> Any:
        found = self.networks.get(str(address))
        if isinstance(found, Exception):
            raise found
        return SimpleNamespace(network=found)


def network(country: str | None, asn: int | None, handle: str, company: str = "") -> Any:
    """Return a network as the package tells of it."""
    operator = SimpleNamespace(company=company or None) if company else None
    return SimpleNamespace(country=country, asn=asn, handle=handle, operator=operator)


@pytest.fixture(autouse=True, scope="session")
def without_geo_package() -> Iterator[None]:
    """Hide the package, should somebody have it: what tests say of places is not its data's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "plevin_db_network", None)
        yield


@pytest.fixture
def put_geo_package(monkeypatch: pytest.MonkeyPatch) -> Put:
    """Return a function that installs the package with some data, or with what makes it."""

    def put(data: GeoData | None = None, make: Callable[[Any], Any] | None = None) -> None:
        package, reader = ModuleType("plevin_db_network"), ModuleType("plevin")
        package.__dict__["PATH"] = "plevin.network.plv"
        reader.__dict__["Plevin"] = make or (lambda _: data)
        monkeypatch.setitem(sys.modules, "plevin_db_network", package)
        monkeypatch.setitem(sys.modules, "plevin", reader)

    return put
