"""Hits as tests write them: what is left out is as in most of them."""

from collections.abc import Callable

import pytest
from incident_stories import make_hit

from ringwall.model.detection import Hit


@pytest.fixture(scope="session")
def hit() -> Callable[..., Hit]:
    return make_hit
