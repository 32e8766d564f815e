"""An answer of AWS that comes in pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from ringwall.model.table import Row


def join_pages(pages: Iterable[Row]) -> Row:
    """Return pages as one answer: lists follow each other, all else is the first page's."""
    whole: Row = {}
    for page in pages:
        whole = _add(whole, page)
    return whole


def _add(whole: Mapping[str, Any], page: Mapping[str, Any]) -> Row:
    joined = {**page, **whole}
    for name in whole.keys() & page.keys():
        first, more = whole[name], page[name]
        if isinstance(first, list) and isinstance(more, list):
            joined[name] = first + more
        elif isinstance(first, Mapping) and isinstance(more, Mapping):
            joined[name] = _add(first, more)
    return joined
