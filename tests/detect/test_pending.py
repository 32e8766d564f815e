"""What of the logs is to be judged: by file, so that nothing that comes late is missed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.detect.pending import LogChunk, cut_chunks, find_pending, to_micros, widen

MINUTE = 60_000_000


@dataclass(frozen=True)
class Part:
    """A file of logs."""

    path: str
    source: str = "cloudtrail"
    day: str = "2026-01-31"
    rows: int = 10
    first: int = 0
    last: int = 0


def part(name: str, day: int = 31, rows: int = 10, **more: Any) -> Part:
    at = f"2026-01-{day:02}"
    source = more.get("source", "cloudtrail")
    return Part(f"{source}/day={at}/{name}.parquet", day=at, rows=rows, **more)


def judged(*parts: Part) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for each in parts:
        found.setdefault(each.source, {})[each.path] = each.rows
    return found


def test_at_first_everything_is_pending() -> None:
    a, b = part("a"), part("b", source="dns_query")
    assert [(each.source, each.fresh) for each in find_pending([a, b], {})] == [
        ("cloudtrail", (a,)),
        ("dns_query", (b,)),
    ]


def test_what_was_judged_is_pending_no_more() -> None:
    a, b = part("a"), part("b", day=1)
    assert find_pending([a], judged(a)) == []
    (found,) = find_pending([a, b], judged(a))
    assert (found.fresh, found.gone) == ((b,), frozenset())


def test_files_that_were_joined_are_not_judged_again() -> None:
    a, b = part("a", rows=3), part("b", rows=4)
    joined, new = part("b-2", rows=7), part("c")
    (found,) = find_pending([joined, new], judged(a, b))
    assert [*found.fresh, *found.joined, *sorted(found.gone)] == [new, joined, a.path, b.path]


def test_files_that_were_joined_with_one_that_nobody_judged_are_judged() -> None:
    a, joined = part("a", rows=3), part("b-2", rows=7)
    (found,) = find_pending([joined], judged(a))
    assert (found.fresh, found.joined) == ((joined,), ())


def test_joined_files_of_another_day_prove_nothing() -> None:
    a, joined = part("a", day=30, rows=7), part("b-2", day=31, rows=7)
    (found,) = find_pending([joined], judged(a))
    assert [*found.fresh, *found.gone] == [joined, a.path]


def test_logs_that_were_deleted_are_forgotten() -> None:
    a = part("a")
    (found,) = find_pending([], judged(a))
    assert [*found.fresh, *found.gone] == [a.path]


def test_days_that_follow_each_other_are_one_chunk() -> None:
    parts = [part("a", 3), part("b", 1), part("c", 2), part("d", 9), part("e", 2)]
    chunks = cut_chunks(parts)
    names = [[each.path[-9:-8] for each in chunk.files] for chunk in chunks]
    assert names == [["b", "c", "e", "a"], ["d"]]


def test_a_chunk_has_not_too_many_events_but_a_whole_day() -> None:
    parts = [part("a", 1, 5), part("b", 2, 5), part("c", 3, 50), part("d", 4, 1)]
    assert [chunk.rows for chunk in cut_chunks(parts, most_rows=10)] == [10, 50, 1]


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(1, 9)), max_size=30), st.integers(1, 40))
def test_each_file_is_in_one_chunk(files: list[tuple[int, int]], most: int) -> None:
    parts = [part(f"f{number}", day, rows) for number, (day, rows) in enumerate(files)]
    chunks = cut_chunks(parts, most)
    found = sorted(each.path for chunk in chunks for each in chunk.files)
    assert found == sorted(each.path for each in parts)
    days = [sorted({each.day for each in chunk.files}) for chunk in chunks]
    assert [day for one in days for day in one] == sorted({each.day for each in parts})


def test_a_chunk_says_when_and_of_what_it_is() -> None:
    chunk = LogChunk((part("a", first=5, last=9), part("b", source="dns_query", first=2, last=3)))
    assert (chunk.since, chunk.until) == (2, 9)
    assert chunk.sources == {"cloudtrail", "dns_query"}


@pytest.mark.parametrize(("forward", "until"), [(False, "10:05"), (True, "11:05")])
def test_a_detection_sees_its_window_before_and_where_it_was_late_after(
    forward: bool,  # noqa: FBT001 - a case
    until: str,
) -> None:
    at = to_micros(datetime.fromisoformat("2026-01-31T10:00:00"))
    span = widen(at, at + 5 * MINUTE, timedelta(hours=1), forward=forward)
    assert [f"{each:%H:%M}" for each in span] == ["09:00", until]


def test_a_wrong_clock_is_no_error() -> None:
    low = to_micros(datetime(1, 1, 1))  # noqa: DTZ001 - naive by contract
    high = to_micros(datetime(9999, 12, 31, 23, 59))  # noqa: DTZ001
    since, until = widen(low, high, timedelta(days=9), forward=True)
    assert (since.year, until.year) == (1, 9999)
