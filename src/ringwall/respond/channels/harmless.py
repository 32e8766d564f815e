"""Texts of strangers made harmless before they leave: no links, no mentions, no hidden letters.

What is left to a channel is to escape its own markup.
"""

import html
import re

from ringwall.model.response_channels import find_url_flaw
from ringwall.model.text import make_storable, make_visible

_SCHEME = re.compile(r"(?<=[A-Za-z0-9]):(?=//)")
_WEB = re.compile(r"\bwww\.", re.IGNORECASE)
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_WORD = "\u2060"
"""U+2060, which nobody sees and no program takes for the letter of a name."""


def make_plain(text: str) -> str:
    r"""Return a text of a stranger on one line, in which nothing becomes a link or a mention.

    `https://evil.example` becomes `https[:]//evil.example`, `www.` `www[.]`, and an invisible
    letter stands after the @ of a mention.
    """
    text = make_visible(make_storable(text))
    text = _WEB.sub(lambda found: f"{found[0][:-1]}[.]", _SCHEME.sub("[:]", text))
    return _MENTION.sub(f"@{_WORD}", text)


def cut(text: str, most: int) -> str:
    """Return a text of at most so many letters; where it is cut, it ends with three dots."""
    return text if len(text) <= most else f"{text[: max(most - 3, 0)].rstrip()}..."


def cut_lines(text: str, most: int) -> str:
    """Return whole lines of a text, at most so many letters; the last one says what is missing."""
    if len(text) <= most:
        return text
    lines = text.split("\n")
    kept: list[str] = []
    room = most - 40
    for line in lines:
        if len(line) + 1 > room:
            break
        kept.append(line)
        room -= len(line) + 1
    if not kept:
        return cut(text, most)
    return "\n".join([*kept, f"... and {len(lines) - len(kept):,} more lines"])


def split_lines(text: str, most: int, parts: int) -> list[str]:
    """Return a text in parts of whole lines, each of so many letters at most; the last is cut."""
    found: list[str] = []
    rest = [cut(line, most) for line in text.split("\n")]
    while rest and len(found) < parts - 1:
        part: list[str] = []
        size = -1
        while rest and size + len(rest[0]) + 1 <= most:
            part.append(rest.pop(0))
            size += len(part[-1]) + 1
        found.append("\n".join(part))
    if rest:
        found.append(cut_lines("\n".join(rest), most))
    return [part for part in found if part]


def escape_slack(text: str) -> str:
    """Return a text as Slack shows it letter by letter.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_html(text: str) -> str:
    """Return a text as HTML shows it letter by letter."""
    return html.escape(text, quote=True)


def check_link(link: str) -> str:
    """Return a link where it is an https URL of plain letters, or ''."""
    return link if link.startswith("https://") and not find_url_flaw(link) else ""
