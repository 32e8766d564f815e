"""An error as the user sees it."""

import pytest

from ringwall.cli.errors import print_error


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("x.json:1: broken", "ringwall: x.json:1: broken\n"),
        ("first\nsecond", "ringwall: first\nsecond\n"),
        ("", "ringwall: \n"),
        ("a\x1b]0;title\x07\u202eb", "ringwall: a\\x1b]0;title\\x07\\u202eb\n"),
        ("a\rb", "ringwall: a\nb\n"),
    ],
)
def test_error_goes_to_stderr_and_is_made_visible(
    capsys: pytest.CaptureFixture[str], text: str, printed: str
) -> None:
    print_error(text)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", printed)
