"""Faults of a batch: a hundred lines of an object, and how many more."""

from ringwall.store.lake.log_faults import MOST_FAULTS, FaultList
from ringwall.store.lake.log_ledger import Quarantined


def test_of_each_object_a_hundred_lines_are_kept() -> None:
    faults = FaultList()
    assert not faults
    for number in range(500):
        faults.add(Quarantined("t", "/a", number, "broken"))
    faults.add(Quarantined("t", "/b", 7, "broken"))
    assert faults
    found = faults.list_all()
    assert len(found) == MOST_FAULTS + 1
    assert found[-1] == Quarantined("t", "/a", 0, "401 more lines like these")
    assert [fault.line for fault in found if fault.file == "/b"] == [7]


def test_a_number_alone_is_told() -> None:
    faults = FaultList()
    faults.add_more("t", "/a", 3)
    assert faults.list_all() == [Quarantined("t", "/a", 0, "3 more lines like these")]
