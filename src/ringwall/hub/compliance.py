"""Which requirements of which frameworks a rule answers, as findings carry them."""

from collections.abc import Iterable

from ringwall.catalog.loader import Requirement


def map_requirements(requirements: Iterable[Requirement]) -> dict[str, tuple[str, ...]]:
    """Return each rule's requirements, written `framework/id`, in the frameworks' order."""
    found: dict[str, list[str]] = {}
    for requirement in requirements:
        if requirement.rule:
            found.setdefault(requirement.rule, []).append(
                f"{requirement.framework}/{requirement.id}"
            )
    return {rule: tuple(dict.fromkeys(names)) for rule, names in found.items()}
