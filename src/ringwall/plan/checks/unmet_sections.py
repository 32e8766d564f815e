"""Sections that need another one which is not enabled: they are left out."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark

NEEDS = {"alarms": ("trail",), "rules": ("guardduty", "security_hub")}
"""Sections of the layer detection, and of which they need at least one."""


def unmet_sections(landscape: Landscape) -> Iterator[Remark]:
    """Yield a note for each enabled section all of whose needs are not enabled."""
    detection = landscape.settings.detection
    for name, others in NEEDS.items():
        if getattr(detection, name).enabled and not any(
            getattr(detection, other).enabled for other in others
        ):
            said = f"{name}: does nothing without {' or '.join(others)}"
            yield Remark(("detection", name), said, "note")
