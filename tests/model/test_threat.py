"""A threat, and where a playbook looks."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.model.threat import ResponseSettings, Scene, Threat


@pytest.mark.parametrize(
    ("region", "named", "read"),
    [
        ("eu-west-1", "", "eu-west-1"),
        ("global", "", "eu-north-1"),
        ("", "", "eu-north-1"),
        ("eu-west-1", "us-east-2", "us-east-2"),
        ("eu-west-1", "global", "eu-north-1"),
    ],
)
def test_what_has_no_region_is_read_at_home(region: str, named: str, read: str) -> None:
    asked: list[tuple[str, str]] = []

    def note(*place: str) -> Any:
        asked.append((place[0], place[1]))

    scene = Scene(note, datetime.now(UTC), ResponseSettings(home_region="eu-north-1"))
    scene.reader(Threat("role", "111111111111", region, "arn:x", "CASE-1"), named)
    assert asked == [("111111111111", read)]
