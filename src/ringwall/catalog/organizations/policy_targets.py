"""Where policies are attached: the root, units, or accounts around a unit that is left out."""

import difflib
from collections.abc import Iterable, Iterator, Sequence

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Ref
from ringwall.model.errors import BadInput

ROOT = "root"
ACCOUNT = "account "
"""How the name of a target begins that is an account."""


def find_target_id(landscape: Landscape, target: str) -> str | Ref:
    """Return the id of a target: `root`, a unit's path, or `account ` and an account's name."""
    if target == ROOT:
        return landscape.root_id
    if target.startswith(ACCOUNT):
        name = target.removeprefix(ACCOUNT)
        return next(account.id for account in landscape.accounts if account.name == name)
    return next(unit.id for unit in landscape.units if "/".join(unit.path) == target)


def check_targets(landscape: Landscape, targets: Iterable[str], where: str) -> None:
    """Raise BadInput for a target that the blueprint does not have; `where` says who names it."""
    known = [ROOT, *_paths(landscape)]
    for target in targets:
        if target not in known:
            near = difflib.get_close_matches(target, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise BadInput(f"{where}: there is no unit {target}{hint}")


def has_unit(landscape: Landscape, path: str) -> bool:
    """Whether the blueprint has a unit."""
    return path in _paths(landscape)


def leave_out(
    landscape: Landscape, targets: Iterable[str], excluded: Sequence[str]
) -> tuple[str, ...]:
    """Return targets that reach the same accounts, but for those of some units.

    A target with such a unit below it gives way to what is next to the unit.
    """
    found = (one for target in targets for one in _around(landscape, target, excluded))
    return tuple(dict.fromkeys(found))


def _around(landscape: Landscape, target: str, excluded: Sequence[str]) -> Iterator[str]:
    if any(_is_within(target, path) for path in excluded):
        return
    if not any(_is_within(path, target) for path in excluded):
        yield target
        return
    for path in _paths(landscape):
        if _parent(path) == target:
            yield from _around(landscape, path, excluded)
    for account in landscape.members:
        if ("/".join(account.unit) or ROOT) == target:
            yield f"{ACCOUNT}{account.name}"


def _paths(landscape: Landscape) -> list[str]:
    return ["/".join(unit.path) for unit in landscape.units]


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or ROOT


def _is_within(path: str, above: str) -> bool:
    return above in (ROOT, path) or path.startswith(f"{above}/")
