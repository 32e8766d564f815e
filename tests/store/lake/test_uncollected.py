"""Tables of which the coverage says nothing, by account and region."""

from collections.abc import Iterator

import pytest

from ringwall.model.coverage import COVERAGE, Coverage
from ringwall.model.table import Table
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.uncollected import find_uncollected

DISK = Table(name="disk", doc="", columns=(), fetch=lambda _: ())
USER = Table(name="user", doc="", columns=(), fetch=lambda _: (), scope="account")
UNIT = Table(name="unit", doc="", columns=(), fetch=lambda _: (), scope="organization")
GRANT = Table(name="grant", doc="", columns=())
TABLES = (DISK, USER, UNIT, GRANT)
USERS = Coverage("1", "global", "user", "list", "ok")
UNITS = Coverage("1", "global", "unit", "list", "ok")
DISKS = Coverage("1", "r", "disk", "list", "ok")


@pytest.fixture(scope="module")
def engine() -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine(threads=1) as found:
        yield found


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((USERS, UNITS, DISKS), set()),
        ((), set()),
        ((USERS, UNITS), {("disk", "1", "global")}),
        ((DISKS,), {("user", "1", "global"), ("unit", "1", "global")}),
        ((USERS, UNITS, Coverage("1", "r", "other", "list", "ok")), {("disk", "1", "r")}),
        ((USERS, UNITS, Coverage("1", "global", "disk", "list", "denied")), set()),
        ((USERS, UNITS, Coverage("1", "r", "*", "region", "region_disabled")), set()),
        (
            (USERS, UNITS, Coverage("1", "r", "*", "region", "not_collected")),
            {("disk", "1", "global")},
        ),
        (
            (USERS, UNITS, DISKS, Coverage("2", "global", "user", "list", "ok")),
            {("disk", "2", "global")},
        ),
        ((UNITS, *(Coverage("", "global", n, "list", "ok") for n in ("disk", "user"))), set()),
        ((USERS, UNITS, DISKS, Coverage("", "r", "grant", "list", "ok")), set()),
    ],
)
def test_what_the_coverage_does_not_name_was_not_collected(
    engine: EmbeddedEngine, said: tuple[Coverage, ...], expected: set[tuple[str, str, str]]
) -> None:
    engine.create(COVERAGE, [vars(row) for row in said])
    assert find_uncollected(engine, TABLES) == expected
