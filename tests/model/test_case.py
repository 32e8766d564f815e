"""A case: what stands for the switch is no id that a case can have."""

from datetime import UTC, datetime
from typing import get_args

from ringwall.model.case import SWITCH, CaseEventKind, CaseLog
from ringwall.respond.cases import new_case_id
from ringwall.store.database.cases import CaseStore
from ringwall.store.database.schema import ONE_OF


def test_no_case_has_the_id_of_the_switch() -> None:
    assert not new_case_id(datetime.now(UTC)).startswith(SWITCH)


def test_the_database_takes_every_kind_of_event() -> None:
    assert ONE_OF["case_event", "kind"] == get_args(CaseEventKind)


def test_the_database_keeps_cases_as_the_protocol_says() -> None:
    methods = {name for name in vars(CaseLog) if not name.startswith("_")}
    assert methods == {"append", "events", "case_ids", "moved_since", "doubt"}
    assert all(callable(getattr(CaseStore, name)) for name in methods)
