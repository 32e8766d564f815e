"""Checks of a landscape: each is a file of `checks/`, found by walking.

A check is a function `Landscape -> remarks` with the name of its file. It reads neither AWS nor
files: what is known of an organization is in the landscape. To add one, add a file.
"""

import functools
import importlib
from collections.abc import Callable, Iterable
from pathlib import Path

from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark

CHECKS = Path(__file__).parent / "checks"
LandscapeCheck = Callable[[Landscape], Iterable[Remark]]


def check_landscape(landscape: Landscape) -> tuple[Remark, ...]:
    """Return what all checks have to say, in the order of their names."""
    return tuple(remark for check in load_checks().values() for remark in check(landscape))


@functools.cache
def load_checks() -> dict[str, LandscapeCheck]:
    """Return every check by name; AttributeError where a file has none of its own name."""
    names = sorted(path.stem for path in CHECKS.glob("*.py") if path.stem != "__init__")
    modules = ((name, importlib.import_module(f"ringwall.plan.checks.{name}")) for name in names)
    return {name: getattr(module, name) for name, module in modules}
