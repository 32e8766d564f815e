"""A reader with canned answers, and the catalog's tables collected from it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import jmespath
import pytest

from ringwall.aws.session import Sessions
from ringwall.catalog.loader import load_tables
from ringwall.collect.api import ApiSource
from ringwall.collect.unit import Unit, collect_unit
from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach, open_session
from ringwall.jobs.authority import ReasonedAuthority
from ringwall.model.coverage import Coverage
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row

Answers = Mapping[str, Any]
"""By operation: an answer, a list of pages, an error, or a function of the parameters."""
Collected = tuple[dict[str, list[Row]], list[Coverage]]


class CannedReader:
    """Answers in AWS's own shapes; an operation that has no answer here fails the test."""

    def __init__(self, answers: Answers, region: str = "eu-west-1") -> None:
        self.account_id = "111111111111"
        self.region = region
        self.partition = "aws"
        self.answers = answers
        self.calls: list[tuple[str, str]] = []

    def call(self, operation: str, **parameters: Any) -> Row:
        return dict(self._pages(operation, parameters)[0])

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        for page in self._pages(operation, parameters):
            found = jmespath.search(path, page)
            if found is None:
                raise CallFailed(f"{operation}: AWS answered without {path}", "Unreadable")
            yield from found if isinstance(found, list) else [found]

    def at(self, region: str) -> Reader:
        other = CannedReader(self.answers, region)
        other.calls = self.calls
        return other

    def _pages(self, operation: str, parameters: Row) -> list[Row]:
        self.calls.append((operation, self.region))
        answer = self.answers[operation]
        if callable(answer):
            answer = answer(**parameters)
        if isinstance(answer, CallFailed):
            raise answer
        return answer if isinstance(answer, list) else [answer]


@pytest.fixture
def collect() -> Callable[..., Collected]:
    """Return a function that collects tables by name from a reader; rows by table, and gaps."""

    def run(reader: Reader, *names: str) -> Collected:
        tables = load_tables()
        rows: dict[str, list[Row]] = defaultdict(list)
        wanted = tuple(tables[name] for name in names)
        unit = Unit(reader.account_id, reader.region, wanted[0].service, wanted)
        coverage = collect_unit(
            unit, ApiSource(lambda *_: reader), lambda name, more: rows[name].extend(more)
        )
        return rows, [row for row in coverage if row.status != "ok"]

    return run


@pytest.fixture
def canned() -> type[CannedReader]:
    """Return the class of readers with canned answers."""
    return CannedReader


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """Yield an empty emulator."""
    app = Emulator(authority=ReasonedAuthority())
    yield app
    app.reset()


@pytest.fixture
def live(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Return the emulator's reader of account 123456789012 in eu-west-1."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    sessions = Sessions(region="eu-west-1", transport=lambda session: attach(session, emulator))
    return sessions.reader("123456789012", "eu-west-1")


@pytest.fixture
def aws(emulator: Emulator, live: Reader) -> Callable[[str], Any]:
    """Return a function that makes clients by which a test sets the emulator up."""
    session = open_session(emulator)
    session.set_config_variable("region", live.region)
    return session.create_client
