from datetime import date

from ringwall.hub.exceptions.expired import (
    EXPIRED,
    count_exceptions,
    judge_exceptions,
    judge_tracked,
)
from ringwall.model.exception import FindingException
from ringwall.model.finding import Verdict, VerdictCount
from ringwall.store.database.ledger import FindingPlace

OLD, NEW = (
    FindingException(
        id=f"EX-{year}", rules=("a",), reason="r", owner="ann", expires=date(year, 1, 1)
    )
    for year in (2026, 2027)
)
NOW = OLD.expires_at


def test_an_exception_whose_day_has_come_is_a_failure() -> None:
    assert list(judge_exceptions([OLD, NEW], NOW, "1" * 12)) == [
        Verdict(
            EXPIRED.id,
            "exception:EX-2026",
            "1" * 12,
            "global",
            "fail",
            "expired on 2026-01-01: ann, r",
        )
    ]
    assert count_exceptions([OLD, NEW], NOW, "1" * 12) == (
        VerdictCount(EXPIRED.id, "1" * 12, 1, 1, 0),
    )
    assert count_exceptions([], NOW, "1" * 12) == ()


def test_one_that_was_taken_away_is_gone() -> None:
    places = [
        FindingPlace(EXPIRED.id, f"exception:{id_}", "1" * 12, "global", "fail", "open")
        for id_ in ("EX-2026", "EX-2027", "EX-1")
    ]
    assert judge_tracked([OLD, NEW], NOW, places) == {
        "exception:EX-2026": "fail",
        "exception:EX-2027": "pass",
        "exception:EX-1": None,
    }
