"""What a service answers says whether a notice was taken, may be later, or never will."""

import pytest
from channel_bench import equip

from ringwall.respond.channels.https import HttpAnswer
from ringwall.respond.channels.sending import NotSent, check_taken


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_what_went_well_is_taken(status: int) -> None:
    answer = HttpAnswer(status, {}, b"")
    assert check_taken(answer, equip()) is answer


@pytest.mark.parametrize(
    ("status", "is_final"),
    [
        (301, False),
        (400, True),
        (401, False),
        (403, False),
        (413, True),
        (429, False),
        (503, False),
    ],
)
def test_what_was_refused_says_whether_to_try_again(status: int, *, is_final: bool) -> None:
    with pytest.raises(NotSent, match=str(status)) as raised:
        check_taken(HttpAnswer(status, {"retry-after": "7"}, b"why"), equip())
    assert (raised.value.is_final, raised.value.retry_after) == (is_final, 7.0)
