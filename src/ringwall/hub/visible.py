"""Text from elsewhere made safe to look at: what would act on a screen is spelled out instead."""

import re

UNSEEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters: escape sequences move the cursor and set titles
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # text direction: shows what is not there
    "\u2028\u2029\ufeff"  # line separators and the byte order mark
    "\ud800-\udfff"  # lone surrogates: no encoding takes them
    "\U000e0000-\U000e007f"  # tags: text that nobody sees
    "]"
)


def make_visible(text: str) -> str:
    r"""Return the text with such characters as escapes: `\n`, `\x1b`, `\u202e`."""
    return UNSEEN.sub(_spell, text)


def _spell(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
