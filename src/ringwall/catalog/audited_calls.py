"""What was set in a security service since a threat began: told, for a person to judge."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.cloudtrail.past_calls import find_calls, take_map
from ringwall.model.response_playbook import HumanStep
from ringwall.model.table import Reader, Row
from ringwall.model.text import make_visible

MOST_NAMED = 20


@dataclass(frozen=True)
class AuditedCall:
    """A call that is told where it was made since a threat began."""

    name: str
    """CloudTrail's name of it: CreateFilter."""
    member: str
    """The member of its parameters that names what it was about."""
    what: str
    """What to do about it, as an order; `{}` stands for the names."""
    why: str


def find_named(reader: Reader, name: str, member: str, since: int) -> list[str]:
    """Return what calls of a name were about, each once, newest first."""
    found: dict[str, None] = {}
    for record in find_calls(reader, name, _is_any, since=since):
        value: Any = take_map(record, "requestParameters").get(member)
        for one in value if isinstance(value, list) else [value]:
            found[str(one)] = None
    return list(found)


def tell_calls(
    reader: Reader, calls: Iterable[AuditedCall], resource: str, since: int
) -> Iterator[HumanStep]:
    """Yield a step for each of the calls that was made since a time, with what it was about."""
    if not since:
        what = "Look through suppressions, lists and members for what an attacker may have set"
        yield HumanStep(resource, what, "it is not known when it began")
        return
    for call in calls:
        names = find_named(reader, call.name, call.member, since)
        if names:
            shown = ", ".join(make_visible(name) for name in names[:MOST_NAMED])
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            yield HumanStep(resource, call.what.format(f"{shown}{more}"), call.why)


def _is_any(_record: Row) -> bool:
    return True
