"""Names as somebody wrote them, held against those that there are."""

import difflib
from collections.abc import Collection, Iterable

LIKELY = 0.75
"""How alike two names are, where one may be meant by the other: 1 is the same."""
MAX_NAMED = 60


def name_likely(name: str, known: Collection[str]) -> str:
    """Return the end of a message about a name: which ones there are, and which may be meant."""
    shown = sorted(known)[:MAX_NAMED]
    more = f" and {len(known) - len(shown)} more" if len(known) > len(shown) else ""
    meant = find_likely(name, known)
    hint = f"; did you mean {meant}?" if meant else ""
    return f"; there are {', '.join(shown) or 'none yet'}{more}{hint}"


def find_likely(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like a name, whatever the case; '' for none."""
    by_plain = {each.lower(): each for each in known}
    near = difflib.get_close_matches(name.lower(), by_plain, n=1, cutoff=LIKELY)
    return by_plain[near[0]] if near else ""
