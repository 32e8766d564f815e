"""What responses work with, for the function that can be stopped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stoppable_function import PLAYBOOK, StoppableFunction

Respond = Callable[[], Any]


@pytest.fixture
def responders_of(stoppable: StoppableFunction, tmp_path: Path) -> Respond:
    """Return a function that opens what responses work with, as whoever calls AWS then."""
    from ringwall.jobs.connection import AwsAccess  # noqa: PLC0415 - few tests need it
    from ringwall.jobs.respond.opening import open_responders  # noqa: PLC0415 - the same

    def open_() -> Any:
        path = stoppable.folder / "response.toml"
        return open_responders(
            tmp_path / "home", path if path.exists() else None, AwsAccess(region="us-east-1")
        )

    return open_


def plan_stop(responders: Any, arn: str) -> tuple[Any, Any]:
    """Return a new case about a function, and the plan that stops it."""
    from ringwall.jobs.respond.plan import make_response_plan  # noqa: PLC0415 - few tests need it
    from ringwall.jobs.respond.target import (  # noqa: PLC0415 - the same
        choose_response,
        ensure_case,
        find_target,
    )

    chosen = choose_response(find_target(responders, arn), PLAYBOOK)
    file, threat = ensure_case(responders, chosen)
    return file, make_response_plan(responders, threat, chosen.playbook, {})
