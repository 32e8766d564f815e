import json

import pytest

from ringwall.emulator.policy_text import measure_policy


def test_white_space_does_not_count() -> None:
    policy = {"Statement": [{"Sid": "with a space"}]}
    assert measure_policy(json.dumps(policy, indent=9)) == measure_policy(policy) == 38


@pytest.mark.parametrize("text", ["no json", b"no json"])
def test_what_is_no_json_counts_as_it_stands(text: str | bytes) -> None:
    assert measure_policy(text) == 7
