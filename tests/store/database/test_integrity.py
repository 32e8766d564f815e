import random
import shutil
import sqlite3
from collections.abc import Collection
from pathlib import Path

import pytest

from ringwall.hub.record import record
from ringwall.model.errors import BadInput, RingwallError
from ringwall.model.finding import Answer, Verdict
from ringwall.model.rule import Rule
from ringwall.store.database import integrity
from ringwall.store.database.connection import check_database, open_database
from ringwall.store.database.entry import Entry
from ringwall.store.database.journal import Journal
from ringwall.store.database.ledger import Filter, Ledger
from ringwall.store.database.schema import METADATA
from ringwall.store.seal_key import SealKey

EVERY = Filter(statuses=())
COPIES = 150
RULES = {
    f"s3.rule_{number}": Rule(
        f"s3.rule_{number}", f"Rule {number}", "data", "high", "why", "fix", ""
    )
    for number in range(4)
}
VERDICTS = [
    Verdict(rule, f"arn:aws:s3:::bucket-{number}", "1" * 12, "eu-west-1", "fail", "it is open")
    for rule in RULES
    for number in range(30)
]


def say_nothing(_rule: str, _entries: Collection[Entry]) -> dict[str, Answer | None]:
    return {}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with findings, their history and a run."""
    path = tmp_path_factory.mktemp("whole") / "hub.sqlite"
    engine = open_database(f"sqlite:///{path}")
    record(Ledger(engine), RULES, VERDICTS, say_nothing, snapshot="s1", now=1_000)
    journal = Journal(engine, SealKey(path.with_name("seal.key")))
    journal.end(journal.start("fix", "arn:me", "s1", [{"write": "x"}]).id, "done")
    engine.dispose()
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    shutil.copy(whole.with_name("seal.key"), tmp_path)
    return Path(shutil.copy(whole, tmp_path / "hub.sqlite"))


def read_all(path: Path) -> list[str]:
    """Read all that verbs read, audit once more, and return the uids that are listed."""
    engine = open_database(f"sqlite:///{path}")
    try:
        ledger, journal = Ledger(engine), Journal(engine, SealKey(path.with_name("seal.key")))
        listed = [finding.uid for finding in ledger.findings(EVERY)]
        for finding in ledger.findings(EVERY):
            ledger.history(finding.uid)
        for run in journal.runs():
            journal.events(run.id)
        journal.verify_chain()
        record(ledger, RULES, VERDICTS, say_nothing, snapshot="s2", now=2_000)
        assert ledger.count(EVERY) == len(listed)
        return listed
    finally:
        engine.dispose()


@pytest.mark.parametrize("seed", range(COPIES))
def test_a_flipped_bit_is_named_or_loses_nothing(copy: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same places in every run
    content = bytearray(copy.read_bytes())
    for _ in range(1 + seed % 3):
        place = chance.randrange(len(content))
        content[place] ^= 1 << chance.randrange(8)
    copy.write_bytes(content)
    try:
        listed = len(read_all(copy))
    except RingwallError as error:
        listed = len(VERDICTS) if str(copy) in str(error) or "damaged in" in str(error) else 0
    assert listed == len(VERDICTS)


@pytest.mark.parametrize(
    ("table", "column"),
    [(table.name, column.name) for table in METADATA.sorted_tables for column in table.columns],
)
def test_a_column_that_is_missing_is_named(copy: Path, table: str, column: str) -> None:
    with sqlite3.connect(copy) as database:
        database.execute(f'alter table "{table}" rename column "{column}" to "lost"')
    with pytest.raises(BadInput, match=rf"{table} has no {column}; restore a backup") as caught:
        read_all(copy)
    assert caught.value.exit_code == 64


@pytest.mark.parametrize("table", METADATA.tables)
def test_a_table_that_is_missing_is_named(copy: Path, table: str) -> None:
    with sqlite3.connect(copy) as database:
        database.execute(f'drop table "{table}"')
    with pytest.raises(BadInput, match=rf"{table} has no "):
        read_all(copy)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("finding", "status = 'opeo'"),
        ("finding", "answer = 'pass'"),
        ("finding", "gravity = 4"),
        ("finding", "layer = 'dat`'"),
        ("finding", "last_seen = 9223372036854775807"),
        ("finding", "first_seen = 'x'"),
        ("finding", "reason = x'ff'"),
        ("finding", "rest = '{'"),
        ("rule_text", "body = '[' "),
        ("finding_event", "at = -1"),
        ("finding_event", "kind = 'opned'"),
        ("run", "status = 'dine'"),
        ("recording", "at = 1.5"),
    ],
)
def test_a_value_that_ringwall_never_writes_is_damage(copy: Path, table: str, change: str) -> None:
    with sqlite3.connect(copy) as database:
        database.execute(f"update {table} set {change} where rowid = 1")
    with pytest.raises(BadInput, match=rf"damaged \(row .* of {table}\); restore a backup"):
        read_all(copy)


@pytest.mark.parametrize("version", ["", "0000", "00O2", "2", "x' or 1"])
def test_a_version_that_there_never_was_is_damage(copy: Path, version: str) -> None:
    with sqlite3.connect(copy) as database:
        database.execute("update ringwall_version set version_num = ?", [version])
    with pytest.raises(BadInput, match="no version of the tables"):
        read_all(copy)


def test_a_finding_whose_rules_text_is_lost_is_listed_all_the_same(copy: Path) -> None:
    with sqlite3.connect(copy) as database:
        database.execute("delete from rule_text where title = 'Rule 2'")
    engine = open_database(f"sqlite:///{copy}")
    found = list(Ledger(engine).findings(EVERY))
    assert len(found) == len(VERDICTS)
    assert {f.title for f in found if f.rule == "s3.rule_2"} == {"s3.rule_2"}
    (why,) = {f.why for f in found if f.rule == "s3.rule_2"}
    assert "its text is missing in the database: restore a backup" in why
    assert Ledger(engine).find(found[-1].uid) == found[-1]


@pytest.mark.parametrize(
    "change",
    [
        "update rule_text set body = '{}' where title = 'Rule 2'",
        "update rule_text set body = '[]' where title = 'Rule 2'",
        """update finding set rest = '{"oxner": "me"}' where rule = 's3.rule_2'""",
        *(
            f"update finding set rest = '{rest}' where rule = 's3.rule_2'"
            for rest in (
                f'{{"risk": {"9" * 5000}}}',
                '{"risk": 9223372036854775808}',
                '{"risk": true}',
                '{"resources": [null, 3]}',
                '{"resources": "abc"}',
                '{"evidence": 7}',
                '{"raw": %s}' % ('{"a":' * 900 + "1" + "}" * 900),
                "[1]",
                "null",
            )
        ),
        *(
            f"update rule_text set body = json_set(body, '$.{member}', json('{value}'))"
            for member, value in (
                ("why", "5"),
                ("why", "null"),
                ("compliance", "[3]"),
                ("compliance", '"abc"'),
                ("attacks", "[null]"),
                ("remediation", '{"text": 5}'),
                ("remediation", '{"text": "", "url": []}'),
                ("remediation", '{"evil": 1}'),
                ("rule_version", "7"),
            )
        ),
        f"update rule_text set body = '{'[' * 500}{']' * 500}'",
    ],
    ids=lambda change: change[:80],
)
def test_a_finding_that_cannot_be_made_whole_is_named(copy: Path, change: str) -> None:
    with sqlite3.connect(copy) as database:
        database.execute(change)
    with pytest.raises(
        BadInput, match=r"(finding|rule text) [0-9a-f]{32}: damaged in the database"
    ):
        read_all(copy)


@pytest.mark.parametrize(
    "change",
    [
        "create trigger t after insert on recording begin delete from finding; end",
        "alter table finding rename to f2; create view finding as select * from f2",
        "create view more as select 1",
    ],
)
def test_sql_of_somebody_else_in_the_database_is_refused(copy: Path, change: str) -> None:
    with sqlite3.connect(copy) as database:
        database.executescript(change)
    with pytest.raises(BadInput, match=r"it has the (trigger|view) \w+; restore a backup"):
        read_all(copy)


def test_a_large_database_is_read_whole_when_asked(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integrity, "READ_WHOLE", 0)
    check_database(open_database(f"sqlite:///{copy}"))
    with sqlite3.connect(copy) as database:
        database.execute("update finding set status = 'opeo' where rowid = 1")
    engine = open_database(f"sqlite:///{copy}")
    with pytest.raises(BadInput, match="damaged"):
        check_database(engine)
