"""Sigma's specification, evaluated directly over records, for rules as YAML has them.

It shares nothing with the program: no pySigma, no SQL. It is slow and plain on purpose.
"""

import base64
import ipaddress
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Record = Mapping[str, Any]
DOCUMENTS = (
    *("requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"),
)
ENCODINGS = {"wide": "utf-16-le", "utf16le": "utf-16-le", "utf16be": "utf-16-be"}
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "lt": lambda left, right: left < right,
    "lte": lambda left, right: left <= right,
    "gt": lambda left, right: left > right,
    "gte": lambda left, right: left >= right,
    "eq": lambda left, right: left == right,
    "neq": lambda left, right: left != right,
}
PARTS: Mapping[str, Callable[[datetime], int]] = {
    "minute": lambda moment: moment.minute,
    "hour": lambda moment: moment.hour,
    "day": lambda moment: moment.day,
    "week": lambda moment: moment.isocalendar().week,
    "month": lambda moment: moment.month,
    "year": lambda moment: moment.year,
}
SEARCHED = (
    *("eventID", "eventName", "eventSource", "eventType", "eventCategory", "eventVersion"),
    *("awsRegion", "recipientAccountId", "sourceIPAddress", "userAgent", "vpcEndpointId"),
    *("errorCode", "errorMessage", "tlsDetails.tlsVersion", "sharedEventID", "eventTime"),
    *(f"userIdentity.{name}" for name in ("type", "accountId", "principalId", "accessKeyId")),
    *(f"userIdentity.{name}" for name in ("userName", "invokedBy", "arn")),
    *("readOnly", "managementEvent", "resources.ARN", *DOCUMENTS),
    *(f"userIdentity.sessionContext.{name}" for name in ("sourceIdentity", "ec2RoleDelivery")),
    "userIdentity.sessionContext.webIdFederationData.federatedProvider",
    "userIdentity.sessionContext.attributes.mfaAuthenticated",
    "userIdentity.sessionContext.attributes.creationDate",
)
"""The fields that are kept of a record, in which keywords are looked for."""


FLAGS = {
    **dict.fromkeys(("i", "ignorecase"), re.IGNORECASE),
    **dict.fromkeys(("m", "multiline"), re.MULTILINE),
    **dict.fromkeys(("s", "dotall"), re.DOTALL),
}


def is_truth(value: Any) -> bool:
    """Whether a value is true or false, which Python takes for numbers."""
    return isinstance(value, bool)


def to_text(value: Any) -> str:
    """Return a value as text: what is no text as JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def spell(name: str, holder: Mapping[str, Any]) -> str:
    """Return a member's name as its holder has it, whatever its capitals; else the name."""
    return next((known for known in holder if known.lower() == name.lower()), name)


def find_values(record: Record, field: str) -> list[str]:
    """Return all texts of a field; lists on the way mean each of their items."""
    steps = [
        step.removesuffix("{}").removesuffix("[]").removesuffix("[*]") for step in field.split(".")
    ]
    steps[0] = spell(steps[0], record)
    field = ".".join(steps)
    found: list[Any] = [record]
    for step in steps:
        name = step
        if steps[0] not in DOCUMENTS:
            name = next((spell(step, item) for item in found if isinstance(item, dict)), step)
        below = [item[name] for item in found if isinstance(item, dict) and name in item]
        found = [
            item for value in below for item in (value if isinstance(value, list) else [value])
        ]
    texts = [to_text(value) for value in found if value is not None]
    if field in DOCUMENTS:
        # What a document has as a text within is also read without the escapes of its quotes.
        unescaped = [text.replace('\\"', '"') for text in texts]
        return [text for text in dict.fromkeys(texts + unescaped) if text != "{}"]
    # Of what is no document's, a text that is empty is kept as one that is not there.
    return texts if steps[0] in DOCUMENTS else [text for text in texts if text]


@dataclass(frozen=True)
class Pattern:
    """A text of a rule: letters, and `*` and `?` where they are wildcards (as tuples)."""

    parts: tuple[str | bytes | tuple[str], ...]
    is_cased: bool = False


def parse_pattern(text: str) -> Pattern:
    """Return a text of a rule: a backslash is one, but before a wildcard or a backslash."""
    parts: list[str | tuple[str]] = []
    letters = ""
    position = 0
    while position < len(text):
        letter, following = text[position], text[position + 1 : position + 2]
        if letter == "\\" and following in {"\\", "*", "?"} and following:
            letters += following
            position += 2
            continue
        if letter in "*?":
            parts += [letters] if letters else []
            parts.append((letter,))
            letters = ""
        else:
            letters += letter
        position += 1
    return Pattern(tuple(parts + ([letters] if letters else [])))


def matches_pattern(pattern: Pattern, text: str) -> bool:
    """Whether a whole text is what a pattern says."""
    written = ""
    for part in pattern.parts:
        if isinstance(part, tuple):
            written += ".*" if part == ("*",) else "."
        elif isinstance(part, bytes):
            written += re.escape(part.decode("utf-8", "surrogateescape"))
        else:
            written += re.escape(part if pattern.is_cased else lower(part))
    return bool(re.fullmatch(written, text if pattern.is_cased else lower(text), re.DOTALL))


def lower(text: str) -> str:
    """Return a text in small letters, letter by letter."""
    return "".join(letter.lower() for letter in text)


def as_bytes(part: str | bytes) -> bytes:
    """Return what a modifier encodes."""
    return part if isinstance(part, bytes) else part.encode()


def encode(pattern: Pattern, modifier: str) -> Iterator[Pattern]:
    """Yield the patterns that a modifier of text makes of one."""
    anything: tuple[str] = ("*",)
    parts = pattern.parts
    match modifier:
        case "contains":
            yield Pattern((anything, *parts, anything), pattern.is_cased)
        case "startswith":
            yield Pattern((*parts, anything), pattern.is_cased)
        case "endswith":
            yield Pattern((anything, *parts), pattern.is_cased)
        case "cased":
            yield Pattern(parts, is_cased=True)
        case "wide" | "utf16le" | "utf16be" | "utf16":
            coding = ENCODINGS.get(modifier, "utf-16-le")
            mark = b"\xff\xfe" if modifier == "utf16" else b""
            [part] = parts
            assert isinstance(part, str)
            yield Pattern((mark + part.encode(coding),), pattern.is_cased)
        case "base64":
            [part] = parts
            assert not isinstance(part, tuple)
            yield Pattern((base64.b64encode(as_bytes(part)).decode(),), pattern.is_cased)
        case "base64offset":
            [part] = parts
            assert not isinstance(part, tuple)
            for offset in range(3):
                yield Pattern((encode_at(as_bytes(part), offset),), pattern.is_cased)
        case "windash":
            [part] = parts
            assert isinstance(part, str)
            yield from (Pattern((text,), pattern.is_cased) for text in vary_dashes(part))
        case _:
            raise AssertionError(modifier)


def encode_at(data: bytes, offset: int) -> str:
    """Return the letters of Base64 that depend on the data alone, `offset` bytes after others."""
    whole = {
        base64.b64encode(before * offset + data + after * 3).decode()
        for before in (b"\x00", b"\xff", b"U")
        for after in (b"\x00", b"\xff", b"U")
    }
    first = -(-offset * 8 // 6)
    last = (offset + len(data)) * 8 // 6
    [same] = {text[first:last] for text in whole}
    return same


def vary_dashes(text: str) -> Iterator[str]:
    """Yield a text with each dash that starts an option as every dash that Windows takes."""
    found = re.search(r"\B[-/]\b", text)
    if not found:
        yield text
        return
    for dash in "-/\u2013\u2014\u2015":
        head = text[: found.start()] + dash
        for tail in vary_dashes_after(text, found.end()):
            yield head + tail


def vary_dashes_after(text: str, position: int) -> Iterator[str]:
    """Yield the rest of a text, varied, where what stands before it still counts."""
    found = re.compile(r"\B[-/]\b").search(text, position)
    if not found:
        yield text[position:]
        return
    for dash in "-/\u2013\u2014\u2015":
        for tail in vary_dashes_after(text, found.end()):
            yield text[position : found.start()] + dash + tail


def to_number(text: str) -> float | None:
    """Return the number that a text is; None where it is none."""
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", text):
        return None
    return float(text)


def to_moment(text: str) -> datetime | None:
    """Return the time that a text is, whatever its zone; None where it is none."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?", text):
        return None
    try:
        return datetime.fromisoformat(text[:19])
    except ValueError:
        return None


def is_in_network(text: str, network: str) -> bool:
    """Whether a text is an address of a network."""
    if ":" in text and ("." in text or "%" in text):
        return False
    try:
        return ipaddress.ip_address(text) in ipaddress.ip_network(network)
    except ValueError:
        return False


class Evaluator:
    """Decides whether a rule matches a record. `placeholders` are the values of `%name%`."""

    def __init__(self, placeholders: Mapping[str, Sequence[str]] | None = None) -> None:
        self.placeholders = placeholders or {}

    def matches(self, rule: Mapping[str, Any], record: Record) -> bool:
        """Whether one of a rule's conditions holds for a record."""
        detection = rule["detection"]
        conditions = detection["condition"]
        selections = {name: part for name, part in detection.items() if name != "condition"}
        return any(
            _Condition(self, selections, record).decide(condition)
            for condition in (conditions if isinstance(conditions, list) else [conditions])
        )

    def select(self, part: Any, record: Record) -> bool:
        """Whether a selection holds: all of a map, any of a list."""
        if isinstance(part, dict):
            return all(self.compare(key, value, record) for key, value in part.items())
        if isinstance(part, list):
            return any(self.select(item, record) for item in part)
        return self.search(part, record)

    def search(self, keyword: Any, record: Record, modifiers: Sequence[str] = ()) -> bool:
        """Whether a keyword is anywhere in a record."""
        if isinstance(keyword, bool | int | float):
            keyword = to_text(keyword)
        for field in SEARCHED:
            written = [keyword]
            if field in DOCUMENTS:
                written.append(json.dumps(keyword, ensure_ascii=False)[1:-1])
            for text in find_values(record, field):
                if "re" in modifiers:
                    if self.matches_one(keyword, modifiers, text):
                        return True
                    continue
                for variant in written:
                    # In a document, a keyword stands as JSON has it; wildcards stay what they are.
                    pattern = parse_pattern(keyword)
                    if variant != keyword:
                        pattern = Pattern(
                            tuple(
                                json.dumps(part, ensure_ascii=False)[1:-1]
                                if isinstance(part, str)
                                else part
                                for part in pattern.parts
                            )
                        )
                    around = Pattern((("*",), *pattern.parts, ("*",)), "cased" in modifiers)
                    if matches_pattern(around, text):
                        return True
        return False

    def compare(self, key: str, values: Any, record: Record) -> bool:
        """Whether a field of a record has one of the values, or all with `all`."""
        field, *modifiers = key.split("|")
        several = values if isinstance(values, list) else [values]
        join = all if "all" in modifiers else any
        is_negated = "neq" in modifiers
        modifiers = [modifier for modifier in modifiers if modifier not in {"all", "neq"}]
        if not field:
            return join(self.search(value, record, modifiers) for value in several)
        if not several:
            several = [None]
        found = join(self.has_value(field, modifiers, value, record) for value in several)
        return not found if is_negated else found

    def has_value(self, field: str, modifiers: Sequence[str], value: Any, record: Record) -> bool:
        """Whether a field has a value."""
        texts = find_values(record, field)
        if "exists" in modifiers:
            return bool(texts) is value
        if "fieldref" in modifiers:
            return any(
                self.refers(modifiers, lower(left), lower(right))
                for left in texts
                for right in find_values(record, value)
            )
        if value is None:
            return not texts
        if value == "" and not modifiers and field.partition(".")[0] not in DOCUMENTS:
            return not texts
        return any(self.matches_one(value, modifiers, text) for text in texts)

    def refers(self, modifiers: Sequence[str], left: str, right: str) -> bool:
        """Whether one field's text is another's, or begins or ends with it."""
        if "contains" in modifiers or {"startswith", "endswith"} <= set(modifiers):
            return right in left
        if "startswith" in modifiers:
            return left.startswith(right)
        return left.endswith(right) if "endswith" in modifiers else left == right

    def matches_one(self, value: Any, modifiers: Sequence[str], text: str) -> bool:
        """Whether a text is what a value says after its modifiers."""
        typed = self.match_typed(value, modifiers, text)
        if typed is not None:
            return typed
        patterns = [parse_pattern(written) for written in self.fill_in(str(value), modifiers)]
        for modifier in modifiers:
            if modifier != "expand":
                patterns = [new for old in patterns for new in encode(old, modifier)]
        return any(matches_pattern(pattern, text) for pattern in patterns)

    def match_typed(self, value: Any, modifiers: Sequence[str], text: str) -> bool | None:
        """Return what a value that is no text says of one; None where it is a text."""
        compare = next((name for name in modifiers if name in COMPARISONS), "")
        part = next((name for name in modifiers if name in PARTS), "")
        answer: bool | None = None
        if part:
            moment = to_moment(text)
            answer = moment is not None and COMPARISONS[compare or "eq"](PARTS[part](moment), value)
        elif compare or (isinstance(value, int | float) and not (modifiers or is_truth(value))):
            number = to_number(text)
            answer = number is not None and COMPARISONS[compare or "eq"](number, value)
        elif "cidr" in modifiers:
            answer = is_in_network(text, value)
        elif "re" in modifiers:
            chosen = sum({int(FLAGS[name]) for name in modifiers if name in FLAGS})
            answer = bool(re.search(str(value), text, chosen))
        elif is_truth(value):
            answer = lower(text) == ("true" if value else "false")
        return answer

    def fill_in(self, value: str, modifiers: Sequence[str]) -> list[str]:
        """Return a value with each of the values of its placeholder."""
        found = re.search("%([^%]+)%", value) if "expand" in modifiers else None
        if not found:
            return [value]
        head, tail = value[: found.start()], value[found.end() :]
        return [head + known + tail for known in self.placeholders[found[1]]]


class _Condition:
    """Reads a condition from left to right: `or` of `and` of `not`."""

    def __init__(self, evaluator: Evaluator, selections: Mapping[str, Any], record: Record) -> None:
        self.truth = {name: evaluator.select(part, record) for name, part in selections.items()}
        self.words: list[str] = []

    def decide(self, condition: str) -> bool:
        self.words = [
            word
            if word in self.truth
            else re.sub(r"(?i)^(and|or|not|all|any|of|them)$", lambda found: found[0].lower(), word)
            for word in re.findall(r"[()]|[^\s()]+", condition)
        ]
        answer = self.read_or()
        assert not self.words, self.words
        return answer

    def read_or(self) -> bool:
        answer = self.read_and()
        while self.words[:1] == ["or"]:
            self.words.pop(0)
            answer = self.read_and() or answer
        return answer

    def read_and(self) -> bool:
        answer = self.read_not()
        while self.words[:1] == ["and"]:
            self.words.pop(0)
            answer = self.read_not() and answer
        return answer

    def read_not(self) -> bool:
        word = self.words.pop(0)
        if word == "not":
            return not self.read_not()
        if word == "(":
            answer = self.read_or()
            assert self.words.pop(0) == ")"
            return answer
        if self.words[:1] != ["of"]:
            return self.truth[word]
        self.words.pop(0)
        pattern = self.words.pop(0)
        form = ".*" if pattern == "them" else pattern.replace("*", ".*")
        chosen = [
            truth
            for name, truth in self.truth.items()
            if re.fullmatch(form, name) and (pattern.startswith("_") or not name.startswith("_"))
        ]
        assert chosen
        return all(chosen) if word == "all" else any(chosen)


@dataclass(frozen=True)
class Seen:
    """An event that a rule of a correlation matched."""

    record: Record
    rule: int
    group: tuple[str, ...]
    value: str | None

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.record["eventTime"][:19])


def correlate(
    rules: Sequence[Mapping[str, Any]], correlation: Mapping[str, Any], records: Sequence[Record]
) -> list[tuple[Record, tuple[str, ...], float]]:
    """Return the records at which a correlation is true, with its group and what it counted."""
    known = {rule[key]: rule for rule in rules for key in ("name", "id") if key in rule}
    wanted = correlation["correlation"]
    named = wanted.get("rules") or re.findall(r"\b(?!and\b|or\b|not\b)\w+", wanted["condition"])
    seen: list[Seen] = []
    for number, name in enumerate(named):
        rule = known[name]
        matched = (
            [record for record, _, _ in correlate(rules, rule, records)]
            if "correlation" in rule
            else [record for record in records if Evaluator().matches(rule, record)]
        )
        seen += _sort_in(wanted, name, number, matched)
    found: dict[tuple[str, tuple[str, ...]], tuple[Record, tuple[str, ...], float]] = {}
    for end in seen:
        window = [
            event
            for event in seen
            if event.group == end.group
            and 0 <= (end.time - event.time).total_seconds() <= to_seconds(wanted["timespan"])
        ]
        total = _judge(wanted, window, end, named)
        if total is not None:
            found[end.record["eventID"], end.group] = (end.record, end.group, total)
    return list(found.values())


def find_first(
    rules: Sequence[Mapping[str, Any]], correlation: Mapping[str, Any], records: Sequence[Record]
) -> set[str]:
    """Return the IDs of the first events, by group and timespan of the clock, that are hits."""
    span = to_seconds(correlation["correlation"]["timespan"])
    first: dict[tuple[object, ...], tuple[str, str]] = {}
    for record, group, _ in correlate(rules, correlation, records):
        moment = datetime.fromisoformat(record["eventTime"])
        act = (group, moment.timestamp() // span)
        event = (record["eventTime"], record["eventID"])
        first[act] = min(event, first.get(act, event))
    return {event_id for _, event_id in first.values()}


def _sort_in(
    wanted: Mapping[str, Any], name: str, number: int, matched: Iterable[Record]
) -> Iterator[Seen]:
    aliases = wanted.get("aliases", {})

    def first(record: Record, field: str) -> str | None:
        return next(iter(find_values(record, aliases.get(field, {}).get(name, field))), None)

    condition = wanted.get("condition")
    field = condition.get("field") if isinstance(condition, dict) else None
    fields = field if isinstance(field, list) else [field] if field else []
    for record in matched:
        group = [first(record, key) for key in wanted.get("group-by", [])]
        values = [first(record, key) for key in fields]
        known = [value for value in values if value is not None]
        value = "\x1f".join(known) if len(known) == len(values) and values else None
        if None not in group:
            yield Seen(record, number, tuple(str(key) for key in group), value)


def to_seconds(timespan: str) -> int:
    """Return the seconds of `90m`."""
    return (
        int(timespan[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}[timespan[-1]]
    )


def _judge(
    wanted: Mapping[str, Any], window: Sequence[Seen], end: Seen, named: Sequence[str]
) -> float | None:
    """Return what was counted in a window where the condition holds for it, else None."""
    condition = wanted.get("condition", {"gte": len(named)})
    kind = wanted["type"]
    if kind == "temporal_ordered":
        is_last = end.rule == len(named) - 1
        return len(named) if is_last and _in_order(window, end, end.rule) else None
    rules = {event.rule for event in window}
    if isinstance(condition, str):
        met = re.sub(
            r"\b(?!and\b|or\b|not\b)\w+", lambda name: str(named.index(name[0]) in rules), condition
        )
        return len(rules) if eval(met, {}) else None  # noqa: S307 - True, False, and, or, not
    total = _count(kind, condition, window)
    if total is None:
        return None
    bounds = [(name, number) for name, number in condition.items() if name in COMPARISONS]
    return total if all(COMPARISONS[name](total, number) for name, number in bounds) else None


def _in_order(window: Sequence[Seen], end: Seen, rule: int) -> bool:
    if rule == 0:
        return True
    return any(
        event.rule == rule - 1 and event.time <= end.time and _in_order(window, event, rule - 1)
        for event in window
    )


def _count(kind: str, condition: Mapping[str, Any], window: Sequence[Seen]) -> float | None:
    events = {event.record["eventID"]: event.value for event in window}
    match kind:
        case "event_count":
            return len(events)
        case "value_count":
            return len(set(events.values()) - {None})
        case "temporal":
            return len({event.rule for event in window})
    numbers = sorted(
        number for value in events.values() if value and (number := to_number(value)) is not None
    )
    return _measure(kind, condition, numbers) if numbers else None


def _measure(kind: str, condition: Mapping[str, Any], numbers: Sequence[float]) -> float:
    if kind in {"value_sum", "value_avg"}:
        return sum(numbers) / (len(numbers) if kind == "value_avg" else 1)
    part = 0.5 if kind == "value_median" else condition["percentile"] / 100
    place = part * (len(numbers) - 1)
    low, high = numbers[math.floor(place)], numbers[math.ceil(place)]
    return low + (high - low) * (place - math.floor(place))
