"""The journal in DynamoDB keeps to what every journal keeps to."""

import pytest
from dynamodb_world import TABLE
from journal_contract import ARN, PLAN, JournalContract, KeptWorld

from ringwall.apply.dynamodb.table import ItemTransaction
from ringwall.model.errors import BadInput, StorageFailed

RUN = "20261201T000000Z-abcdef"


@pytest.fixture
def kept(dynamodb_kept: KeptWorld) -> KeptWorld:
    return dynamodb_kept


class TestDynamoJournal(JournalContract):
    """The contract."""


def test_a_run_is_not_there_before_all_of_it_is_written(kept: KeptWorld) -> None:
    table, written = kept.journal.table, []

    def write(transaction: object) -> None:
        written.append(transaction)
        if len(written) == 2:
            raise StorageFailed("the machine is gone")
        type(table).write(table, transaction)

    object.__setattr__(table, "write", write)
    with pytest.raises(StorageFailed):
        kept.journal.start("fix", ARN, "", [{"n": str(n)} for n in range(30)], run_id=RUN)
    object.__delattr__(table, "write")
    assert kept.journal.runs() == []


def test_a_run_of_which_a_kill_has_left_a_part_is_begun_again(kept: KeptWorld) -> None:
    test_a_run_is_not_there_before_all_of_it_is_written(kept)
    (left,) = {row["run"] for row in kept.journal.table.query(f"RUN#{RUN}")}
    kept.clock.at += 1
    plan = [{"n": str(n)} for n in range(30)]
    run = kept.journal.start("fix", ARN, "", plan, run_id=left)
    assert [event.body for event in kept.journal.events(run.id)][1:] == plan
    assert kept.journal.doubt_run(run.id) == []


def test_events_of_no_run_are_refused(kept: KeptWorld) -> None:
    with pytest.raises(BadInput, match="no run"):
        kept.journal.append("20261201T000000Z-abcdef", 0, "intent", {})


@pytest.mark.parametrize("column", ["status", "actor", "last"])
def test_what_is_said_of_a_run_as_a_whole_is_sealed(kept: KeptWorld, column: str) -> None:
    run = kept.journal.start("fix", ARN, "", PLAN)
    change = {column: 2 if column == "last" else "done"}
    transaction = type("T", (), {"items": [kept.journal.table.update("RUNS", run.id, change)]})()
    transaction.refusals = {}
    kept.journal.table.write(transaction)
    assert kept.journal.doubt_run(run.id)
    assert TABLE


def test_a_run_that_was_cut_off_at_its_end_is_doubted(kept: KeptWorld) -> None:
    run, table = kept.journal.start("fix", ARN, "", PLAN), kept.journal.table
    last = kept.journal.events(run.id)[-1]
    kept.journal.append(run.id, 0, "intent", {})
    (row,) = table.query(f"RUN#{run.id}", newest=True)
    back = {"last": last.number, "hash": last.hash, "at": last.at}
    cut = [table.delete(row["pk"], row["sk"]), table.update("RUNS", run.id, back)]
    table.write(ItemTransaction(cut))
    (doubt,) = kept.journal.doubt_run(run.id)
    assert doubt.endswith("how it ends was changed")
