"""Words that no page of AWS would have: what Ringwall says has none of them."""

import re

ODD = re.compile(
    r"\b(he|him|his|anybody|lets? in|lets (anyone|nobody)|who may come|mend(s|ed|ing)?"
    r"|shelf|room|doors?|dear|spares?|looks after|stands?|told|of one's own|takes? (it )?back"
    r"|hands out|in good time)\b",
    re.IGNORECASE,
)


def find_odd(*texts: str) -> list[str]:
    """Return the odd words of some texts."""
    return [match[0] for text in texts for match in ODD.finditer(text)]
