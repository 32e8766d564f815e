"""Walks the service folders: what a file declares is found, never listed."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

CATALOG = Path(__file__).parent
PACKAGE = __package__ or ""

Declared = TypeVar("Declared")


def find_declared(
    kind: type[Declared], folder: str, root: Path = CATALOG, package: str = PACKAGE
) -> Iterator[tuple[Path, Declared]]:
    """Yield each file of `<service>/<folder>/` with the one object of a kind that it declares.

    ValueError where a file declares none, or several: its name could not be the name of both.
    """
    for path in sorted(root.glob(f"*/{folder}/*.py")):
        module = ".".join((package, *path.relative_to(root).with_suffix("").parts))
        values = vars(importlib.import_module(module)).values()
        found = [value for value in values if isinstance(value, kind)]
        if len(found) != 1:
            name = kind.__name__.lower()
            raise ValueError(f"{path}: {len(found)} objects of type {name}; declare one a file")
        yield path, found[0]


def find_each(
    kind: type[Declared], folder: str, root: Path = CATALOG, package: str = PACKAGE
) -> Iterator[tuple[Path, Declared]]:
    """Yield every object of a kind that the files of `<service>/<folder>/` declare, if any."""
    for path in sorted(root.glob(f"*/{folder}/*.py")):
        module = ".".join((package, *path.relative_to(root).with_suffix("").parts))
        values = vars(importlib.import_module(module)).values()
        yield from ((path, value) for value in values if isinstance(value, kind))


def find_all(
    kind: type[Declared], name: str, root: Path = CATALOG, package: str = PACKAGE
) -> Iterator[tuple[Path, Declared]]:
    """Yield every object of a kind that the file `<service>/<name>` of a service declares.

    ValueError where such a file declares none.
    """
    for path in sorted(root.glob(f"*/{name}")):
        module = ".".join((package, *path.relative_to(root).with_suffix("").parts))
        values = vars(importlib.import_module(module)).values()
        found = [value for value in values if isinstance(value, kind)]
        if not found:
            raise ValueError(f"{path}: no object of type {kind.__name__.lower()}")
        yield from ((path, one) for one in found)
