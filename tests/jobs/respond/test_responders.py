"""What responses work with: the policy that is named, the person who calls, the cases."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stoppable_function import StoppableFunction

from ringwall.jobs.respond.responders import find_policy
from ringwall.model.errors import BadInput
from ringwall.model.response_policy import ResponsePolicy

Respond = Callable[[], Any]


def test_who_calls_is_the_person_of_the_policy(
    responders_of: Respond, stoppable: StoppableFunction
) -> None:
    stoppable.become("ann")
    assert responders_of().principal == "arn:aws:iam::123456789012:user/ann"
    stoppable.write_policy()
    assert responders_of().principal == "ann@example.com"
    stoppable.become("eve")
    assert responders_of().principal == "eve@example.com"


def test_the_policy_is_that_of_the_option_or_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RINGWALL_RESPONSE_POLICY", raising=False)
    assert find_policy(None) == ResponsePolicy()
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text('[approval]\nconfig = "two"\n', encoding="utf-8")
    other.write_text('[approval]\nconfig = "never"\n', encoding="utf-8")
    monkeypatch.setenv("RINGWALL_RESPONSE_POLICY", str(one))
    assert find_policy(None).approval.config == "two"
    assert find_policy(other).approval.config == "never"
    monkeypatch.setenv("RINGWALL_RESPONSE_POLICY", str(tmp_path / "none.toml"))
    with pytest.raises(BadInput, match="cannot read the policy"):
        find_policy(None)
