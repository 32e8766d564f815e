"""Text from elsewhere made safe: to look at, to keep.

Names, tags and messages come from strangers, by way of AWS and of files. Nothing else in the
program decides what of them may reach a screen or a disk.
"""

import re
from collections.abc import Iterable
from typing import Any, TextIO

_ACTING = re.compile(r"\r(?!\n)|[^\n\r\t -~]")
"""What may act on a screen: whether it does, `make_visible` knows."""
_USER_INFO = re.compile(
    # To the last @ before the path: people forget to write an @ of a password as %40.
    r"(?<=://)(?:[^/?#\s\"'\\]*@"
    # What follows a colon and is no port is a password, whatever else is in it.
    r"|[^/?#@:\s\"'\\]{0,200}:(?!\d{0,5}(?:[/?#\s\"'\\]|$))[^\s\"'\\]{0,500}@)"
)
"""User information, RFC 3986, 3.2.1, and what is taken for it by mistake."""
_AUTHORITY_END = re.compile(r"(?<=[^/])[/?#]")
_AFTER_PATH = re.compile(r"[?#&=\s\"'\\]")
LONGEST_ARN = 2048
"""Letters of an ARN, https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html."""
REPLACEMENT = "\ufffd"
"""U+FFFD, Unicode's own mark for a character that could not be kept."""


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun: 1 change, 2 changes, 2 policies."""
    if number == 1:
        return f"1 {noun}"
    is_y = noun.endswith("y") and noun[-2:-1] not in "aeiou"
    return f"{number} {noun[:-1]}ies" if is_y else f"{number} {noun}s"


def make_visible(text: str) -> str:
    r"""Return the text on one line, with each character that is not printable as its escape.

    Control characters move a cursor or end a line, others turn the direction of a line, and some
    show nothing at all: they become `\n`, `\x1b`, `\u202e`, `\u200b`. So do lone surrogates, which
    no encoding takes. Text that went through here before stays as it is.
    """
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in text)


def make_harmless(text: str) -> str:
    r"""Return the text with its lines and tabs, and all else that acts on a screen as its escape.

    A carriage return is kept only where it ends a line.
    """
    if text.isprintable():
        return text
    return _ACTING.sub(lambda found: make_visible(found[0]), text)


def drop_user_info(text: str) -> str:
    """Return the text without names and passwords in its URLs: `https://host`, not `u:p@host`."""
    return _USER_INFO.sub("", text) if "://" in text and "@" in text else text


def strip_url(url: str) -> str:
    """Return what the address of a repository says for certain without a secret: host and path.

    A password may have any letter in it, written as it should be or not. So all up to the last @
    goes, and all after the path (`?private_token=...`): rather too much than too little.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "", url
    authority = _AUTHORITY_END.split(rest, maxsplit=1)[0]
    # In the key of an object at S3, bucket/a@b.zip, and in a query, ?to=a@b, there is no user.
    if "@" in authority or ":" in authority:
        rest = rest.rpartition("@")[2]
    return f"{scheme}{separator}{_AFTER_PATH.split(rest, maxsplit=1)[0]}"


def make_storable(text: str) -> str:
    """Return text that every file and database takes: NUL and lone surrogates become U+FFFD."""
    if not text.isascii():
        # A pair of surrogates is one character, and is kept as such.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\x00", REPLACEMENT)


class HarmlessStream:
    """A stream of text that passes everything on as `make_harmless` makes it.

    `inner` is the stream behind it, for what paints on purpose and makes its own texts visible.
    """

    def __init__(self, inner: TextIO) -> None:
        self.inner = inner

    def write(self, text: str) -> int:
        """Write a text; return how many letters were taken."""
        self.inner.write(make_harmless(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts one after the other."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        """Return everything else from the stream behind."""
        return getattr(self.inner, name)


def find_inner(stream: Any) -> TextIO:
    """Return the stream behind harmless ones, however many, or the stream itself."""
    while isinstance(stream, HarmlessStream):
        stream = stream.inner
    inner: TextIO = stream
    return inner


def _escape(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")
