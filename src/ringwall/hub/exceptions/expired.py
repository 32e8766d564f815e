"""An exception whose time is over is a finding: somebody meant to look again, and has not."""

from collections.abc import Iterable, Iterator

from ringwall.model.exception import FindingException
from ringwall.model.finding import Answer, Verdict, VerdictCount
from ringwall.model.rule import Rule
from ringwall.store.database.ledger import FindingPlace

EXPIRED = Rule(
    id="exceptions.exception_is_in_date",
    title="Exception should be in date, or taken away",
    layer="accounts",
    severity="medium",
    why="What an exception covered counts as failing again once its day has come. Somebody said "
    "that it would be mended or looked at by then.",
    fix="Mend what it covers and take it out of the file; or, if the reason still holds, have its "
    "day moved by a review.",
    sql="",
)


def judge_exceptions(
    exceptions: Iterable[FindingException], now: int, account_id: str
) -> Iterator[Verdict]:
    """Yield a failure for each exception whose time is over; now in milliseconds since 1970."""
    for each in exceptions:
        if now >= each.expires_at:
            yield Verdict(
                EXPIRED.id,
                f"exception:{each.id}",
                account_id,
                "global",
                "fail",
                f"expired on {each.expires.isoformat()}: {each.owner}, {each.reason}",
            )


def count_exceptions(
    exceptions: Iterable[FindingException], now: int, account_id: str
) -> tuple[VerdictCount, ...]:
    """Return how many are in date, and how many are not; nothing where there are none."""
    known = tuple(exceptions)
    over = sum(now >= each.expires_at for each in known)
    count = VerdictCount(EXPIRED.id, account_id, len(known) - over, over, 0)
    return (count,) if known else ()


def judge_tracked(
    exceptions: Iterable[FindingException], now: int, places: Iterable[FindingPlace]
) -> dict[str, Answer | None]:
    """Return what findings of exceptions have become: None for one that was taken away."""
    current: dict[str, Answer] = {
        f"exception:{each.id}": "fail" if now >= each.expires_at else "pass" for each in exceptions
    }
    return {place.resource: current.get(place.resource) for place in places}
