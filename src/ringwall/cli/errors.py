"""An error as the user sees it: one line on stderr, with nothing in it that a terminal obeys."""

import sys

from ringwall.model.text import make_visible


def print_error(text: str) -> None:
    """Print an error. What it quotes may come from a file or from AWS, and is not trusted."""
    lines = [make_visible(line) for line in text.splitlines()] or [""]
    print("\n".join(("ringwall: " + lines[0], *lines[1:])), file=sys.stderr)
