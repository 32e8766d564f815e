"""Text from elsewhere made safe: to look at, to keep.

Names, tags and messages come from strangers, by way of AWS and of files. Nothing else in the
program decides what of them may reach a screen or a disk.
"""

REPLACEMENT = "\ufffd"
"""U+FFFD, Unicode's own mark for a character that could not be kept."""


def make_visible(text: str) -> str:
    r"""Return the text on one line, with each character that is not printable as its escape.

    Control characters move a cursor or end a line, others turn the direction of a line, and some
    show nothing at all: they become `\n`, `\x1b`, `\u202e`, `\u200b`. So do lone surrogates, which
    no encoding takes. Text that went through here before stays as it is.
    """
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in text)


def make_storable(text: str) -> str:
    """Return text that every file and database takes: NUL and lone surrogates become U+FFFD."""
    if not text.isascii():
        # A pair of surrogates is one character, and is kept as such.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\x00", REPLACEMENT)


def _escape(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")
