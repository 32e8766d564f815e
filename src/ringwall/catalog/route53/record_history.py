"""What somebody changed in a hosted zone, and what was there before, as CloudTrail tells it.

An event has the record that was written, not the one that it took the place of: that is in an
earlier event, or nobody knows.
https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.cloudtrail.event_history import PastAct
from ringwall.model.normal import sort_set

Record = dict[str, Any]
RecordKey = tuple[str, str, str]
"""Name, type and identifier, '' for none."""
STAR = "\\052"
"""How Route 53 writes an asterisk in a name."""
MEMBERS = frozenset(
    {
        *("Name", "Type", "TTL", "ResourceRecords", "SetIdentifier", "Weight", "Region"),
        *("Failover", "MultiValueAnswer", "HealthCheckId", "GeoLocation", "AliasTarget"),
    }
)
"""What a record may have here; one with anything else is left to a person."""


@dataclass(frozen=True)
class PastChange:
    """One change of one record."""

    action: str
    key: RecordKey
    record: Record
    act: PastAct

    @property
    def left(self) -> Record | None:
        """What was there after it; None for nothing."""
        return None if self.action == "DELETE" else self.record


@dataclass(frozen=True)
class RecordRepair:
    """A record that is not as it was: what it is now and was before, None for nothing.

    With a problem, that is all that is known.
    """

    key: RecordKey
    now: Record | None = None
    before: Record | None = None
    problem: str = ""


def write_name(name: str) -> str:
    """Return a name as Route 53 lists it: in small letters, with a dot at its end."""
    return f"{name.rstrip('.')}.".lower().replace("*", STAR)


def key_of(record: Mapping[str, Any]) -> RecordKey:
    """Return what tells a record from all others of its zone."""
    name = write_name(str(record.get("Name", "")))
    return name, str(record.get("Type", "")), str(record.get("SetIdentifier") or "")


def read_changes(acts: Iterable[PastAct], zone_id: str) -> list[PastChange]:
    """Return the changes of a zone, the oldest first; `acts` begin with the newest."""
    found: list[PastChange] = []
    oldest_first = [*acts][::-1]  # times are in whole seconds
    for act in sorted(oldest_first, key=lambda one: one.moment):
        zone = str(act.parameters.get("hostedZoneId") or "").rpartition("/")[2]
        batch = act.parameters.get("changeBatch")
        changes = batch.get("changes") if isinstance(batch, Mapping) else None
        if act.error or zone != zone_id or not isinstance(changes, list):
            continue
        for change in changes:
            record = change.get("resourceRecordSet") if isinstance(change, Mapping) else None
            if isinstance(record, Mapping):
                read = _read_record(record)
                found.append(PastChange(str(change.get("action")), key_of(read), read, act))
    return found


def _read_record(record: Mapping[str, Any]) -> Record:
    """Return a record in the API's words: CloudTrail writes `tTL` and `dNSName`."""
    read: Record = _spell(record)
    read["Name"] = write_name(str(read.get("Name", "")))
    alias = read.get("AliasTarget")
    if isinstance(alias, dict) and isinstance(alias.get("DNSName"), str):
        alias["DNSName"] = write_name(alias["DNSName"])
    return read


def _spell(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name[:1].upper() + name[1:]: _spell(member) for name, member in value.items()}
    return [_spell(item) for item in value] if isinstance(value, list) else value


def find_repairs(
    changes: Iterable[PastChange], now: Iterable[Record], is_bad: Callable[[PastChange], bool]
) -> Iterator[RecordRepair]:
    """Yield each record that a bad change left otherwise than it was before."""
    by_key: dict[RecordKey, list[PastChange]] = {}
    for change in changes:
        by_key.setdefault(change.key, []).append(change)
    there = {key_of(record): record for record in now}
    for key, history in by_key.items():
        if any(map(is_bad, history)):
            repair = _find_repair(key, history, there.get(key), is_bad)
            if repair is not None:
                yield repair


def _find_repair(
    key: RecordKey,
    history: list[PastChange],
    now: Record | None,
    is_bad: Callable[[PastChange], bool],
) -> RecordRepair | None:
    first = next(n for n, change in enumerate(history) if is_bad(change))
    last = next(change for change in reversed(history) if is_bad(change))
    if first:
        before = history[first - 1].left
    elif history[0].action == "UPSERT":
        if is_same_record(now, last.left):
            return RecordRepair(key, problem="nobody knows what was there before")
        return None
    else:
        before = history[0].record if history[0].action == "DELETE" else None
    if is_same_record(now, before):
        return None
    if not is_same_record(now, last.left):
        return RecordRepair(key, problem="somebody changed it since then")
    if strange := sorted({*(now or {}), *(before or {})} - MEMBERS):
        return RecordRepair(key, problem=f"Ringwall writes no {', '.join(strange)}")
    return RecordRepair(key, now, before)


def is_same_record(one: Record | None, other: Record | None) -> bool:
    """Whether two records say the same: their values have no order."""
    return bool(_fold(one) == _fold(other))


def _fold(record: Record | None) -> Any:
    if record is None:
        return None
    folded = {name: value for name, value in record.items() if value not in ("", None)}
    folded["Name"] = write_name(str(record.get("Name", "")))
    if isinstance(values := record.get("ResourceRecords"), list):
        folded["ResourceRecords"] = sort_set(values)
    if isinstance(alias := record.get("AliasTarget"), Mapping):
        folded["AliasTarget"] = {**alias, "DNSName": write_name(str(alias.get("DNSName", "")))}
    return folded
