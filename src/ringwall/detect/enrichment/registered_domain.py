"""The part of a name that somebody registered: by the Public Suffix List (MPL-2.0), as packaged.

https://publicsuffix.org
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def find_registered(name: str) -> str:
    """Return the registered domain of a name; the name itself where it has none (`localhost`)."""
    return _suffixes().privatesuffix(name) or name


def is_public_suffix(name: str) -> bool:
    """Whether anyone can register names below this one: com, co.uk, github.io."""
    return _suffixes().privatesuffix(name) is None


@cache
def _suffixes() -> "PublicSuffixList":
    # Reading the list takes 40 ms, which only those pay who have names to look at.
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415

    return PublicSuffixList()
