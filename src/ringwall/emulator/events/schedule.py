"""Schedules of rules: `rate(5 minutes)` and `cron(0 12 * * ? *)`, in UTC.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

import calendar
import re
from collections.abc import Mapping
from datetime import UTC, datetime

RATE = re.compile(r"rate\((\d+) (minute|hour|day)(s?)\)")
CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60}
MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if number}
DAYS = {name: number for number, name in enumerate("SUN MON TUE WED THU FRI SAT".split(), 1)}  # noqa: SIM905
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (1, 7), (1970, 2199))
NAMES: tuple[Mapping[str, int], ...] = ({}, {}, {}, MONTHS, DAYS, {})
DAY, WEEKDAY = 2, 4
LAST_WEEKS = 5


class BadSchedule(ValueError):
    """An expression that EventBridge does not take."""


def check_schedule(expression: str) -> None:
    """BadSchedule unless an expression is valid."""
    is_due(expression, datetime.fromtimestamp(0, UTC))


def is_due(expression: str, at: datetime) -> bool:
    """Return whether a rule runs in a minute of UTC; BadSchedule if the expression is not valid.

    Rates count from 1970, because nothing tells when EventBridge would have begun to count.
    """
    at = at.astimezone(UTC)
    if rate := RATE.fullmatch(expression):
        count, unit, plural = int(rate[1]), rate[2], rate[3]
        if count == 0 or (count == 1) == bool(plural):
            raise BadSchedule(expression)
        return int(at.timestamp()) // 60 % (count * MINUTES[unit]) == 0
    cron = CRON.fullmatch(expression)
    if cron is None:
        raise BadSchedule(expression)
    fields = cron.groups()
    if (fields[DAY] == "?") == (fields[WEEKDAY] == "?"):
        raise BadSchedule("one of day-of-month and day-of-week must be ?")
    weekday = at.isoweekday() % 7 + 1
    values = (at.minute, at.hour, at.day, at.month, weekday, at.year)
    found = [_holds(position, text, values, at) for position, text in enumerate(fields)]
    return all(found)  # each was read, so that none is invalid


def _holds(position: int, text: str, values: tuple[int, ...], at: datetime) -> bool:
    value = values[position]
    if text == "?" and position in {DAY, WEEKDAY}:
        return True
    found = [_item_holds(position, item, value, at) for item in text.split(",")]
    return any(found)


def _item_holds(position: int, item: str, value: int, at: datetime) -> bool:
    if position == DAY and (item == "L" or item.endswith("W")):
        return at.day == _find_day(item, at)
    if position == WEEKDAY and ("#" in item or item.endswith("L")):
        return _is_nth_weekday(item, at)
    span, slash, step = item.partition("/")
    low, high = RANGES[position]
    first, dash, last = span.partition("-")
    start = low if first == "*" else _read(position, first)
    end = high if first == "*" or (slash and not dash) else start
    if dash:
        end = _read(position, last)
    every = _number(step) if slash else 1
    if every == 0 or (first == "*" and dash):
        raise BadSchedule(item)
    if start > end:  # FRI-MON
        return value >= start or value <= end
    return start <= value <= end and (value - start) % every == 0


def _read(position: int, text: str) -> int:
    named = NAMES[position].get(text.upper())
    value = _number(text) if named is None else named
    low, high = RANGES[position]
    if not low <= value <= high:
        raise BadSchedule(text)
    return value


def _number(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII):
        raise BadSchedule(text)
    return int(text)


def _find_day(item: str, at: datetime) -> int:
    """Return the last day of the month, or the weekday that is nearest to one of its days."""
    last = calendar.monthrange(at.year, at.month)[1]
    if item == "L":
        return last
    day = min(last if item == "LW" else _read(DAY, item[:-1]), last)
    weekday = calendar.weekday(at.year, at.month, day)
    if weekday == calendar.SATURDAY:
        return day - 1 if day > 1 else day + 2
    if weekday == calendar.SUNDAY:
        return day + 1 if day < last else day - 2
    return day


def _is_nth_weekday(item: str, at: datetime) -> bool:
    """Whether it is the third Friday of the month (`6#3`), or the last one (`6L`)."""
    name, sharp, number = item.partition("#")
    weekday = _read(WEEKDAY, name if sharp else item[:-1] or "SAT")
    if sharp and not 1 <= _number(number) <= LAST_WEEKS:
        raise BadSchedule(item)
    if at.isoweekday() % 7 + 1 != weekday:
        return False
    if not sharp:
        return item == "L" or at.day + 7 > calendar.monthrange(at.year, at.month)[1]
    return (at.day - 1) // 7 + 1 == _number(number)
